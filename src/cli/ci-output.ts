/** How a command speaks to the service that runs it: outputs of a step, its summary, and remarks in its log. */
import { appendFileSync } from "node:fs";

/** Hands values to later steps, where the service has a file for them. */
export function output(values: Readonly<Record<string, string>>): void {
  append(
    "GITHUB_OUTPUT",
    Object.entries(values)
      .map(([name, value]) => `${name}=${oneLine(value)}\n`)
      .join(""),
  );
}

/** Adds Markdown to the summary of the job, where there is one. */
export const summarize = (markdown: string): void => append("GITHUB_STEP_SUMMARY", `${markdown}\n`);

function append(variable: string, text: string): void {
  const path = process.env[variable];
  if (path !== undefined && path !== "") appendFileSync(path, text);
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, " ");

export type Remark = "error" | "warning" | "notice";

/** Where a remark belongs, as properties of a workflow command. */
export type Properties = Readonly<Record<string, string | number>>;

/** A workflow command, `::error file=…,line=…::message`, with everything escaped that has a meaning in one. */
export function command(kind: Remark, message: string, properties: Properties = {}): string {
  const named = Object.entries(properties)
    .map(
      ([name, value]) =>
        `${name}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
    )
    .join(",");
  return `::${kind}${named === "" ? "" : ` ${named}`}::${escaped(message)}`;
}

const escaped = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

/** A remark in the log: as a workflow command where one is understood, as plain text elsewhere. */
export function remark(kind: Remark, message: string): void {
  const text =
    process.env["GITHUB_ACTIONS"] === "true" ? command(kind, message) : `${kind}: ${message}`;
  process.stdout.write(`${text}\n`);
}
