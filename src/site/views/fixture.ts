/** A small report made by hand, for unit tests of views: one account in USD, two instruments, a week of values. */
import { TOTALS, type NavReport, type PositionReport, type Report } from "../../analytics/report.ts";
import { type Amount, isKnown, multiply, unknown } from "../../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type Figure, figure, type Line, rowsOf } from "../../core/figures.ts";
import type { AccountAlias, EventId, FigureId, InstrumentId, LotId, NonEmpty, RowRef } from "../../core/ids.ts";
import type { CashMovement, Trade } from "../../events/event.ts";
import type { Instrument } from "../../events/instrument.ts";
import { type Check, countByRule } from "../../ledger/checks.ts";
import type { Holding } from "../../ledger/ledger.ts";
import type { Lot } from "../../ledger/lots.ts";

export const FILE = "data/flex/main/2026-11-20_20261121-051209_8e41c2d7.xml";
const main = "main" as AccountAlias;
const day = (text: string) => text as IsoDate;
const dec = Decimal.of;
const row = (line: number): NonEmpty<RowRef> => [{ file: FILE, line }];

const XML = `<FlexQueryResponse queryName="Everything" type="AF">
<FlexStatements count="1">
<FlexStatement accountId="U7654321" fromDate="20261116" toDate="20261120" whenGenerated="20261121;051209">
<AccountInformation accountId="U7654321" name="Jane Example" currency="USD" street="1 Example Street" />
<Trades>
<Trade accountId="U7654321" symbol="KO" conid="8894" quantity="300" tradePrice="62.04" proceeds="-18612" ibCommission="-1" transactionID="1001" />
<Trade accountId="U7654321" symbol="KO" conid="8894" quantity="-50" tradePrice="67.4" proceeds="3370" ibCommission="-1" transactionID="1002" />
<Trade accountId="U7654321" symbol="VWCE" conid="555" quantity="10.5" tradePrice="100" proceeds="-1050" ibCommission="-2" transactionID="1003" />
</Trades>
<CashTransactions>
<CashTransaction accountId="U7654321" type="Deposits/Withdrawals" amount="100000" description="CASH RECEIPTS FROM U7654321" />
<CashTransaction accountId="U7654321" type="Dividends" conid="8894" amount="122.50" description="KO DIVIDEND &amp; MORE" />
</CashTransactions>
<OpenPosition accountId="U7654321" conid="8894" position="250" markPrice="70.84" costBasisMoney="15510.83" />
<EquitySummaryByReportDateInBase accountId="U7654321" reportDate="20261120" total="106000" />
</FlexStatement>
</FlexStatements>
</FlexQueryResponse>
`;

const instrument = (id: string, symbol: string, name: string, currency: string, sub: string): Instrument => ({
  id: id as InstrumentId, symbol, description: name, isin: "US1912161007", assetCategory: "STK", subCategory: sub,
  currency, multiplier: Decimal.one, sources: row(6),
});
const ko = instrument("8894", "KO", "COCA-COLA CO/THE", "USD", "COMMON");
const vwce = instrument("555", "VWCE", "VANG FTSE AW USDA", "EUR", "ETF");

const trade = (line: number, of: Instrument, quantity: string, price: string, net: string): Trade => ({
  kind: "trade", id: `trade/main/${1000 + line}` as EventId, account: main, date: day("2026-11-17"),
  moment: `2026-11-17T10:0${line}:00` as IsoDateTime, transaction: `${1000 + line}`, sources: row(line),
  rate: Decimal.one, description: of.description, instrument: of.id, quantity: dec(quantity), currency: of.currency,
  price: dec(price), proceeds: dec(net).plus(Decimal.one), commission: dec("-1"), taxes: Decimal.zero, net: dec(net),
  effect: null, cancels: null, cancelledBy: null,
});
const cash = (line: number, type: "deposit" | "dividend", amount: string, of: Instrument | null): CashMovement => ({
  kind: "cash", id: `cash/main/${line}` as EventId, account: main, date: day("2026-11-16"), moment: day("2026-11-16"),
  transaction: "", sources: row(line), rate: Decimal.one, description: `${type} from U7654321`, type,
  amount: { amount: dec(amount), currency: "USD" }, instrument: of?.id ?? null,
});
const events = [cash(11, "deposit", "100000", null), trade(6, ko, "300", "62.04", "-18613"), trade(7, ko, "-50", "67.4", "3369"), trade(8, vwce, "10.5", "100", "-1052"), cash(12, "dividend", "122.50", ko)];

