/** Small stories as beancount reads them. That it books them as the ledger does, `npm run test:corpus` shows. */
import { describe, expect, test } from "vitest";
import type { AccountAlias } from "../core/ids.ts";
import { reportOfBytes } from "../corpus/files.ts";
import { type BeancountFile, beancountFile } from "./beancount.ts";

type Row = Readonly<Record<string, string>>;

const element = (name: string, row: Row): string =>
  `<${name} ${Object.entries(row)
    .map(([key, value]) => `${key}="${value}"`)
    .join(" ")} />`;

const COMMON = { accountId: "U1234567", currency: "USD", fxRateToBase: "1" };
const XYZ = { assetCategory: "STK", symbol: "XYZ", conid: "1001", multiplier: "1" };
const PUT = {
  assetCategory: "OPT",
  symbol: "XYZ   250321P00010000",
  conid: "2002",
  multiplier: "100",
  underlyingConid: "1001",
  strike: "10",
  putCall: "P",
  expiry: "20250321",
};

/** A trade: what, when, how many, for how much. */
function trade(id: number, of: Row, quantity: number, proceeds: number, more: Row = {}): string {
  const commission = more["ibCommission"] ?? "-1";
  return element("Trade", {
    ...COMMON,
    ...of,
    transactionID: String(id),
    tradeID: String(id),
    reportDate: "20250303",
    dateTime: `20250303;1${id % 10}0000`,
    quantity: String(quantity),
    tradePrice: "10",
    proceeds: String(proceeds),
    taxes: "0",
    ibCommission: commission,
    ibCommissionCurrency: "USD",
    netCash: String(proceeds + Number(commission)),
    openCloseIndicator: "",
    notes: "",
    levelOfDetail: "EXECUTION",
    ...more,
  });
}

const cash = (row: Row): string =>
  element("CashTransaction", {
    ...COMMON,
    transactionID: "601",
    reportDate: "20250303",
    dateTime: "20250303",
    levelOfDetail: "DETAIL",
    ...row,
  });

const action = (row: Row): string =>
  element("CorporateAction", {
    ...COMMON,
    ...XYZ,
    reportDate: "20250303",
    dateTime: "20250303;202500",
    proceeds: "0",
    value: "0",
    transactionID: "700",
    actionID: "9",
    levelOfDetail: "DETAIL",
    ...row,
  });

interface Story {
  readonly trades?: readonly string[];
  readonly cash?: readonly string[];
  readonly actions?: readonly string[];
  readonly transfers?: readonly string[];
  readonly positions?: readonly string[];
  readonly settings?: string;
}

function exported({ trades, cash, actions, transfers, positions, settings }: Story): BeancountFile {
  const section = (name: string, rows: readonly string[] = []) =>
    `<${name}>\n${rows.join("\n")}\n</${name}>`;
  const text = `<FlexQueryResponse queryName="Story" type="AF"><FlexStatements count="1">
<FlexStatement accountId="U1234567" fromDate="20250301" toDate="20250303" period="" whenGenerated="20250304;050000">
<AccountInformation accountId="U1234567" currency="USD" dateOpened="20250301" />
${section("Trades", trades)}
${section("CashTransactions", cash)}
${section("CorporateActions", actions)}
${transfers === undefined ? "" : section("Transfers", transfers)}
${section("OpenPositions", positions)}
<CashReport>
<CashReportCurrency accountId="U1234567" currency="USD" levelOfDetail="Currency" fromDate="20250301" toDate="20250303" startingCash="0" endingCash="-76.5" />
</CashReport>
</FlexStatement></FlexStatements></FlexQueryResponse>`;
  const bytes = new TextEncoder().encode(text);
  const listed = settings ?? "accounts: { main: { id: U1234567 } }";
  return beancountFile(reportOfBytes([{ path: "data/story.xml", bytes }], listed));
}

/** The postings of every transaction, without metadata; accounts without what they all begin with. */
function transactions({ text }: BeancountFile): string[] {
  return text
    .split("\n\n")
    .filter((block) => /^\d{4}-\d\d-\d\d \*/.test(block))
    .map((block) =>
      block
        .split("\n")
        .filter((line) => !/^ {2}[a-z]+: /.test(line))
        .map((line) => line.trim().replace(/^([A-Z]\w+):Broker:Main:/, "$1 "))
        .join("\n"),
    );
}

