/** Exercised and assigned options: what delivered what, and the cash that settled what delivered nothing. */
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import { isKnown } from "../core/amount.ts";
import type { Trade } from "../events/event.ts";
import { ACCOUNT, element, inputOf, responseText, statementText } from "../fakes/responses.ts";
import { buildReport, readEvents } from "../pipeline.ts";

type Row = Readonly<Record<string, string>>;

const COMMON: Row = { accountId: "U1", currency: "USD" };
const OPTION: Row = {
  ...COMMON,
  ...{ assetCategory: "OPT", conid: "7", symbol: "XSP   250620C00400000", multiplier: "100" },
};
const exercise = (transactionID: string, quantity: string, more: Row = {}): Row => ({
  ...OPTION,
  ...{ transactionID, quantity, tradePrice: "0", proceeds: "0", ibCommission: "0", taxes: "0" },
  ...{ notes: "Ex", openCloseIndicator: "C", transactionType: "BookTrade" },
  ...{ reportDate: "20250623", tradeDate: "20250620", dateTime: "20250620;162000", ...more },
});
const settled = (proceeds: string): string =>
  element("OptionEAE", {
    ...OPTION,
    ...{ transactionType: "Cash Settlement", date: "20250620", quantity: "0", proceeds },
  });
const funds = (amount: string, level: string, more: Row = {}): string =>
  element("StatementOfFundsLine", {
    ...OPTION,
    ...{ date: "20250620;162000", reportDate: "20250623", activityCode: "ADJ", amount },
    ...{
      activityDescription: "Option Cash Settlement for: Exercise ( XSP )",
      levelOfDetail: level,
    },
    ...more,
  });

const JUNE = { from: "20250601", to: "20250630", generated: "20250701;040000" };

function told(trades: readonly Row[], sections: string) {
  const rows = trades.map((row) => element("Trade", row)).join("\n");
  const statement = statementText(`${ACCOUNT}<Trades>${rows}</Trades>${sections}`, JUNE);
  return { ...inputOf(responseText(statement)), settings: defaultSettings() };
}

function readOf(trades: readonly Row[], sections = "") {
  const { mapped, diagnostics } = readEvents(told(trades, sections));
  const events = mapped.events.filter((event): event is Trade => event.kind === "trade");
  return { events, codes: diagnostics.map(({ code }) => code as string) };
}

/** Units, basis and premium of the open lots of an instrument. */
const lotsOf = (conid: string, trades: readonly Row[]): string[] =>
  buildReport(told(trades, ""))
    .ledger.holdings.filter(({ instrument }) => instrument === conid)
    .flatMap(({ lots }) => lots)
    .map(({ quantity, costBasis, premium }) =>
      [quantity, costBasis, premium]
        .map((one) => (isKnown(one) ? String(one) : "unknown"))
        .join(" "),
    );

/** Proceeds and net of each trade, by transaction. */
const amountsOf = (trades: readonly Row[], sections = ""): string[] =>
  readOf(trades, sections).events.map(
    ({ transaction, proceeds, net }) =>
      `${transaction} ${isKnown(proceeds) ? proceeds : "unknown"} net ${isKnown(net) ? net : "unknown"}`,
  );

const inEae = (...rows: string[]): string => `<OptionEAE>${rows.join("")}</OptionEAE>`;
const inFunds = (...rows: string[]): string => `<StmtFunds>${rows.join("")}</StmtFunds>`;

