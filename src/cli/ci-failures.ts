/**
 * What went wrong, sorted into classes that a person acts on in one way. A class says what it means, since when, how
 * often and what to do. Counts and days only: no amounts, no account numbers, no paths of files; and nothing that
 * differs from run to run as long as the state is the same.
 */
import { SERVICE_CODES } from "../adapters/flex/codes.ts";
import type { Run } from "../adapters/raw/runs.ts";
import { easternDay } from "../core/dates.ts";
import { CODES } from "../core/diagnostic-codes.ts";
import type { Code, Diagnostic } from "../core/diagnostics.ts";
import { succeeded } from "../core/outcomes.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import type { Report } from "../pipeline.ts";
import { EXIT, REFUSALS } from "./run.ts";
import { counted } from "./text.ts";

export interface Failure {
  readonly name: FailureName;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** What is known after a run. */
export interface Situation {
  readonly report: Pick<Report, "diagnostics" | "summary" | "checks" | "ingestion">;
  /** How `fetch` ended; null where that is not known. */
  readonly fetchExit: number | null;
  /** How `commit --push` ended; null where that is not known. */
  readonly commitExit: number | null;
}

interface FailureClass {
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
  /** Whether it is over where it is not up; always, unless this says otherwise. */
  readonly known?: (situation: Situation) => boolean;
  /** What there is to say about it, a line each; null where it is not up. */
  readonly facts: (situation: Situation) => readonly string[] | null;
}

/** How many days in a row may end without a statement before somebody is told. */
const PATIENCE = 3;

/** How a fetch may end that does its work: well, or with something that another class tells. */
const UNDERSTOOD: ReadonlySet<number> = new Set([
  EXIT.done,
  EXIT.accountGuard,
  EXIT.credential,
  EXIT.notReady,
  EXIT.settings,
  EXIT.refused,
]);

/** The fetch was made, and nothing kept it from reading what the broker sent. */
const fetched = ({ fetchExit }: Situation): boolean =>
  fetchExit === EXIT.done || fetchExit === EXIT.accountGuard || fetchExit === EXIT.refused;

const ended = ({ fetchExit }: Situation): boolean => fetchExit !== null;

const CLASSES = {
  token: {
    title: "The Flex token has to be replaced",
    meaning: "Without a valid token no statement comes.",
    remedy:
      "Create a new token in the portal (Performance & Reports > Flex Queries > Flex Web Service Configuration), put it into the secret `IBKR_FLEX_TOKEN`, set `tokenExpires` under `flex:` in lotbook.yml, and run the workflow by hand.",
    known: fetched,
    facts: ({ report, fetchExit }) =>
      up(fetchExit === EXIT.credential, [
        ...failedRuns(report, ["credential"]),
        ...named(
          report,
          ["settings/token-expires", "settings/token-expired"],
          () => `The token ends on ${report.ingestion.tokenExpires ?? "a day that is not known"}.`,
        ),
      ]),
  },
  locked: {
    title: "The broker has locked the token for a while",
    meaning:
      "There were too many failed attempts. Nothing is asked for a day, because each attempt may prolong the lock.",
    remedy:
      "Do nothing until tomorrow, then mend what failed before (token, query). A statement that was downloaded in the portal can be imported meanwhile: `npm run lotbook -- import FILE`.",
    facts: ({ report }) => up(false, failedRuns(report, ["locked"])),
  },
  configuration: {
    title: "The settings for fetching are not right",
    meaning:
      "lotbook.yml, a secret or the query in the portal has to be changed before a statement can come.",
    remedy:
      "Look at the log of the run: it names the setting. `npm run lotbook -- check` validates lotbook.yml; docs/setup.md goes through token and query step by step.",
    known: ended,
    facts: ({ report, fetchExit }) =>
      up(fetchExit === EXIT.settings, [
        ...failedRuns(report, ["configuration"]),
        ...counts(report, ({ code }) => code === "settings/invalid"),
      ]),
  },
  "not-ready": {
    title: "No statement has come for days",
    meaning:
      "The broker was not ready, or could not be reached, several days in a row. The figures are as old as the last statement.",
    remedy:
      "Shorten the period of the query or take heavy sections out of it if the broker says that it cannot generate it; otherwise wait. A statement that was downloaded in the portal can be imported: `npm run lotbook -- import FILE`.",
    facts: ({ report }) => {
      const tired = byQuery(report).filter(([, runs]) => daysWithout(runs) >= PATIENCE);
      return up(
        false,
        failedRuns({ ingestion: { runs: tired.flatMap(([, runs]) => runs) } }, ["not ready"]),
      );
    },
  },
  account: {
    title: "A statement of another account was refused",
    meaning:
      "A statement is of an account that lotbook.yml does not list. Nothing of it was stored.",
    remedy:
      "List the account under `accounts:` in lotbook.yml if it is yours; otherwise choose another query or another token.",
    known: fetched,
    facts: ({ report, fetchExit }) =>
      up(
        fetchExit === EXIT.accountGuard,
        counts(report, ({ code }) => code === "accounts/not-listed"),
      ),
  },
  statement: {
    title: "A statement could not be used",
    meaning:
      "What came from the broker, or what is stored under data/, is no complete statement; its rows are not used.",
    remedy:
      "`npm run lotbook -- check` names the file and what is wrong. A stored file that was changed comes back with `git checkout -- data`; a broken download is fetched anew.",
    known: fetched,
    facts: ({ report, fetchExit }) =>
      up(fetchExit === EXIT.refused, [
        ...failedRuns(report, ["refused"]),
        ...counts(report, ({ code }) => REFUSED.has(code)),
      ]),
  },
  drift: {
    title: "Figures differ from the broker's",
    meaning:
      "Lotbook computes something else than the broker reports, and no known cause explains it.",
    remedy:
      "The page Reconciliation of the site lists each difference with the rows it is made of, and so does `npm run lotbook -- check`.",
    facts: ({ report }) => up(false, driftOf(report)),
  },
  gap: {
    title: "Days are missing between statements",
    meaning: "No statement covers these days; what happened on them is unknown.",
    remedy:
      "`npm run lotbook -- fetch --fill-gaps` asks for what the service can still give; for the rest download a statement of these days in the portal and import it.",
    facts: ({ report }) =>
      up(
        false,
        named(report, ["coverage/gap"], ({ message }) => `${message}.`),
      ),
  },
  push: {
    title: "New statements could not be pushed",
    meaning:
      "What was fetched is not in the repository. It is fetched again as long as the broker still has it.",
    remedy:
      "Look at the log of the run. The branch must let the workflow push to it: Settings > Actions > General > Workflow permissions, and the rules of the branch.",
    known: ({ commitExit }) => commitExit !== null,
    facts: ({ commitExit }) => up((commitExit ?? 0) !== 0, []),
  },
  defect: {
    title: "Lotbook failed",
    meaning: "The run ended with a defect of Lotbook itself.",
    remedy:
      "Look at the log of the run and report what it says, without figures and account numbers.",
    known: ended,
    facts: ({ fetchExit }) => up(fetchExit !== null && !UNDERSTOOD.has(fetchExit), []),
  },
} as const satisfies Record<string, FailureClass>;

export type FailureName = keyof typeof CLASSES;

/** Every class, in the order in which they are told. */
export const FAILURES = Object.keys(CLASSES) as readonly FailureName[];

/** The classes of failure that are up. */
export function failuresOf(situation: Situation): Failure[] {
  return FAILURES.flatMap((name) => {
    const { title, meaning, remedy, facts } = CLASSES[name];
    const lines = facts(situation);
    if (lines === null) return [];
    const list = lines.map((line) => `- ${withoutAccountNumbers(line)}`).join("\n");
    const body = [meaning, list, `**What to do.** ${remedy}`].filter((part) => part !== "");
    return [{ name, title: `Lotbook: ${title}`, body: body.join("\n\n") }];
  });
}

/** The classes that are not up, and of which this run does not tell whether they are over. */
export function notKnownIn(situation: Situation): FailureName[] {
  return FAILURES.filter((name) => {
    const { known, facts }: FailureClass = CLASSES[name];
    return facts(situation) === null && known?.(situation) === false;
  });
}

/** The facts where there are any, or where the class is up all the same. */
const up = (surely: boolean, facts: readonly string[]): readonly string[] | null =>
  surely || facts.length > 0 ? facts : null;

const byQuery = ({ ingestion }: { ingestion: Pick<Report["ingestion"], "runs"> }) => [
  ...Map.groupBy(ingestion.runs, ({ query }) => query),
];

type AnyRun = Pick<Run, "outcome" | "time" | "code" | "query">;

/** The runs of a query since the last one that brought a statement. */
const sinceGood = <R extends AnyRun>(runs: readonly R[]): readonly R[] =>
  runs.slice(runs.findLastIndex(succeeded) + 1);

const daysWithout = (runs: readonly AnyRun[]): number =>
  new Set(sinceGood(runs).map(({ time }) => easternDay(time))).size;

/** Queries whose last run ended so: why, and since when. */
function failedRuns(
  report: { readonly ingestion: { readonly runs: readonly AnyRun[] } },
  outcomes: readonly Run["outcome"][],
): string[] {
  return [...Map.groupBy(report.ingestion.runs, ({ query }) => query)].flatMap(([query, runs]) => {
    const last = runs.at(-1);
    if (last === undefined || !outcomes.includes(last.outcome)) return [];
    const [first] = sinceGood(runs);
    const known = SERVICE_CODES[last.code ?? ""];
    const why = known === undefined ? last.outcome : `${known.meaning} (code ${last.code})`;
    const good = runs.findLast(succeeded);
    const before =
      good === undefined
        ? "no statement came before"
        : `the last statement came on ${easternDay(good.time)}`;
    return [`Query ${query}: ${why}, since ${easternDay((first ?? last).time)}; ${before}.`];
  });
}

const LISTED = 10;

/** A line for each diagnostic of these codes, the first ten. */
function named(
  { diagnostics }: Pick<Report, "diagnostics">,
  codes: readonly Code[],
  line: (diagnostic: Diagnostic) => string,
): string[] {
  const found = diagnostics.filter(({ code }) => codes.includes(code)).map(line);
  const rest = found.length - LISTED;
  return [...found.slice(0, LISTED), ...(rest > 0 ? [`And ${rest} more.`] : [])];
}

/** How often each code occurs, and what it means. */
function counts(
  { diagnostics }: Pick<Report, "diagnostics">,
  test: (diagnostic: Diagnostic) => boolean,
): string[] {
  const found = Map.groupBy(diagnostics.filter(test), ({ code }) => code);
  return [...found].map(([code, all]) => `${all.length} × \`${code}\`: ${CODES[code].meaning}`);
}

/** Codes of files of which nothing is used, or perhaps not all. */
const REFUSED: ReadonlySet<Code> = new Set<Code>([
  ...REFUSALS,
  "flex/statement-count",
  "flex/bad-statement",
]);

function driftOf({ summary, checks }: Situation["report"]): string[] {
  return Object.entries(summary).flatMap(([rule, { unexplained }]) => {
    if (unexplained === 0) return [];
    const days = checks
      .filter((check) => check.rule === rule && check.status === "differs")
      .map(({ date }) => date)
      .sort();
    const since = days[0] === undefined ? "" : `, the first on ${days[0]}`;
    return [`Rule ${rule}: ${counted(unexplained, "difference")}${since}.`];
  });
}