const lines = (text: string): string => text.trim().replaceAll(/\n\s+/g, "\n");

describe("trades", () => {
  test("a lot costs what was paid in total, a sale is left to beancount; both name their row", () => {
    const file = exported({ trades: [trade(1, XYZ, 10, -100), trade(2, XYZ, -4, 60)] });
    expect(transactions(file)).toEqual([
      lines(`2025-03-03 * "XYZ" "Bought 10"
        Assets XYZ-C1001  10 XYZ.C1001 {{101 USD, "main/trade/1"}}
        Assets Cash:USD  -101 USD`),
      lines(`2025-03-03 * "XYZ" "Sold 4"
        Assets XYZ-C1001  -4 XYZ.C1001 {} @@ 60 USD
        Assets Cash:USD  59 USD
        Income PnL`),
    ]);
    expect(file.text).toContain('  transaction: "2"\n  file: "data/story.xml"\n  line: ');
    expect(file.text).toContain("2025-03-03 open Assets:Broker:Main:XYZ-C1001\n");
  });

  test("a short sale, and one trade that covers it and goes on", () => {
    const file = exported({ trades: [trade(1, XYZ, -10, 200), trade(2, XYZ, 15, -270)] });
    expect(transactions(file)).toEqual([
      lines(`2025-03-03 * "XYZ" "Sold 10"
        Assets XYZ-C1001  -10 XYZ.C1001 {{199 USD, "main/trade/1"}}
        Assets Cash:USD  199 USD`),
      lines(`2025-03-03 * "XYZ" "Bought 15"
        Assets XYZ-C1001  10 XYZ.C1001 {} @@ 180 USD
        Assets XYZ-C1001  5 XYZ.C1001 {{90.333333333333333333 USD, "main/trade/2"}}
        Assets Cash:USD  -271 USD
        Income PnL`),
    ]);
  });

  test("what was taken back moves cash twice and no lot", () => {
    const back = { transactionType: "TradeCancel", notes: "Ca", origTransactionID: "1" };
    const file = exported({
      trades: [
        trade(1, XYZ, 10, -100),
        trade(2, XYZ, -10, 100, { ...back, buySell: "BUY (Ca.)", ibCommission: "1" }),
      ],
    });
    expect(transactions(file)).toEqual([
      lines(`2025-03-03 * "XYZ" "Trade"
        Assets Cash:USD  -101 USD
        Equity TakenBack  101 USD`),
      lines(`2025-03-03 * "XYZ" "Trade"
        Assets Cash:USD  101 USD
        Equity TakenBack  -101 USD`),
    ]);
  });

  test("under another method the lots that were taken are named", () => {
    const settings = "accounts: { main: { id: U1234567 } }\nlots: { method: LIFO }";
    const trades = [trade(1, XYZ, 1, -10), trade(2, XYZ, 1, -20), trade(3, XYZ, -1, 30)];
    expect(transactions(exported({ trades, settings })).at(-1)).toBe(
      lines(`2025-03-03 * "XYZ" "Sold 1" #lots-named
        Assets XYZ-C1001  -1 XYZ.C1001 {"main/trade/2"}
        Assets Cash:USD  29 USD
        Income PnL`),
    );
  });
});

