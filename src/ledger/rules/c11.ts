import { type Amount, add, isKnown } from "../../core/amount.ts";
import type { FundsLine } from "../../events/broker-rows.ts";
import type { Comparison, Rule } from "../checks.ts";
import { Names } from "./names.ts";
import { MILLIONTH, unless } from "./totals.ts";

/** The broker's ledger of cash adds up: each line in itself, and each balance from the one before it. */
export const c11: Rule = {
  name: "C11",
  title: "Statement of funds, line by line",
  formula: "amount = credit + debit; balance = balance of the line before + amount",
  tolerance: () => MILLIONTH,
  source: "accounting notes 1.4, C11",
  *compare({ assertions }) {
    const names = new Names();
    for (const lines of Map.groupBy(assertions["funds line"], ({ list }) => list).values()) {
      yield* amountsOf(lines, names);
      yield* balancesOf(lines, names);
    }
  },
};

/** Lines that a newer statement has again are not compared once more. Of a field that no line has, one check says so. */
function* amountsOf(lines: readonly FundsLine[], names: Names): Iterable<Comparison> {
  const moving = lines.filter(({ isNewest, isBalance }) => isNewest && !isBalance);
  const hasParts = moving.some(({ parts }) => isKnown(parts));
  for (const line of hasParts ? moving : moving.slice(0, 1))
    yield checkOf(line, "amount", line.amount, line.parts, names);
}

/** What is before the first line is nowhere; a line whose balance is blank is counted on to the next one that has it. */
function* balancesOf(lines: readonly FundsLine[], names: Names): Iterable<Comparison> {
  const hasBalances = lines.some(({ balance }) => isKnown(balance));
  const [first] = lines;
  if (!hasBalances && first?.isNewest)
    yield checkOf(first, "balance", first.balance, first.balance, names);
  if (!hasBalances) return;
  let before: Amount | null = null;
  for (const line of lines) {
    const { balance, amount, isBalance } = line;
    const expected: Amount | null = before === null || isBalance ? before : add(before, amount);
    if (line.isNewest && expected !== null && isKnown(balance))
      yield checkOf(line, "balance", balance, expected, names);
    before = isKnown(balance) ? balance : expected;
  }
}

function checkOf(
  line: FundsLine,
  field: string,
  broker: Amount,
  ours: Amount,
  names: Names,
): Comparison {
  const { account, date, currency, level, source } = line;
  const about = [account, level ?? "any", currency, date, field].join("/");
  const check: Comparison = {
    id: names.of(`C11/${about}`),
    account,
    date,
    instrument: null,
    currency,
    field,
    broker,
    ours,
    rows: [source],
  };
  return level === null ? unless(UNLEVELED, check, MILLIONTH) : check;
}

const UNLEVELED =
  "the query does not export StatementOfFundsLine.levelOfDetail, so lines of two levels may be mixed";