const lineOf = (label: string, value: Amount, unit: string, rows: readonly RowRef[], more: Partial<Line> = {}): Line => ({ operator: "+", label, value, unit, rows, ...more });
const figures = new Map<FigureId, Figure>();
function make(id: string, unit: string, lines: readonly Line[]): Figure {
  const made = figure(id, unit, () => lines);
  figures.set(made.id, made);
  return made;
}
const fromRow = (id: string, unit: string, value: Amount, line: number) => make(id, unit, [lineOf("as the row says", value, unit, row(line))]);

function lot(of: Instrument, line: number, quantity: string, basis: string): Lot {
  return { id: `lot/${of.id}/${line}` as LotId, account: main, instrument: of.id, opened: day("2026-11-17"), holdingFrom: day("2026-11-17"), openedBy: events[1]?.id ?? null, transaction: "1006", origin: "booked", quantity: dec(quantity), costBasis: dec(basis), sources: row(line) };
}

function position(of: Instrument, quantity: string, basis: string, mark: Amount, rate: Amount): PositionReport {
  const id = (field: string) => `positions/main/${of.id}/${field}`;
  const own = lot(of, 6, quantity, basis);
  const unit = of.currency;
  const units = make(id("quantity"), "units", [lineOf("lot of 17 Nov 2026", dec(quantity), "units", row(6))]);
  const costBasis = make(id("costBasis"), unit, [lineOf("lot of 17 Nov 2026", dec(basis), unit, row(6))]);
  const markPrice = fromRow(id("markPrice"), unit, mark, 14);
  const marketValue = make(id("marketValue"), unit, [lineOf("quantity", units.value, "units", [], { figure: units.id }), lineOf("mark price", mark, unit, [], { operator: "×", figure: markPrice.id })]);
  const unrealized = make(id("unrealized"), unit, [lineOf("market value", marketValue.value, unit, [], { figure: marketValue.id }), lineOf("cost basis", costBasis.value, unit, [], { operator: "−", figure: costBasis.id })]);
  const inBase = (name: string, one: Figure) => make(id(name), "USD", [lineOf("in own currency", one.value, unit, [], { figure: one.id }), lineOf("rate", rate, "", row(15), { operator: "×" })]);
  const holding: Holding = { account: main, instrument: of.id, opening: Decimal.zero, lots: [own], closings: of === ko ? [closing] : [], events: events.filter((event) => "instrument" in event && event.instrument === of.id), unknown: null };
  return {
    account: main, instrument: of, holding, quantity: units, costBasis, markPrice, marketValue, unrealized,
    averageCost: make(id("averageCost"), unit, [lineOf("cost basis", costBasis.value, unit, [], { figure: costBasis.id }), lineOf("quantity", units.value, "units", [], { operator: "÷", figure: units.id })]),
    costBasisBase: inBase("costBasisBase", costBasis), marketValueBase: inBase("marketValueBase", marketValue), unrealizedBase: inBase("unrealizedBase", unrealized),
    lots: [{ lot: own, quantity: make(`lots/${of.id}/6/quantity`, "units", [lineOf("bought", dec(quantity), "units", row(6))]), costBasis: make(`lots/${of.id}/6/costBasis`, unit, [lineOf("paid", dec(basis), unit, row(6))]) }],
  };
}

const sold = events[2] as Trade;
const closing = { trade: sold, lots: [{ lot: lot(ko, 6, "50", "3102.17"), proceeds: dec("3369"), realized: dec("266.83"), term: "short" as const }], realized: dec("266.83"), realizedBase: dec("266.83") };
const positions = [position(ko, "250", "15510.83", dec("70.84"), Decimal.one), position(vwce, "10.5", "1052", unknown("no statement lists the position"), dec("1.08"))];
const [held] = positions as [PositionReport, ...PositionReport[]];
const realized = (name: string) => fromRow(`realized/main/8894/${name}`, "USD", dec(name === "longTerm" ? "0" : "266.83"), 7);

function nav(date: string, total: string, flow: string): NavReport {
  const level = (name: string, value: string) => fromRow(`nav/main/${date}/${name}`, "USD", dec(value), 15);
  const paid = make(`nav/main/${date}/flow`, "USD", flow === "0" ? [] : [lineOf("deposit", dec(flow), "USD", row(11))]);
  return { account: main, date: day(date), total: level("total", total), cash: level("cash", "83824.5"), stock: level("stock", "17710"), options: level("options", "0"), dividendAccruals: level("dividendAccruals", "12"), interestAccruals: level("interestAccruals", "0"), flow: paid };
}

