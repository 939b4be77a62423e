/** `lotbook coverage`: which days each statement proves, where gaps are, and what closes them. */
import type { Command } from "commander";
import { type CoverageJson, coverageJson } from "../exports/coverage.ts";
import { print, type RootOptions, reportOf, withRoot } from "./run.ts";
import { counted, table } from "./text.ts";

type Account = CoverageJson["accounts"][number];

export function addCoverage(program: Command): void {
  withRoot(program.command("coverage"))
    .description("print which days each statement proves, where gaps are, and what closes them")
    .option("--json", "print it as JSON, with the file that proves each topic of each day")
    .action((options: RootOptions & { json?: boolean }) => {
      const report = reportOf(options);
      if (report === null) return;
      const coverage = coverageJson(report);
      print(options.json ? JSON.stringify(coverage) : coverageText(coverage));
    });
}

/** As text for people: an account after the other. */
export function coverageText({ demo, accounts }: CoverageJson): string {
  if (accounts.length === 0)
    return "No day is covered: there is no statement of an account under data/.";
  const head = demo ? ["Demo account: invented data."] : [];
  return [...head, ...accounts.map(accountText)].join("\n\n");
}

const accountText = (account: Account): string =>
  [
    `${account.account}, covered ${longDate(account.from)} to ${longDate(account.to)}, ${gapsText(account)}`,
    filesText(account),
    ...sections("Gaps", account.gaps.toReversed().map(gapText)),
    ...sections("Never exported", neverText(account)),
  ].join("\n\n");

const sections = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [[title, ...lines].join("\n")];

/** Days without a statement and days without a topic, counted apart. */
function gapsText({ gaps }: Account): string {
  const without = gaps.filter(({ missing }) => missing === "statement").length;
  const partly = gaps.length - without;
  const gapless = without === 0 ? "no gap" : counted(without, "gap");
  return partly === 0 ? gapless : `${gapless}, ${counted(partly, "period")} without some topics`;
}

const filesText = ({ files }: Account): string =>
  table(
    ["From", "To", "Generated", "Newest proof of", "Topics", "File"],
    files.map(({ from, to, generated, newestFor, topics, lacks, file }) => [
      from,
      to,
      generated ?? "",
      counted(newestFor, "day"),
      lacks.length === 0 ? `all ${topics.length}` : `without ${lacks.join(", ")}`,
      file,
    ]),
    ["Newest proof of"],
  );

function gapText({ from, to, weekdays, missing, remedy }: Account["gaps"][number]): string {
  const days = from === to ? from : `${from} to ${to}`;
  const what = missing === "statement" ? "no statement" : `no ${missing.join(", no ")}`;
  return `  ${days}, ${counted(weekdays, "weekday")}: ${what}\n    ${remedy.text}`;
}

/** What no file exports, what is unknown for it, and what to select. */
const neverText = ({ topics }: Account): string[] =>
  topics
    .filter(({ files }) => files === 0)
    .map(
      ({ topic, without, section }) =>
        `  ${topic}: ${without}\n    select the section ${section} in the query`,
    );

const LONG = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const longDate = (date: string): string => LONG.format(new Date(date));
