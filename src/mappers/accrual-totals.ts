/** What the accrued dividends of each statement add up to in base currency: one total, also where there are none. */
import type { FlexStatement } from "../adapters/flex/document.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { add, multiply, sum } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { AccrualTotal } from "../events/broker-rows.ts";
import { joined } from "./breakdown.ts";
import { rateOf, type Source } from "./source.ts";

/** What is open at the end of each statement, and what was booked in its days; the newest statement of a window counts. */
export const mapAccrualTotals = (source: Source): AccrualTotal[] => [
  ...totalsOf(source, "OpenDividendAccruals", "open"),
  ...totalsOf(source, "ChangeInDividendAccruals", "changes"),
];

function totalsOf(source: Source, container: string, of: AccrualTotal["of"]): AccrualTotal[] {
  const rows = Map.groupBy(source.rows.every(container), ({ statement }) => statement);
  const newest = new Map<string, AccrualTotal>();
  for (const statement of source.rows.statements.toReversed()) {
    if (!statement.sections.has(container)) continue;
    for (const one of byNumber(source, statement, rows.get(statement) ?? [])) {
      const key = `${one.number}|${statement.from}|${statement.to}`;
      if (!newest.has(key)) newest.set(key, totalOf(source, one, of));
    }
  }
  return joined(
    newest.values(),
    ({ account, from, to }) => `${account}|${from}|${to}`,
    (left, right) => ({
      ...left,
      total: add(left.total, right.total),
      isForeign: left.isForeign || right.isForeign,
    }),
  );
}

/** The rows of one account number in one statement. */
interface Numbered {
  readonly number: string;
  readonly account: AccountAlias;
  readonly statement: FlexStatement;
  readonly rows: readonly MergedRow[];
}

/** A statement without rows says of its own account that nothing is accrued. */
function byNumber(
  { rows: { accounts } }: Source,
  statement: FlexStatement,
  rows: readonly MergedRow[],
): Numbered[] {
  const found = [...Map.groupBy(rows, ({ accountId }) => accountId)].flatMap(([number, own]) =>
    own[0] === undefined ? [] : [{ number, account: own[0].account, statement, rows: own }],
  );
  const account = accounts.aliasOf(statement.accountId);
  if (account === null || rows.length > 0) return found;
  return [{ number: statement.accountId, account, statement, rows: [] }];
}

function totalOf(
  source: Source,
  { account, statement, rows }: Numbered,
  of: AccrualTotal["of"],
): AccrualTotal {
  const base = source.baseCurrency(account);
  const parts = rows.map((row) => {
    const fields = row.read();
    const date = of === "open" ? null : (fields.date("reportDate") ?? fields.date("date"));
    const rate = rateOf(source, fields, account, date ?? statement.to);
    return { currency: fields.text("currency"), net: multiply(fields.amount("netAmount"), rate) };
  });
  return {
    kind: "accrual total",
    account,
    source: rows[0]?.sources[0] ?? statement.place,
    from: statement.from,
    to: statement.to,
    of,
    total: parts.length === 0 ? Decimal.zero : sum(parts.map(({ net }) => net)),
    isForeign: parts.some(({ currency }) => currency !== base),
  };
}