const totalsOf = (currency: string) => ({
  account: main, currency,
  lines: Object.fromEntries(TOTALS.map((name) => [name, make(`totals/main/${currency}/${name}`, "USD", name === "deposits" ? [lineOf("deposit", dec("100000"), "USD", row(11))] : name === "dividends" ? [lineOf("KO", dec("122.5"), "USD", row(12))] : [])])) as Record<(typeof TOTALS)[number], Figure>,
});

/** A check with its difference and status worked out. */
export const check = (rule: string, broker: Amount, ours: Amount, more: Partial<Check> = {}): Check => {
  const difference = isKnown(broker) && isKnown(ours) ? ours.minus(broker) : unknown("the query has no such section");
  const status = !isKnown(difference) ? "not-reported" : difference.isZero ? "agrees" : "differs";
  return { id: `${rule}/main/${more.field ?? "x"}/${more.date ?? ""}`, rule, account: main, date: day("2026-11-20"), instrument: ko.id, currency: "USD", field: "costBasis", broker, ours, difference, status, causes: [], rows: row(14), ...more };
};
const checks = [
  check("R2", dec("250"), dec("250"), { field: "position", currency: "", figure: held.quantity.id }),
  check("R3", dec("15510.38"), dec("15510.83"), { figure: held.costBasis.id }),
  check("R7", unknown("the query has no cash report"), dec("83824.5"), { instrument: null, field: "endingCash" }),
];
const ending = make("cash/main/USD/ending", "USD", [lineOf("deposit", dec("100000"), "USD", row(11)), lineOf("bought KO", dec("-18613"), "USD", row(6))]);
const daily = (name: string, value: string) => fromRow(`daily/main/2026-11-17/8894/${name}`, "USD", dec(value), 7);

export const report: Report = {
  asOf: day("2026-11-20"), builtAt: "2026-11-21T05:14:00" as IsoDateTime, demo: false,
  accounts: [{ account: main, name: "Jane Example", baseCurrency: "USD", from: day("2026-11-16"), to: day("2026-11-20") }],
  positions,
  realized: [{ account: main, instrument: ko, holding: held.holding, realized: realized("realized"), realizedBase: realized("realizedBase"), shortTerm: realized("shortTerm"), longTerm: realized("longTerm"), closedLots: 1 }],
  daily: [{ account: main, date: day("2026-11-17"), instrument: ko, realized: daily("realized", "266.83"), income: daily("income", "0"), costs: daily("costs", "0"), unrealized: daily("unrealized", "1200"), total: daily("total", "1466.83") }],
  cash: [{ account: main, currency: "USD", ending }],
  totals: [totalsOf("USD"), totalsOf("BASE")],
  nav: [nav("2026-11-13", "0", "0"), nav("2026-11-16", "100000", "100000"), nav("2026-11-19", "105000", "0"), nav("2026-11-20", "106000", "0")],
  returns: [{ scope: "account", account: main, from: day("2026-11-16"), to: day("2026-11-20"), twr: dec("0.06"), mwr: dec("0.0612") }],
  summary: countByRule(checks), checks,
  diagnostics: [
    { code: "flex/missing-section", message: "The query has no cash report", at: row(3), hint: "Add the section Cash Report" },
    { code: "reconcile/differs", message: "R3 costBasis of KO differs by 0.45 USD", at: row(14), expected: "15510.38", actual: "15510.83" },
  ],
  events, instruments: new Map([[ko.id, ko], [vwce.id, vwce]]),
  ledger: { holdings: positions.map(({ holding }) => holding), silences: [], cash: [{ account: main, currency: "USD", opening: Decimal.zero, openingRows: [], moves: [], legs: [{ event: events[0] as CashMovement, line: "deposits", amount: dec("100000"), currency: "USD", base: dec("100000") }, { event: sold, line: "netTradesSales", amount: multiply(dec("3369"), Decimal.one), currency: "USD", base: dec("3369") }] }] },
  windows: [{ account: main, from: day("2026-11-16"), to: day("2026-11-20"), generated: "2026-11-21T05:12:09" as IsoDateTime, file: FILE, exports: new Set(["trades", "positions"] as const), source: { file: FILE, line: 3 } }],
  accountNumbers: ["U7654321"],
  files: [{ path: FILE, bytes: new TextEncoder().encode(XML), sha256: "8e41c2d7".repeat(8), refused: false }],
  figures: { all: figures, get: (id) => figures.get(id as FigureId), rowsOf: (one) => rowsOf(one, figures) },
};
