/**
 * Cash by currency, and what moved it: one figure per kind and currency, and one in base currency, each event at the
 * rate of its row. (Accounting notes C3 to C7.)
 */
import { isKnown, sum } from "../core/amount.ts";
import { type Figure, figure, type Line, unknownFigure } from "../core/figures.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { CashBalance, CashLeg, CashLine } from "../ledger/ledger.ts";
import { type AnalysisFacts, plus } from "./facts.ts";
import { repeat } from "./positions.ts";
import { type CashReport, TOTALS, type TotalsReport } from "./report.ts";

/** Lines that come from trades; the others come from cash transactions. */
const FROM_TRADES: ReadonlySet<CashLine> = new Set<CashLine>([
  "commissions",
  "transactionTax",
  "netTradesSales",
  "netTradesPurchases",
]);

export interface CashFigures {
  readonly cash: readonly CashReport[];
  readonly totals: readonly TotalsReport[];
}

/** All balances and totals. */
export function cashReports(facts: AnalysisFacts): CashFigures {
  const cash: CashReport[] = [];
  const totals: TotalsReport[] = [];
  for (const { alias } of facts.input.accounts) {
    const balances = facts.input.ledger.cash.filter(({ account }) => account === alias);
    for (const balance of balances) {
      const lines = linesOf(facts, balance);
      cash.push({
        account: alias,
        currency: balance.currency,
        ending: endingOf(facts, balance, lines),
      });
      totals.push({
        account: alias,
        currency: balance.currency,
        lines: totalsOf(facts, balance, lines),
      });
    }
    if (balances.length > 0) totals.push(baseTotals(facts, alias, balances));
  }
  return { cash, totals };
}

/** The figure of each kind of movement that occurs in a currency. */
function linesOf(
  facts: AnalysisFacts,
  { account, currency, legs }: CashBalance,
): ReadonlyMap<CashLine, Figure> {
  const byLine = Map.groupBy(legs, ({ line }) => line);
  return new Map(
    [...byLine].map(([line, own]) => [line, lineFigure(facts, account, currency, line, own)]),
  );
}

const lineFigure = (
  facts: AnalysisFacts,
  account: AccountAlias,
  currency: string,
  line: CashLine,
  legs: readonly CashLeg[],
): Figure => {
  const id = `totals/${account}/${currency}/${line}`;
  const silence = silenceOf(facts, account, line);
  if (silence !== undefined) return unknownFigure(id, currency, silence);
  return figure(id, currency, () =>
    legs.map(({ event, amount }) => plus(labelOf({ event }), amount, currency, event.sources)),
  );
};

const labelOf = ({ event }: Pick<CashLeg, "event">): string =>
  `${event.date} ${event.description}`.trim();

/** Why a kind of movement is unknown, where it is. */
const silenceOf = (
  facts: AnalysisFacts,
  account: AccountAlias,
  line: CashLine,
): string | undefined =>
  facts.silence(account, FROM_TRADES.has(line) ? "trades" : "cash transactions");

/** Opening cash and every line; where a line is unknown but each event's net is not, the events themselves. */
function endingOf(
  facts: AnalysisFacts,
  balance: CashBalance,
  lines: ReadonlyMap<CashLine, Figure>,
): Figure {
  const { account, currency, opening, openingRows, moves } = balance;
  const id = `cash/${account}/${currency}/ending`;
  const silence = facts.silence(account, "trades") ?? facts.silence(account, "cash transactions");
  if (silence !== undefined) return unknownFigure(id, currency, silence);
  const start: Line = plus("before the first statement", opening, currency, openingRows);
  const byLine = [...lines].map(([line, of]) => repeat(line, of));
  if (
    byLine.every(({ value }) => isKnown(value)) ||
    !isKnown(sum(moves.map(({ amount }) => amount)))
  )
    return figure(id, currency, () => [start, ...byLine]);
  return figure(id, currency, () => [
    start,
    ...moves.map((move) => plus(labelOf(move), move.amount, currency, move.event.sources)),
  ]);
}

function totalsOf(
  facts: AnalysisFacts,
  { account, currency }: CashBalance,
  lines: ReadonlyMap<CashLine, Figure>,
): TotalsReport["lines"] {
  return record((line) => lines.get(line) ?? lineFigure(facts, account, currency, line, []));
}

function baseTotals(
  facts: AnalysisFacts,
  account: AccountAlias,
  balances: readonly CashBalance[],
): TotalsReport {
  const base = facts.baseCurrency(account);
  const byLine = Map.groupBy(
    balances.flatMap(({ legs }) => legs),
    ({ line }) => line,
  );
  const make = (line: CashLine): Figure => {
    const id = `totals/${account}/BASE/${line}`;
    const silence = silenceOf(facts, account, line);
    if (silence !== undefined) return unknownFigure(id, base, silence);
    if (base === "" && byLine.has(line))
      return unknownFigure(id, base, "no row gives the account's base currency");
    return figure(id, base, () =>
      (byLine.get(line) ?? []).map(({ event, base: value }) =>
        plus(labelOf({ event }), value, base, event.sources),
      ),
    );
  };
  return { account, currency: "BASE", lines: record(make) };
}

function record(make: (line: (typeof TOTALS)[number]) => Figure): TotalsReport["lines"] {
  return Object.fromEntries(
    TOTALS.map((line) => [line, make(line)]),
  ) as unknown as TotalsReport["lines"];
}