describe("an option that is settled in cash", () => {
  test("has the amount of OptionEAE as its proceeds, with thousands separators", () => {
    expect(amountsOf([exercise("1", "-2")], inEae(settled("1,234.50")))).toEqual([
      "1 1234.5 net 1234.5",
    ]);
  });

  test("shares it by units with others of the day", () => {
    const trades = [exercise("1", "-1"), exercise("2", "-3")];
    expect(amountsOf(trades, inEae(settled("400")))).toEqual(["1 100 net 100", "2 300 net 300"]);
  });

  test("takes it from the statement of funds where OptionEAE is not exported, once", () => {
    const both = inFunds(funds("55", "Currency"), funds("55", "BaseCurrency"));
    expect(amountsOf([exercise("1", "-1")], both)).toEqual(["1 55 net 55"]);
    expect(
      amountsOf([exercise("1", "-1")], inFunds(funds("55", "Currency")) + inEae(settled("50"))),
    ).toEqual(["1 50 net 50"]);
  });

  test("is not settled with an amount in another currency", () => {
    const base = inFunds(funds("49", "BaseCurrency", { currency: "EUR" }));
    expect(amountsOf([exercise("1", "-1")], base)).toEqual(["1 unknown net unknown"]);
  });

  test("has both of two amounts that are alike", () => {
    const trades = [exercise("1", "-1"), exercise("2", "-1")];
    const twice = inFunds(funds("55", "Currency"), funds("55", "Currency"));
    expect(amountsOf(trades, twice)).toEqual(["1 55 net 55", "2 55 net 55"]);
  });

  test("has an amount that is booked on the next weekday, and none of another week", () => {
    const on = (day: string): string =>
      inFunds(funds("55", "Currency", { date: day, reportDate: day }));
    expect(amountsOf([exercise("1", "-1")], on("20250623"))).toEqual(["1 55 net 55"]);
    expect(amountsOf([exercise("1", "-1")], on("20250627"))).toEqual(["1 unknown net unknown"]);
    expect(amountsOf([exercise("1", "-1")], on("20250619"))).toEqual(["1 unknown net unknown"]);
  });

  test("tells so by its amount where codes are not exported; an expiry has none", () => {
    const silent = exercise("1", "-1", { notes: "" });
    expect(amountsOf([silent], inEae(settled("50")))).toEqual(["1 50 net 50"]);
    expect(amountsOf([silent])).toEqual(["1 0 net 0"]);
    const expired = exercise("1", "-1", { notes: "Ep" });
    expect(amountsOf([expired], inEae(settled("50")))).toEqual(["1 0 net 0"]);
  });

  test("is named where no row has the amount; cash and result are unknown", () => {
    expect(amountsOf([exercise("1", "-1")])).toEqual(["1 unknown net unknown"]);
    expect(readOf([exercise("1", "-1")]).codes).toContain("options/settlement-missing");
  });
});

