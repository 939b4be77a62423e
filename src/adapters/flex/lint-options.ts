/**
 * Wrong options of a query as far as a statement shows them: type, format of dates, period, breakout, accounts.
 * (Flex protocol notes, sections 11 to 13.)
 */
import { daysBetween } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import { compareText } from "../../core/ids.ts";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { isAccount, type ListedAccount } from "./accounts.ts";
import { attributesOf } from "./catalogue.ts";
import type { FlexDocument, FlexSection, FlexStatement } from "./document.ts";
import type { Finding, Severity } from "./lint-need.ts";
import { FLEX_QUERIES, OPTIONS, type OptionName, pathToOption } from "./lint-portal.ts";
import { lintPrivacy } from "./lint-privacy.ts";

export interface LintContext {
  /** What was noticed while the file was read. */
  readonly diagnostics?: readonly Diagnostic[];
  /** The accounts of lotbook.yml. */
  readonly listed?: readonly ListedAccount[];
}

/** All findings on options; their order is that of the portal. */
export function lintOptions(document: FlexDocument, context: LintContext): Finding[] {
  const { statements } = document;
  const sections = statements.flatMap((one) => [...one.sections.values()]);
  const findings = [
    ...unreadable(document, context.diagnostics ?? []),
    ...dateFormats(sections),
    ...periods(statements),
    ...breakout(statements),
    ...accountNames(statements, context.listed ?? []),
    ...notCovered(statements, context.listed ?? []),
    ...lintPrivacy(document, sections),
  ];
  // Slashes may be seen twice: in the days of a statement and in its rows.
  return [...new Map(findings.map((one) => [one.problem, one])).values()];
}

/** A Trade Confirmation query holds executions alone; nothing else can be said of it. */
export const confirmationFinding = (): Finding => ({
  severity: "needed",
  section: null,
  name: null,
  problem: "this is a Trade Confirmation query",
  effect:
    "it holds executions alone, without lots, cash and positions; `fetch` and `import` refuse it",
  path: `${FLEX_QUERIES} > Activity Flex Query > + (create)`,
});

const onOption = (
  option: OptionName,
  severity: Severity,
  problem: string,
  effect: string = OPTIONS[option].why,
): Finding => ({
  severity,
  section: null,
  name: null,
  problem,
  effect,
  path: pathToOption(option),
});

/** Statements that were left out as they were read, or none at all. */
function unreadable({ statements }: FlexDocument, diagnostics: readonly Diagnostic[]): Finding[] {
  const why = diagnostics
    .filter(({ code }) => code === "flex/bad-statement" || code === "flex/ambiguous-date")
    .map(({ message }) => message)
    .join(" ");
  if (why.includes("slashes"))
    return [onOption("dateFormat", "needed", "dates are written with slashes")];
  if (why.includes("not a date"))
    return [onOption("dateFormat", "needed", "the days of a statement cannot be read")];
  if (why === "" && statements.length > 0) return [];
  return [
    {
      ...onOption("accounts", "needed", "the file holds no statement", "there is nothing to show"),
      ...(why === ""
        ? {}
        : {
            problem: "a statement does not say its account or its days",
            effect: "all its rows are left out; was the file edited?",
            path: `${FLEX_QUERIES} > run the query and download the file again`,
          }),
    },
  ];
}

/** Rows of a section that are looked at for the format of their dates: it is one choice for the whole query. */
const SAMPLE = 20;

const FORMATS: readonly { pattern: RegExp; finding: () => Finding }[] = [
  {
    pattern: /^\d{1,2}\/\d{1,2}\/\d{2}/,
    finding: () => onOption("dateFormat", "needed", "dates are written with slashes"),
  },
  {
    pattern: /^\d{2}-[A-Za-z]{3}-\d{2}(?!\d)/,
    finding: () =>
      onOption("dateFormat", "advice", "years have two digits", "they are read as 1969 to 2068"),
  },
  {
    pattern: /^(\d{8}|\d{4}-\d\d-\d\d)\d\d:?\d\d/,
    finding: () => onOption("separator", "advice", "nothing stands between date and time"),
  },
];

function dateFormats(sections: readonly FlexSection[]): Finding[] {
  const texts = [...Map.groupBy(sections, ({ container }) => container).values()].flatMap((own) =>
    own
      .flatMap(({ rows }) => rows.slice(0, SAMPLE))
      .slice(0, SAMPLE)
      .flatMap((row) => {
        const attributes = row.attributes();
        return [...(attributesOf(row.section, row.element)?.values() ?? [])]
          .filter(({ type }) => type === "date" || type === "datetime")
          .map(({ name }) => attributes.get(name) ?? "");
      }),
  );
  return FORMATS.filter(({ pattern }) => texts.some((text) => pattern.test(text))).map(
    ({ finding }) => finding(),
  );
}

const WEEK = 6;

/** A saved period shorter than a week. Where the request chose the dates, the period is blank and proves nothing. */
function periods(statements: readonly FlexStatement[]): Finding[] {
  const short = [...byAccount(statements)].some(([, own]) => {
    const from = own.map((one) => one.from).toSorted(compareText)[0];
    const to = own
      .map((one) => one.to)
      .toSorted(compareText)
      .at(-1);
    const isSaved = own.every(({ period }) => period !== "");
    return isSaved && from !== undefined && to !== undefined && daysBetween(from, to) < WEEK;
  });
  if (!short) return [];
  const [{ period, from, to } = { period: "", from: "", to: "" }] = statements;
  return [
    onOption(
      "period",
      "useful",
      `the period ${period} covers ${from === to ? from : `${from} to ${to}`}, less than a week`,
      "`fetch` asks for it the first time and once a month, and in between for the days since the last statement; where it is all that is asked for (`window: query`, a service that refuses dates, files downloaded by hand), what happens in a week that is missed is lost",
    ),
  ];
}

const byAccount = (statements: readonly FlexStatement[]): Map<string, FlexStatement[]> =>
  Map.groupBy(statements, ({ accountId }) => accountId);

/** Several statements of one account with days of their own. */
function breakout(statements: readonly FlexStatement[]): Finding[] {
  const days = [...byAccount(statements).values()].map(
    (own) => new Set(own.map(({ to }) => to)).size,
  );
  const most = days.toSorted((a, b) => b - a)[0] ?? 0;
  if (most < 2) return [];
  return [onOption("breakout", "advice", `the file holds ${most} statements of one account`)];
}

/** An alias where the number belongs: nothing of it is repeated. */
function accountNames(
  statements: readonly FlexStatement[],
  listed: readonly ListedAccount[],
): Finding[] {
  const known = new Set(listed.flatMap(({ ids }) => ids));
  const isOdd = statements.some(
    ({ accountId }) =>
      isAccount(accountId) &&
      !known.has(accountId) &&
      withoutAccountNumbers(accountId) === accountId,
  );
  if (!isOdd) return [];
  return [
    onOption(
      "alias",
      "needed",
      "a statement names its account by something that is no account number",
    ),
  ];
}

/** Accounts of lotbook.yml that the file lacks: another query may have them. */
const notCovered = (
  statements: readonly FlexStatement[],
  listed: readonly ListedAccount[],
): Finding[] =>
  listed
    .filter(
      ({ ids }) =>
        statements.length > 0 && !statements.some(({ accountId }) => ids.includes(accountId)),
    )
    .map(({ alias }) =>
      onOption(
        "accounts",
        "advice",
        `the account ${alias} of lotbook.yml is not in this query`,
        "its figures are missing, unless another query covers it",
      ),
    );
