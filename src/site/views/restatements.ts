/** The log of restatements: what newer statements say otherwise than older ones did, both versions side by side. */
import type { Report } from "../../analytics/report.ts";
import { type Amount, add, isKnown } from "../../core/amount.ts";
import type { RowRef } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import {
  type MovedField,
  type Restatement,
  type RestatementKind,
  restatedRows,
} from "../../events/restatement.ts";
import { dateText, readable } from "../format/date.ts";
import { fieldText } from "../format/field-names.ts";
import { exact } from "../format/number.ts";
import { capital, counted } from "../format/words.ts";
import { rawMask } from "../raw/files.ts";
import { headingIn } from "./options.ts";
import { placesOf } from "./places.ts";
import { type RowLink, rowLink } from "./trace.ts";

/** One version of what was restated. */
export interface VersionView {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** The raw row, or the line of the statement that has no such row. */
  readonly row: RowLink | null;
  /** Said where the version has nothing to show. */
  readonly absent: string;
}

export interface RestatementRow {
  /** What happened: `Trade changed`. */
  readonly what: string;
  readonly whatHref: string | null;
  /** The instrument, or the currency of a rate; empty for what is of neither. */
  readonly symbol: string;
  readonly instrumentHref: string | null;
  readonly account: string;
  readonly date: string;
  readonly known: string;
  readonly before: VersionView;
  readonly after: VersionView;
  /** What it did to cash, currency by currency. */
  readonly cash: readonly Money[];
}

export interface RestatementsView {
  readonly summary: string;
  readonly rows: readonly RestatementRow[];
  /** What is not listed, as a sentence; empty where all is. */
  readonly cut: string;
}

/** How many rows the page lists. */
const LISTED = 500;
const WORDS: Readonly<Record<RestatementKind, string>> = {
  changed: "changed",
  added: "added",
  withdrawn: "withdrawn",
  missing: "missing, still counted",
};

export function restatementsView(report: Report): RestatementsView {
  const groups = [...Map.groupBy(report.restatements, keyOf).values()];
  const rows = groups.slice(0, LISTED).map((entries) => rowOf(report, entries));
  const counts = Object.entries(WORDS).flatMap(([kind, word]) => {
    const count = groups.filter(([first]) => first?.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return {
    summary: counts.length === 0 ? "" : `${counts.join("; ")}. Newest first`,
    rows,
    cut:
      groups.length > LISTED
        ? `The newest ${LISTED} of ${groups.length} are listed; all are in lotbook report --json, under restatements.`
        : "",
  };
}

/** How many rows newer statements changed, as the text of a link to the log; empty where there are none. */
export function restatedText(report: Report): string {
  const count = restatedRows(report.restatements);
  return count === 0
    ? ""
    : `${counted(count, "row")} changed, added, withdrawn or left out by newer statements`;
}

/** A row is one line of the log, however many currencies it moved. */
const keyOf = ({ kind, rows }: Restatement): string =>
  [kind, ...rows.map(({ file, line }) => `${file}:${line}`)].join("|");

function rowOf(report: Report, entries: readonly Restatement[]): RestatementRow {
  const [entry] = entries as [Restatement, ...Restatement[]];
  const places = placesOf(report);
  const { kind, what, account, instrument, currency, event, date, known } = entry;
  return {
    what: `${capital(what)} ${WORDS[kind]}`,
    whatHref: event === null ? null : places.event(event),
    symbol: instrument !== null ? headingIn(report, instrument) : what === "rate" ? currency : "",
    instrumentHref: instrument === null ? null : places.instrument(instrument),
    account,
    date: dateText(date),
    known: known === null ? "" : dateText(known),
    ...versionsOf(report, entry),
    cash: cashOf(entries),
  };
}

/** What came has no row before; what went has the newer statement's own line in the place of its row. */
function versionsOf(
  report: Report,
  { kind, moved, rows }: Restatement,
): Pick<RestatementRow, "before" | "after"> {
  const [first, second] = rows;
  const version = (
    side: "before" | "after",
    row: RowRef | undefined,
    absent: string,
  ): VersionView => ({
    fields: moved.flatMap((one) => fieldOf(report, one, side)),
    row: row === undefined ? null : rowLink(report, row),
    absent,
  });
  return {
    before: version("before", kind === "added" ? undefined : second, "not there yet"),
    after: version("after", first, kind === "changed" ? "" : "not there any more"),
  };
}

function fieldOf(
  report: Report,
  moved: MovedField,
  side: "before" | "after",
): { name: string; value: string }[] {
  const value = moved[side];
  return value === null ? [] : [{ name: fieldText(moved.field), value: valueText(report, value) }];
}

function valueText(report: Report, value: Amount | string): string {
  if (typeof value === "string")
    return value === "" ? "blank" : readable(rawMask(report).text(value));
  return isKnown(value) ? exact(value) : "not reported";
}

/** The sum by currency; currencies that it left as they were are not there. */
function cashOf(entries: readonly Restatement[]): readonly Money[] {
  const sums = new Map<string, Amount>();
  for (const { amount, currency } of entries) {
    const before = sums.get(currency);
    sums.set(currency, before === undefined ? amount : add(before, amount));
  }
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount }))
    .filter(({ amount }) => !isKnown(amount) || !amount.isZero);
}
