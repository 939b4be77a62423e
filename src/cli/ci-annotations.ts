/** Diagnostics as annotations: the service shows each beside its line in the pull request. */
import { type Diagnostic, severityOf } from "../core/diagnostics.ts";
import { command } from "./ci-output.ts";

const KINDS = { error: "error", warning: "warning", info: "notice" } as const;

/** A workflow command per diagnostic, paths from the root of the repository. */
export const annotationText = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map(annotation).join("\n");

function annotation(diagnostic: Diagnostic): string {
  const { code, message, expected, actual, hint, at } = diagnostic;
  const [place] = at;
  const details = Object.entries({ expected, actual, hint })
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `\n${name}: ${text}`);
  return command(KINDS[severityOf(diagnostic)], `${message}${details.join("")}`, {
    ...(place === undefined ? {} : { file: place.file, line: place.line }),
    title: code,
  });
}
