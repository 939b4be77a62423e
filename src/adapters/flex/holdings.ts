/**
 * What an account holds by its newest statement: the answer of a test connection. Units come from one level of detail
 * only, because lots repeat their summary. (Integrations notes, section 9; Flex schema, section 5.)
 */
import { type Amount, add, isKnown, type Unknown, unknown } from "../../core/amount.ts";
import { type AccountAlias, compareIds, compareText } from "../../core/ids.ts";
import { type AccountBook, accountBook, isAccount } from "./accounts.ts";
import type { FlexDocument, FlexRow, FlexStatement } from "./document.ts";
import { Fields } from "./fields.ts";
import { sectionLabel } from "./lint-portal.ts";

export interface Holding {
  readonly account: AccountAlias;
  readonly symbol: string;
  /** Negative for a short position. */
  readonly units: Amount;
  /** Empty where the query does not export it. */
  readonly currency: string;
  /** Empty where the query does not export it. Tells instruments of one symbol apart. */
  readonly conid: string;
}

export interface CashHolding {
  readonly account: AccountAlias;
  readonly currency: string;
  /** In its own currency; negative where it is owed to the broker. */
  readonly amount: Amount;
}

export interface Holdings {
  /** By symbol; positions of zero are left out. Unknown where the query lacks Open Positions. */
  readonly holdings: readonly Holding[] | Unknown;
  /** By currency. Unknown where the query lacks Cash Report, or its rows by currency. */
  readonly cash: readonly CashHolding[] | Unknown;
}

/**
 * Positions and cash at the end of each account's newest statement. Units are the sum of `position` over the SUMMARY
 * rows of an account and conid, or over its LOT rows where it has no other; rows of a group ("-") repeat its members and
 * do not count. Rows of accounts that `accounts` does not know are left out and remembered in its `refusedRows`.
 */
export function holdingsOf(
  document: FlexDocument,
  accounts: AccountBook = accountBook([], [document]),
): Holdings {
  const { statements } = document;
  return {
    holdings: whereExported(statements, "OpenPositions", () =>
      positionsOf(newestRows(statements, "OpenPositions", "OpenPosition", accounts)),
    ),
    cash: whereExported(statements, "CashReport", () =>
      cashOf(newestRows(statements, "CashReport", "CashReportCurrency", accounts)),
    ),
  };
}

/** The figures of a section; unknown where a newest statement does not export it, for that is not the same as nothing. */
function whereExported<T>(
  statements: readonly FlexStatement[],
  container: string,
  figures: () => T | Unknown,
): T | Unknown {
  if (statements.length === 0) return unknown("the file holds no statement that can be read");
  const newest = new Map(byEnd(statements).map((one) => [one.accountId, one]));
  const isExported = [...newest.values()].every(({ sections }) => sections.has(container));
  return isExported ? figures() : unknown(`the query has no section ${sectionLabel(container)}`);
}

interface AccountRow {
  readonly account: AccountAlias;
  readonly fields: Fields;
}

/** The rows of a section by account number, each number's from its newest statement. */
function newestRows(
  statements: readonly FlexStatement[],
  container: string,
  element: string,
  accounts: AccountBook,
): AccountRow[] {
  const newest = new Map<string, AccountRow[]>();
  for (const statement of byEnd(statements)) {
    const rows = (statement.sections.get(container)?.rows ?? []).filter(
      (row) => row.element === element,
    );
    const own = Map.groupBy(ofMembers(rows), (row) => numberOf(row, statement));
    if (!own.has(statement.accountId)) newest.delete(statement.accountId);
    for (const [number, ofNumber] of own)
      newest.set(
        number,
        ofNumber.flatMap((row) => {
          const attributes = row.attributes();
          const account = accounts.ofRow(row, attributes, statement);
          return account === null ? [] : [{ account, fields: new Fields(element, [attributes]) }];
        }),
      );
  }
  return [...newest.values()].flat();
}

/** The rows without those of a group, which repeat the rows of its members; these alone where there are no others. */
function ofMembers(rows: readonly FlexRow[]): readonly FlexRow[] {
  const members = rows.filter((row) => row.attributes().get("accountId") !== "-");
  return members.length > 0 ? members : rows;
}

function numberOf(row: FlexRow, { accountId }: FlexStatement): string {
  const own = row.attributes().get("accountId") ?? "";
  return isAccount(own) ? own : accountId;
}

/** Oldest end first; of one day, the one that was generated last, else that stands last. */
const byEnd = (statements: readonly FlexStatement[]): readonly FlexStatement[] =>
  statements.toSorted(
    (a, b) => compareText(a.to, b.to) || compareText(a.generated ?? "", b.generated ?? ""),
  );

function positionsOf(rows: readonly AccountRow[]): Holding[] {
  const groups = Map.groupBy(rows, ({ account, fields }, index) =>
    [account, fields.text("conid") || (nameOf(fields) ?? index), fields.text("currency")].join("|"),
  );
  return [...groups.values()]
    .flatMap((own) => {
      const summaries = own.filter(({ fields }) => !isLot(fields));
      const [first, ...others] = summaries.length > 0 ? summaries : own;
      if (first === undefined) return [];
      const units = others.reduce(
        (sum: Amount, { fields }) => add(sum, fields.amount("position")),
        first.fields.amount("position"),
      );
      if (isKnown(units) && units.isZero) return [];
      const { account, fields } = first;
      return [
        {
          account,
          symbol: nameOf(fields) ?? "(no symbol)",
          units,
          currency: fields.text("currency"),
          conid: fields.text("conid"),
        },
      ];
    })
    .toSorted(
      (a, b) =>
        compareText(a.symbol, b.symbol) ||
        compareText(a.currency, b.currency) ||
        compareIds(a.conid, b.conid) ||
        compareText(a.account, b.account),
    );
}

/** Lots have an opening; where the level is not exported, that tells them from their summary. */
const isLot = (fields: Fields): boolean => {
  const level = fields.text("levelOfDetail");
  return level === "LOT" || (level === "" && fields.text("openDateTime") !== "");
};

const nameOf = (fields: Fields): string | undefined =>
  ["symbol", "description", "isin", "conid"]
    .map((name) => fields.text(name))
    .find((text) => text !== "");

/** One row per account and currency; the segments of an account (U1234567 and U1234567F) add up. */
function cashOf(rows: readonly AccountRow[]): CashHolding[] | Unknown {
  const single = rows.filter(({ fields }) => {
    const currency = fields.text("currency");
    return (
      currency !== "" &&
      currency !== "BASE_SUMMARY" &&
      fields.text("levelOfDetail") !== "BaseCurrency"
    );
  });
  if (single.length === 0 && rows.length > 0)
    return unknown("Cash Report has its total in base currency alone, and no row by currency");
  const groups = Map.groupBy(
    single,
    ({ account, fields }) => `${fields.text("currency")}|${account}`,
  );
  return [...groups.values()]
    .map((own) => ({
      account: own[0]?.account as AccountAlias,
      currency: own[0]?.fields.text("currency") ?? "",
      amount: own
        .map(({ fields }) => fields.amount("endingCash"))
        .reduce((sum, amount) => add(sum, amount)),
    }))
    .toSorted((a, b) => compareText(a.currency, b.currency) || compareText(a.account, b.account));
}