describe("options", () => {
  const sold = trade(1, PUT, -1, 50);
  const booking = { transactionType: "BookTrade", ibCommission: "0" };

  test("an expiry closes for nothing", () => {
    const file = exported({ trades: [sold, trade(2, PUT, 1, 0, { ...booking, notes: "Ep" })] });
    expect(transactions(file).at(-1)).toBe(
      lines(`2025-03-03 * "XYZ   250321P00010000" "Bought 1"
        Assets XYZ-250321P10-C2002  1 XYZ.250321P10.C2002 {} @@ 0 USD
        Income PnL`),
    );
  });

  const assigned = { ...booking, notes: "A", dateTime: "20250303;162000" };

  test("assigned shares cost what is left with the premium in it", () => {
    const file = exported({
      trades: [sold, trade(2, PUT, 1, 0, assigned), trade(3, XYZ, 100, -1000, assigned)],
    });
    expect(transactions(file).slice(1)).toEqual([
      lines(`2025-03-03 * "XYZ" "Bought 100 by exercise or assignment"
        Assets XYZ-250321P10-C2002  1 XYZ.250321P10.C2002 {}
        Assets XYZ-C1001  100 XYZ.C1001 {USD, "main/trade/3"}
        Assets Cash:USD  -1000 USD`),
    ]);
  });

  const legs = (file: BeancountFile): string[] => transactions(file).slice(1);

  test("what is delivered in several rows has the option's lots by units, each once", () => {
    const file = exported({
      trades: [
        trade(1, PUT, -2, 100),
        trade(2, PUT, 2, 0, { ...assigned, ibCommission: "-4" }),
        trade(3, XYZ, 150, -1500, assigned),
        trade(4, XYZ, 50, -500, assigned),
      ],
    });
    expect(file.leftOut).toEqual([]);
    expect(legs(file)).toEqual([
      lines(`2025-03-03 * "XYZ" "Bought 150 by exercise or assignment"
        Assets XYZ-250321P10-C2002  1.5 XYZ.250321P10.C2002 {"main/trade/1"}
        Assets XYZ-C1001  150 XYZ.C1001 {USD, "main/trade/3"}
        Assets Cash:USD  -1500 USD
        Assets Cash:USD  -3 USD`),
      lines(`2025-03-03 * "XYZ" "Bought 50 by exercise or assignment"
        Assets XYZ-250321P10-C2002  0.5 XYZ.250321P10.C2002 {"main/trade/1"}
        Assets XYZ-C1001  50 XYZ.C1001 {USD, "main/trade/4"}
        Assets Cash:USD  -500 USD
        Assets Cash:USD  -1 USD`),
    ]);
  });

  test("what is delivered in several rows stands together where the option is closed in between", () => {
    const file = exported({
      trades: [
        trade(1, PUT, -3, 150),
        trade(2, PUT, 2, 0, assigned),
        trade(3, XYZ, 150, -1500, assigned),
        trade(4, PUT, 1, 0, { ...assigned, notes: "Ep" }),
        trade(5, XYZ, 50, -500, assigned),
      ],
    });
    const titles = transactions(file).map((text) => text.split("\n")[0]);
    expect(titles.slice(1)).toEqual([
      `2025-03-03 * "XYZ" "Bought 150 by exercise or assignment"`,
      `2025-03-03 * "XYZ" "Bought 50 by exercise or assignment"`,
      `2025-03-03 * "XYZ   250321P00010000" "Bought 1"`,
    ]);
  });

  test("what several rows of an option deliver in one has the lots of all of them", () => {
    const file = exported({
      trades: [
        trade(1, PUT, -1, 50),
        trade(2, PUT, -1, 60),
        trade(3, PUT, 1, 0, assigned),
        trade(4, PUT, 1, 0, assigned),
        trade(5, XYZ, 200, -2000, assigned),
      ],
    });
    expect(legs(file).slice(1)).toEqual([
      lines(`2025-03-03 * "XYZ" "Bought 200 by exercise or assignment"
        Assets XYZ-250321P10-C2002  1 XYZ.250321P10.C2002 {}
        Assets XYZ-250321P10-C2002  1 XYZ.250321P10.C2002 {}
        Assets XYZ-C1001  200 XYZ.C1001 {USD, "main/trade/5"}
        Assets Cash:USD  -2000 USD`),
    ]);
  });

  test("a delivery that closes has the premium in its gain; one that crosses zero has its parts", () => {
    const file = exported({
      trades: [
        sold,
        trade(2, XYZ, -60, 900),
        trade(3, PUT, 1, 0, assigned),
        trade(4, XYZ, 100, -1000, assigned),
      ],
    });
    expect(transactions(file).slice(2)).toEqual([
      lines(`2025-03-03 * "XYZ" "Bought 100 by exercise or assignment"
        Assets XYZ-250321P10-C2002  0.6 XYZ.250321P10.C2002 {"main/trade/1"}
        Assets XYZ-C1001  60 XYZ.C1001 {} @@ 600 USD
        Assets Cash:USD  -600 USD
        Income PnL`),
      lines(`2025-03-03 * "XYZ" "Bought 100 by exercise or assignment"
        Assets XYZ-250321P10-C2002  0.4 XYZ.250321P10.C2002 {"main/trade/1"}
        Assets XYZ-C1001  40 XYZ.C1001 {USD, "main/trade/4"}
        Assets Cash:USD  -400 USD`),
    ]);
  });
});

