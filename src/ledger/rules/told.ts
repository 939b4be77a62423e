/** What a broker tells, as text, for tests of rules: `nav 2025-01-03 total 110 cash 110`, then how each check ended. */
import { type Amount, isKnown, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId, RowRef } from "../../core/ids.ts";
import type { Account, Assertion, Window } from "../../events/assertion.ts";
import type { CashKind, CashMovement, LedgerEvent } from "../../events/event.ts";
import { type Instrument, type Rate, Rates } from "../../events/instrument.ts";
import { book } from "../book.ts";
import type { Check } from "../checks.ts";
import { fifo } from "../lot-methods/methods.ts";
import { lines } from "../play.ts";
import { reconcile } from "../reconcile.ts";

const account = "main" as AccountAlias;

/** Everything that the lines of a story say. */
class Told {
  readonly assertions: Assertion[] = [];
  readonly events: LedgerEvent[] = [];
  readonly rates: Rate[] = [];
  readonly windows: Window[] = [];

  read(line: string, index: number): void {
    const [text = "", file = "a.xml"] = line.split(" in ");
    const [kind = "", ...words] = text.split(" ");
    const source = { file, line: index + 1 };
    const [one = "", two = "", three = ""] = words;
    if (kind === "nav") this.#nav(one as IsoDate, amountsOf(words.slice(1)), source);
    else if (kind === "change")
      this.#change(one as IsoDate, two as IsoDate, amountsOf(words.slice(2)), source);
    else if (kind === "report")
      this.#report(one, two as IsoDate, three as IsoDate, amountsOf(words.slice(3)), source);
    else if (kind === "rate")
      this.rates.push({
        date: one as IsoDate,
        from: two,
        to: "USD",
        rate: Decimal.of(three),
        source,
      });
    else this.events.push(movement(kind, words, source));
  }

  #nav(date: IsoDate, amounts: Amounts, source: RowRef): void {
    const of = (name: string) => amounts.get(name) ?? Decimal.zero;
    const names = ["total", "cash", "stock", "options", "dividendAccruals", "interestAccruals"];
    const [total, cash, stock, options, dividendAccruals, interestAccruals] = names.map(of);
    const zero = Decimal.zero;
    this.assertions.push({
      kind: "nav",
      account,
      source,
      date,
      total: total ?? zero,
      cash: cash ?? zero,
      stock: stock ?? zero,
      options: options ?? zero,
      dividendAccruals: dividendAccruals ?? zero,
      interestAccruals: interestAccruals ?? zero,
    });
    this.assertions.push({
      kind: "nav columns",
      account,
      source,
      date,
      total: of("total"),
      lines: without(amounts, /^total$|Long$|Short$|lacking/),
      sides: parted(amounts, "Long", "Short"),
      lacking: lackingOf(amounts),
    });
  }

  #change(from: IsoDate, to: IsoDate, amounts: Amounts, source: RowRef): void {
    this.assertions.push({
      kind: "nav change",
      account,
      source,
      from,
      to,
      starting: amounts.get("starting") ?? unknown("not told"),
      ending: amounts.get("ending") ?? unknown("not told"),
      twr: amounts.get("twr") ?? unknown("not told"),
      lines: without(amounts, /^(starting|ending|twr|lacking)$/),
      lacking: lackingOf(amounts),
    });
    this.#window(from, to, source);
  }

  #report(currency: string, from: IsoDate, to: IsoDate, amounts: Amounts, source: RowRef): void {
    const starting = amounts.get("starting") ?? unknown("not told");
    const ending = amounts.get("ending") ?? unknown("not told");
    const head = { account, source, currency, from, to, starting, ending };
    this.assertions.push(
      { kind: "cash", ...head },
      {
        kind: "cash lines",
        ...head,
        settled: amounts.get("settled") ?? unknown("not told"),
        lines: without(amounts, /^(starting|ending|settled|lacking)$|Sec$|Com$/),
        segments: parted(amounts, "Sec", "Com"),
        exported: [...amounts.keys()],
        lacking: lackingOf(amounts),
      },
    );
    this.#window(from, to, source);
  }

  #window(from: IsoDate, to: IsoDate, source: RowRef): void {
    const exports = new Set(["trades", "cash transactions", "cash report"] as const);
    this.windows.push({ account, from, to, generated: null, file: source.file, exports, source });
  }
}

type Amounts = ReadonlyMap<string, Amount>;