describe("an option that delivers", () => {
  const shares = (transactionID: string, more: Row = {}): Row => ({
    ...exercise(transactionID, "100", { assetCategory: "STK", conid: "70", symbol: "XYZ" }),
    ...{ multiplier: "1", tradePrice: "400", proceeds: "-40000", openCloseIndicator: "O", ...more },
  });
  const onShares = { underlyingConid: "70", symbol: "XYZ   250620C00400000", strike: "400" };

  test("and its delivery name each other", () => {
    const { events, codes } = readOf([exercise("1", "-1", onShares), shares("2")]);
    const [option, delivery] = events;
    expect([option?.delivers, delivery?.deliveredBy]).toEqual([delivery?.id, option?.id]);
    expect(codes).not.toContain("options/settlement-missing");
  });

  test("but whose delivery is in no row leaves cash alone, and its result unknown", () => {
    const held = shares("2", { dateTime: "20250602;100000", tradeDate: "20250602", notes: "" });
    const trades = [held, exercise("1", "-1", onShares)];
    expect(amountsOf(trades)).toEqual(["2 -40000 net -40000", "1 0 net unknown"]);
    expect(readOf(trades).codes).toContain("options/settlement-missing");
  });

  test("is not linked with a row that was taken back", () => {
    const cancel = shares("3", {
      ...{ quantity: "-100", proceeds: "40000", notes: "Ex;Ca", transactionType: "TradeCancel" },
      ...{ origTransactionID: "2", openCloseIndicator: "" },
    });
    const { events } = readOf([exercise("1", "-1", onShares), shares("2"), cancel, shares("4")]);
    const linked = events.find(({ deliveredBy }) => deliveredBy !== null);
    expect(linked?.transaction).toBe("4");
  });

  const bought = { ...onShares, notes: "", transactionType: "ExchTrade", openCloseIndicator: "O" };
  const opened = (quantity: string): Row => ({
    ...exercise("1", quantity, { ...bought, dateTime: "20250602;100000", tradePrice: "3" }),
    ...{ tradeDate: "20250602", reportDate: "20250602", proceeds: String(-300 * Number(quantity)) },
  });

  test("shares its premium by units among several rows of what it delivered", () => {
    const rows = [
      shares("8", { quantity: "150", proceeds: "-60000" }),
      shares("9", { quantity: "50", proceeds: "-20000" }),
    ];
    const answer = ["150 60450 450", "50 20150 150"];
    const option = exercise("7", "-2", onShares);
    expect(lotsOf("70", [opened("2"), option, ...rows])).toEqual(answer);
    const action = { positionActionID: "5" };
    expect(
      lotsOf("70", [
        opened("2"),
        { ...option, ...action },
        ...rows.map((row) => ({ ...row, ...action })),
      ]),
    ).toEqual(answer);
  });

  test("in several rows leaves all premiums with the one row of what they delivered", () => {
    const options = [exercise("6", "-1", onShares), exercise("7", "-1", onShares)];
    const one = shares("8", { quantity: "200", proceeds: "-80000" });
    expect(lotsOf("70", [opened("2"), ...options, one])).toEqual(["200 80600 600"]);
  });

  test("but is in no row leaves the basis of what it delivered unknown", () => {
    expect(lotsOf("70", [shares("2")])).toEqual(["100 unknown unknown"]);
    expect(lotsOf("70", [shares("2", { notes: "" })])).toEqual(["100 40000 0"]);
  });

  test("names an underlying that is wrong, and still delivers the shares of its name at its strike", () => {
    const option = exercise("7", "-2", { ...onShares, underlyingConid: "71", putCall: "C" });
    const row = shares("8", { quantity: "200", proceeds: "-80000" });
    const held = { conid: "71", symbol: "ABC", notes: "", dateTime: "20250602;100000" };
    const trades = [opened("2"), option, row, shares("9", held)];
    expect(lotsOf("70", trades)).toEqual(["200 80600 600"]);
    const { codes } = readOf(trades);
    expect(codes).not.toContain("options/settlement-missing");
    expect(codes).toContain("options/underlying-differs");
  });

  test("may be told to have delivered in both directions: bad rows, which stop nothing", () => {
    const warrant = { ...onShares, assetCategory: "WAR", symbol: "XYZ WS", multiplier: "1" };
    const action = { positionActionID: "5", openCloseIndicator: "C" };
    const rows = [
      { ...opened("200"), ...warrant },
      exercise("7", "-200", { ...warrant, ...action }),
      shares("8", { quantity: "100", ...action }),
      shares("9", { quantity: "-100", proceeds: "40000", ...action }),
    ];
    expect(lotsOf("7", rows)).toEqual([]);
    expect(lotsOf("70", rows)).toEqual([]);
  });

  test("may be a warrant", () => {
    const warrant = { ...onShares, assetCategory: "WAR", symbol: "XYZ WS", multiplier: "1" };
    const { events } = readOf([exercise("1", "-100", warrant), shares("2")]);
    expect(events[1]?.deliveredBy).toBe(events[0]?.id);
  });

  test("is found by what the rows say where neither codes nor types of rows are exported", () => {
    const silent = { notes: "", transactionType: "" };
    const { events } = readOf([
      exercise("1", "-1", { ...onShares, ...silent }),
      shares("2", silent),
      shares("3", { ...silent, exchange: "NYSE" }),
    ]);
    expect(events.map(({ deliveredBy }) => deliveredBy)).toEqual([null, events[0]?.id, null]);
  });
});

describe("an option that ends closes its position, whatever the row's indicator", () => {
  const effectOf = (more: Row) =>
    readOf([exercise("1", "-1", { openCloseIndicator: "", ...more })]).events[0]?.effect;

  test.each([
    ["expired", { notes: "Ep" }, "closes"],
    ["assigned", { notes: "A", transactionType: "Assignment" }, "closes"],
    ["without codes", { notes: "" }, "closes"],
    ["without codes and types", { notes: "", transactionType: "" }, "closes"],
    ["traded", { notes: "", transactionType: "ExchTrade" }, null],
    ["traded at a price", { notes: "", transactionType: "", tradePrice: "1" }, null],
  ])("%s", (_, more, effect) => {
    expect(effectOf(more)).toBe(effect);
  });
});