describe("corporate actions", () => {
  const bought = [trade(1, XYZ, 10, -100)];

  test("a split moves each lot by name, its cost is left out", () => {
    const actions = [
      action({
        type: "FS",
        quantity: "40",
        description: "XYZ(US01) SPLIT 5 FOR 1 (XYZ, XYZ, US01)",
      }),
    ];
    expect(transactions(exported({ trades: bought, actions })).at(-1)).toBe(
      lines(`2025-03-03 * "XYZ" "Corporate action (split): each lot has more units at the same total cost"
        Assets XYZ-C1001  -10 XYZ.C1001 {"main/trade/1"}
        Assets XYZ-C1001  50 XYZ.C1001 {USD, 2025-03-03, "main/trade/1@9-20250303/1001"}`),
    );
  });

  test("a cash merger is a sale", () => {
    const actions = [
      action({
        type: "TC",
        quantity: "-10",
        proceeds: "150",
        description: "XYZ(US01) MERGED FOR USD 15",
      }),
    ];
    expect(transactions(exported({ trades: bought, actions })).at(-1)).toContain(
      lines(`
        Assets XYZ-C1001  -10 XYZ.C1001 {} @@ 150 USD
        Assets Cash:USD  150 USD
        Income PnL`),
    );
  });

  test("what nobody has decided is left out with all that it touches, and its cash is not", () => {
    const kid = { symbol: "KID", conid: "1009", type: "SO", quantity: "2" };
    const description = "XYZ(US01) SPINOFF 1 FOR 5 (KID, KID INC, US02)";
    const file = exported({ trades: bought, actions: [action({ ...kid, description })] });
    expect(transactions(file)).toEqual([
      lines(`2025-03-03 * "XYZ" "Trade"
        Assets Cash:USD  -101 USD
        Equity NotBooked  101 USD`),
    ]);
    expect(file.leftOut.map(({ instrument }) => instrument).sort()).toEqual(["1001", "1009"]);
    expect(file.text).toContain(";; Left out: main KID (1009): ");
  });
});

test("a lot that no row opens leaves its instrument out, whenever it came", () => {
  const shares = { ...COMMON, ...XYZ, levelOfDetail: "SUMMARY", reportDate: "20250302" };
  const out = element("Transfer", {
    ...{ ...COMMON, ...XYZ, reportDate: "20250303", date: "20250303", dateTime: "20250303;202500" },
    ...{ type: "ACATS", direction: "OUT", quantity: "-15", positionAmount: "-150" },
    ...{ transactionID: "88", levelOfDetail: "TRANSFER" },
  });
  const leftOut = (position: string) =>
    exported({
      trades: [trade(1, XYZ, 10, -100, { openCloseIndicator: "O" })],
      transfers: [out],
      positions: [element("OpenPosition", { ...shares, position, markPrice: "10" })],
    }).leftOut.map(({ instrument }) => instrument);
  expect(leftOut("5")).toEqual(["1001"]);
  expect(leftOut("0")).toEqual(["1001"]);
});

