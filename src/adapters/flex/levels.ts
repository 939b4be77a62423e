/**
 * Levels of detail: the same money stands in several rows (an order and its executions, a summary and its details).
 * The finest exported level of a section is chosen once, the others never add to a figure. (Flex schema, section 5.)
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { isAccount } from "./accounts.ts";
import type { Attributes, FlexRow, FlexStatement } from "./document.ts";
import type { Candidate, MakeCandidate, Selection } from "./merge.ts";

interface Levels {
  readonly container: string;
  /** Element names that carry rows of their own, finest level first. */
  readonly elements: readonly string[];
  /** `levelOfDetail` that counts, where the element alone does not tell. */
  readonly level?: string;
  /** The level to fall back to where the finest is not exported. */
  readonly coarser?: string;
}

export const TRADES: Levels = {
  container: "Trades",
  elements: ["Trade", "Order"],
  level: "EXECUTION",
  coarser: "ORDER",
};
export const CASH: Levels = {
  container: "CashTransactions",
  elements: ["CashTransaction"],
  level: "DETAIL",
  coarser: "SUMMARY",
};
export const ACTIONS: Levels = {
  container: "CorporateActions",
  elements: ["CorporateAction"],
  level: "DETAIL",
  coarser: "SUMMARY",
};
export const TAXES: Levels = {
  container: "TransactionTaxes",
  elements: ["TransactionTax"],
  level: "DETAIL",
  coarser: "SUMMARY",
};
export const TRANSFERS: Levels = {
  container: "Transfers",
  elements: ["Transfer"],
  level: "TRANSFER",
};

/**
 * The rows of a section that count, statement by statement. Where no statement has the finest level, the coarser one
 * stands in and `flex/coarse-level` says so; where only some have it, the coarse rows of the others are named, not used.
 */
export function select(
  statements: readonly FlexStatement[],
  levels: Levels,
  make: MakeCandidate,
  notice: (diagnostic: Diagnostic) => void,
): Selection[] {
  const parts = statements.flatMap((statement) => partition(statement, levels, make, notice));
  return [...Map.groupBy(parts, ({ statement }) => statement.accountId).values()].flatMap((own) =>
    choose(own, levels, notice),
  );
}

/** Chooses the level of one account. */
function choose(
  parts: readonly Partition[],
  levels: Levels,
  notice: (diagnostic: Diagnostic) => void,
): Selection[] {
  const anyFine = parts.some(({ fine }) => fine.length > 0);
  for (const { fine, coarse, other } of parts) {
    const first = coarse[0]?.row ?? other[0];
    if (first === undefined || fine.length > 0) continue;
    const usable = coarse.length > 0 && !anyFine;
    notice({
      code: "flex/coarse-level",
      message: `${levels.container}: ${coarse.length + other.length} rows of other levels than ${levels.level}, and none of that`,
      at: [first.place],
      expected: `rows of level ${levels.level}`,
      hint: usable
        ? "the next coarser level stands in; select the finer one in the query for exact lots"
        : "they are not used; select the level in the query and fetch again",
    });
  }
  const anyCoarse = parts.some(({ coarse }) => coarse.length > 0);
  return parts.map(({ statement, fine, coarse }) => ({
    statement,
    container: levels.container,
    rows: anyFine || !anyCoarse ? fine : coarse,
  }));
}

interface Partition {
  readonly statement: FlexStatement;
  readonly fine: readonly Candidate[];
  readonly coarse: readonly Candidate[];
  /** Rows of levels that are never used. */
  readonly other: readonly FlexRow[];
}

function partition(
  statement: FlexStatement,
  levels: Levels,
  make: MakeCandidate,
  notice: (diagnostic: Diagnostic) => void,
): Partition[] {
  const section = statement.sections.get(levels.container);
  if (section === undefined) return [];
  const fine: Candidate[] = [];
  const coarse: Candidate[] = [];
  const dashed: Candidate[] = [];
  const other: FlexRow[] = [];
  for (const row of section.rows) {
    const attributes = row.attributes();
    const finest = isFinest(row, attributes, levels);
    if (finest === null && row.element !== "Lot") other.push(row);
    const candidate = finest === null ? null : make(row, attributes, statement);
    if (candidate === null) continue;
    if (finest === false) coarse.push(candidate);
    else (attributes.get("accountId") === "-" ? dashed : fine).push(candidate);
  }
  const [first] = dashed;
  if (first === undefined) return [{ statement, fine, coarse, other }];
  if (fine.length === 0) return [{ statement, fine: dashed, coarse, other }];
  notice({
    code: "merge/consolidated",
    message: `${levels.container}: ${dashed.length} rows of the group repeat those of its members`,
    at: [first.row.place],
  });
  return [{ statement, fine, coarse, other }];
}

/** True for the finest level, false for the coarser one, null for rows that are neither. */
function isFinest(
  row: FlexRow,
  attributes: Attributes,
  { elements, level, coarser }: Levels,
): boolean | null {
  const rank = elements.indexOf(row.element);
  if (rank < 0) return null;
  const own = attributes.get("levelOfDetail") ?? "";
  if (own !== "") return own === level ? true : own === coarser ? false : null;
  if (rank > 0) return false;
  return !isSummaryCopy(attributes.get("accountId"), attributes.get("transactionID"));
}

/** Old files without the level: copies have a dash for the account and no transaction id. */
const isSummaryCopy = (account: string | undefined, transaction: string | undefined): boolean =>
  account !== undefined && account !== "" && !isAccount(account) && (transaction ?? "") === "";