/** `deposits 10 twr ?` → amounts by name; `?` is unknown. */
function amountsOf(words: readonly string[]): Amounts {
  const amounts = new Map<string, Amount>();
  for (let index = 0; index < words.length; index += 2)
    amounts.set(
      words[index] ?? "",
      words[index + 1] === "?" ? unknown("not told") : Decimal.of(words[index + 1] ?? ""),
    );
  return amounts;
}

const without = (amounts: Amounts, names: RegExp): Amounts =>
  new Map([...amounts].filter(([name, amount]) => !names.test(name) && !isZero(amount)));

const isZero = (amount: Amount): boolean => isKnown(amount) && amount.isZero;

/** `lacking 1` stands for a query that leaves a usual line out. */
const lackingOf = (amounts: Amounts): string[] => (amounts.has("lacking") ? ["Row.line"] : []);

function parted(amounts: Amounts, left: string, right: string) {
  const parts = [...amounts].flatMap(([name, whole]) => {
    const [one, other] = [amounts.get(name + left), amounts.get(name + right)];
    if (one === undefined || other === undefined || !isKnown(one) || !isKnown(other)) return [];
    return [[name, { whole, parts: one.plus(other) }] as const];
  });
  return new Map(parts);
}

/** `deposit 2025-01-03 10 EUR [1.1]`: kind with `-` for blanks, report date, amount, currency, rate. */
function movement(kind: string, words: readonly string[], source: RowRef): CashMovement {
  const [date = "", amount = "", currency = "USD", rate = "1"] = words;
  return {
    kind: "cash",
    id: `main/cash/${source.line}` as EventId,
    account,
    date: date as IsoDate,
    moment: date as IsoDate,
    transaction: String(source.line),
    sources: [source],
    rate: Decimal.of(rate),
    description: "",
    type: kind.replaceAll("-", " ") as CashKind,
    amount: { amount: Decimal.of(amount), currency },
    instrument: null,
  };
}

const ACCOUNT: Account = { alias: account, name: "", baseCurrency: "USD", opened: null };

/** Shares that rows given as values may be about. */
const XYZ: Instrument = {
  id: "1" as InstrumentId,
  symbol: "XYZ",
  description: "",
  isin: "",
  assetCategory: "STK",
  subCategory: "COMMON",
  currency: "USD",
  multiplier: Decimal.one,
  option: null,
  sources: [{ file: "a.xml", line: 1 }],
};

/** Books and compares a story; further events and rows can be given as values. Answers the checks of some rules. */
export function checksOf(
  rules: string,
  story: string,
  events: readonly LedgerEvent[] = [],
  rows: readonly Assertion[] = [],
): Check[] {
  const told = new Told();
  for (const [index, line] of lines(story).entries()) told.read(line, index);
  const input = {
    accounts: [ACCOUNT],
    restatements: [],
    events: [...told.events, ...events],
    assertions: [...told.assertions, ...rows],
    windows: told.windows,
    instruments: new Map([[XYZ.id, XYZ]]),
  };
  const ledger = book({ ...input, prices: [], decisions: [], methodOf: () => fifo }).value;
  const tolerances = { cash: Decimal.of("0.01"), quantity: Decimal.zero };
  const rates = new Rates(told.rates);
  const checks = reconcile({ ...input, ledger, rates, tolerances, restatements: [] }).value;
  return checks.filter(({ rule }) => rules.split(" ").includes(rule));
}

/** The same, printed: `N1/main/2025-01-02/2025-01-03 differs by -5`, or why nothing is reported. */
export const compared = (
  rules: string,
  story: string,
  events: readonly LedgerEvent[] = [],
  rows: readonly Assertion[] = [],
): string[] => checksOf(rules, story, events, rows).map(printed);

const printed = ({ id, status, difference }: Check): string =>
  isKnown(difference)
    ? `${id} ${status}${status === "differs" ? ` by ${difference}` : ""}`
    : `${id} ${status}: ${difference.unknown}`;

/** The same with causes: `C10/main/2025-01-06 differs by 0.012 (ROUNDING 0.012)`. */
export const explained = (
  rules: string,
  story: string,
  events: readonly LedgerEvent[] = [],
  rows: readonly Assertion[] = [],
): string[] =>
  checksOf(rules, story, events, rows).map((check) =>
    [
      printed(check),
      ...check.causes.flatMap(({ code, amount, from }) =>
        isKnown(amount) ? [`(${code} ${amount}${from === undefined ? "" : ` of ${from}`})`] : [],
      ),
    ].join(" "),
  );
