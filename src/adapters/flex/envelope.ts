/** The elements around the sections: what a file says about itself, and what is wrong with that. */
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { Attributes, FlexDocument, FlexStatement } from "./document.ts";
import { isBlank, readDate, readMoment } from "./values.ts";

/** A statement without its sections. */
export type StatementHead = Omit<FlexStatement, "sections">;

interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Reads the attributes of a `FlexStatement`. Without account or dates its rows belong nowhere: it answers null then,
 * with one `flex/bad-statement`. A time of generation that cannot be read is reported and left out.
 */
export function readHead(
  attributes: Attributes,
  place: Place,
): { head: StatementHead | null; diagnostics: readonly Diagnostic[] } {
  const accountId = attributes.get("accountId") ?? "";
  const from = dateIn(attributes, "fromDate");
  const to = dateIn(attributes, "toDate");
  const wrong = [
    ...(isBlank(accountId.trim()) ? [lacking(attributes, "accountId")] : []),
    ...[from, to].flatMap((date) => ("wrong" in date ? [date.wrong] : [])),
  ];
  if ("date" in from && "date" in to && from.date > to.date) wrong.push("fromDate is after toDate");
  if (wrong.length > 0 || !("date" in from) || !("date" in to))
    return { head: null, diagnostics: [badStatement(place, wrong)] };
  const generated = generatedIn(attributes, place);
  const period = attributes.get("period") ?? "";
  const head = {
    accountId,
    from: from.date,
    to: to.date,
    generated: generated.value,
    period,
    place,
  };
  return { head, diagnostics: generated.diagnostics };
}

const lacking = (attributes: Attributes, name: string): string =>
  `${name} is ${attributes.get(name) === undefined ? "missing" : "blank"}`;

function dateIn(attributes: Attributes, name: string): { date: IsoDate } | { wrong: string } {
  const date = readDate(attributes.get(name) ?? "");
  if (date === null) return { wrong: lacking(attributes, name) };
  if (date === "ambiguous") return { wrong: `${name} is a date with slashes` };
  return date === "bad" ? { wrong: `${name} is not a date` } : { date: date as IsoDate };
}

const badStatement = (place: Place, wrong: readonly string[]): Diagnostic => ({
  code: "flex/bad-statement",
  message: `A statement is left out with all its rows: ${wrong.join(", ")}`,
  at: [place],
  expected: "accountId, fromDate and toDate, with dates such as 20250331",
  hint: "use the file as the broker sent it, with the date format yyyyMMdd chosen in the query",
});

function generatedIn(
  attributes: Attributes,
  place: Place,
): { value: IsoDate | IsoDateTime | null; diagnostics: readonly Diagnostic[] } {
  const text = attributes.get("whenGenerated") ?? "";
  const value = readMoment(text);
  if (value !== "bad" && value !== "ambiguous")
    return { value: value as IsoDate | IsoDateTime | null, diagnostics: [] };
  const diagnostic: Diagnostic = {
    code: value === "bad" ? "flex/bad-date" : "flex/ambiguous-date",
    message: `FlexStatement: whenGenerated is ${value === "bad" ? "not a date or time" : "a date with slashes"}`,
    at: [place],
    expected: "a date and time such as 20250331;162000",
    actual: `"${text.slice(0, 40)}"`,
    hint: "which of two statements is newer cannot be told from it; choose the date format yyyyMMdd in the query",
  };
  return { value: null, diagnostics: [diagnostic] };
}

/** `flex/statement-count` where `FlexStatements` says another number than it holds; null where it says none. */
export function countDiagnostic(
  said: string | undefined,
  found: number,
  place: Place,
): Diagnostic | null {
  if (said === undefined || said === String(found)) return null;
  return {
    code: "flex/statement-count",
    message: `The file says that it holds ${said.slice(0, 20)} statements, and it holds ${found}`,
    at: [place],
    expected: said.slice(0, 20),
    actual: String(found),
    hint: "statements may be missing: fetch it again, or download it again in the portal and import it",
  };
}

/** The kind of query; where the attribute does not say, the sections do. */
export function typeOf(
  said: string | undefined,
  statements: readonly FlexStatement[],
  place: Place,
): { type: FlexDocument["type"]; diagnostics: readonly Diagnostic[] } {
  if (said === "AF") return { type: "activity", diagnostics: [] };
  if (said === "TCF") return { type: "trade confirmation", diagnostics: [] };
  const containers = statements.flatMap((statement) => [...statement.sections.keys()]);
  const confirms = containers.length > 0 && containers.every((name) => name === "TradeConfirms");
  const type = confirms ? "trade confirmation" : "activity";
  if (said === undefined || said === "") return { type, diagnostics: [] };
  const diagnostic: Diagnostic = {
    code: "flex/unknown-value",
    message: `FlexQueryResponse: unknown type "${said.slice(0, 40)}"`,
    at: [place],
    expected: "AF (activity) or TCF (trade confirmation)",
    actual: `"${said.slice(0, 40)}"`,
    hint: `by its sections the file is read as ${type === "activity" ? "an activity" : "a trade confirmation"} statement`,
  };
  return { type, diagnostics: [diagnostic] };
}