describe("cash", () => {
  test("a dividend, a tax, an exchange with its commission", () => {
    const file = exported({
      cash: [
        cash({ ...XYZ, amount: "2.5", type: "Dividends", description: "XYZ CASH DIVIDEND" }),
        cash({
          ...XYZ,
          transactionID: "602",
          amount: "-0.5",
          type: "Withholding Tax",
          description: "",
        }),
      ],
      trades: [trade(3, { assetCategory: "CASH", symbol: "EUR.USD" }, 100, -110)],
    });
    expect(transactions(file)).toEqual([
      lines(`2025-03-03 * "Exchanged EUR and USD"
        Assets Cash:EUR  100 EUR @@ 110 USD
        Assets Cash:USD  -110 USD
        Assets Cash:USD  -1 USD
        Expenses Commissions  1 USD`),
      lines(`2025-03-03 * "XYZ" "XYZ CASH DIVIDEND"
        Assets Cash:USD  2.5 USD
        Income Dividends  -2.5 USD`),
      lines(`2025-03-03 * "XYZ" "withholding tax"
        Assets Cash:USD  -0.5 USD
        Expenses WithholdingTax  0.5 USD`),
    ]);
  });

  test("the broker's own figures are asserted on the day after, also where ours differ", () => {
    const position = {
      ...COMMON,
      ...XYZ,
      reportDate: "20250303",
      position: "11",
      levelOfDetail: "SUMMARY",
    };
    const { text } = exported({
      trades: [trade(1, XYZ, 10, -100)],
      positions: [element("OpenPosition", position)],
    });
    expect(text.split("\n").filter((line) => line.includes(" balance "))).toEqual([
      "2025-03-04 balance Assets:Broker:Main:XYZ-C1001  11 ~ 0.00000001 XYZ.C1001",
      "2025-03-04 balance Assets:Broker:Main:Cash:USD  -76.5 ~ 0.01 USD",
    ]);
  });
});

describe("texts of the statement", () => {
  test("cannot end a string or a line, and show no account number", () => {
    const description = "A &quot;B&quot; \\ C&#10;2025-01-01 open Assets:Evil U1234567 U7654321";
    const { text } = exported({
      cash: [cash({ amount: "5", type: "Deposits/Withdrawals", description })],
    });
    expect(text).toContain(String.raw`"A \"B\" \\ C 2025-01-01 open Assets:Evil ••• •••"`);
    expect(text).not.toMatch(/U\d{7}/);
  });

  test("symbols become names that beancount takes, each its own", () => {
    const named = (symbol: string, conid: string) => ({ ...XYZ, symbol, conid });
    const symbols = ["0700", "BRK B", "BRK.B", "é", "averylongsymbolthatdoesnotend"];
    const file = exported({
      trades: symbols.map((symbol, index) => trade(index + 1, named(symbol, `90${index}`), 1, -1)),
    });
    expect([...file.commodities.values()]).toEqual([
      "X0700.C900",
      "BRK.B.C901",
      "BRK.B.C902",
      "X.C903",
      "AVERYLONGSYMBOLTHAT.C904",
    ]);
  });

  test("names without a conid are told apart from each other and from currencies", () => {
    const file = exported({
      trades: ["USD", "A B", "A-B"].map((symbol, index) =>
        trade(index + 1, { ...XYZ, conid: "", symbol }, 1, -1),
      ),
    });
    expect([...file.commodities.values()]).toEqual(["A.B.S", "A.B.S.2", "USD.S"]);
  });
});

test("one account of two, and names that would look alike", () => {
  const bytes = (number: string) =>
    new TextEncoder().encode(
      `<FlexQueryResponse queryName="Story" type="AF"><FlexStatements count="1">
<FlexStatement accountId="${number}" fromDate="20250301" toDate="20250303" period="" whenGenerated="20250304;050000">
<AccountInformation accountId="${number}" currency="USD" />
<CashTransactions>${cash({ accountId: number, amount: "5", type: "Deposits/Withdrawals", description: "" })}</CashTransactions>
</FlexStatement></FlexStatements></FlexQueryResponse>`,
    );
  const settings = "accounts: { my-own: { id: U1234567 }, my--own: { id: U7654321 } }";
  const report = reportOfBytes(
    ["U1234567", "U7654321"].map((number, index) => ({
      path: `data/${index}.xml`,
      bytes: bytes(number),
    })),
    settings,
  );
  const both = beancountFile(report).text;
  expect(both).toContain("Equity:Broker:My-own:Deposits  -5 USD");
  expect(both).toContain("Equity:Broker:My-own-2:Deposits  -5 USD");
  const one = beancountFile(report, "my-own" as AccountAlias).text;
  expect(one).not.toContain("My-own:");
  expect(one).toContain("My-own-2:");
});
