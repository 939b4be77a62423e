import { expect, test } from "vitest";
import { accountBook } from "../adapters/flex/accounts.ts";
import { collect } from "../adapters/flex/collect.ts";
import { type FlexDocument, readFlexFile } from "../adapters/flex/document.ts";
import { type Amount, isKnown } from "../core/amount.ts";
import type { MovedField } from "../events/restatement.ts";
import { mapRows } from "./map.ts";

const STOCK = 'currency="USD" fxRateToBase="1" assetCategory="STK" symbol="XYZ" conid="1001"';

/** Two statements of the same days, the second newer, each with these rows of a section. */
function logOf(container: string, older: readonly string[], newer: readonly string[]): string[] {
  const documents = [older, newer].map((rows, index) => {
    const text = `<FlexQueryResponse queryName="Q" type="AF"><FlexStatements count="1">
<FlexStatement accountId="U1234567" fromDate="20250303" toDate="20250307" period="" whenGenerated="2025031${index};050000">
<AccountInformation accountId="U1234567" currency="USD" />
<${container}>
${rows.join("\n")}
</${container}>
</FlexStatement></FlexStatements></FlexQueryResponse>`;
    return readFlexFile({ path: `${index + 1}.xml`, bytes: new TextEncoder().encode(text) }).value;
  });
  const read = documents.filter((one): one is FlexDocument => one !== null);
  const statements = read.flatMap((document) => document.statements);
  const rows = collect(statements, accountBook([], read), () => {});
  return mapRows(rows, (account) => account).value.restatements.map((one) => {
    const moved = one.moved.map(
      ({ field, before, after }) => `${field} ${value(before)} → ${value(after)}`,
    );
    const { kind, what, date, instrument, event, amount, currency } = one;
    return `${kind} ${what} ${instrument} ${event} ${date}: ${moved.join(", ")}; ${value(amount)} ${currency}`;
  });
}

const value = (one: MovedField["before"] | Amount): string =>
  one === null ? "none" : typeof one === "string" ? one : isKnown(one) ? `${one}` : "unknown";

const trade = (more: string): string =>
  `<Trade accountId="U1234567" ${STOCK} transactionID="501" quantity="10" tradePrice="10" taxes="0" ibCommission="-1" ibCommissionCurrency="USD" levelOfDetail="EXECUTION" proceeds="-100" ${more} />`;

test("a row that moved to another day leaves one and arrives on the other", () => {
  const on = (day: string) => [trade(`reportDate="${day}" notes=""`)];
  expect(logOf("Trades", on("20250303"), on("20250304"))).toEqual([
    "changed trade 1001 account-1/trade/501 2025-03-04: reportDate 2025-03-03 → 2025-03-04; -101 USD",
    "changed trade 1001 account-1/trade/501 2025-03-03: reportDate 2025-03-03 → 2025-03-04; 101 USD",
  ]);
});

test("free text has no account number, and no cash moves", () => {
  const noted = (notes: string) => [trade(`reportDate="20250303" notes="${notes}"`)];
  expect(logOf("Trades", noted("P"), noted("U7654321"))).toEqual([
    "changed trade 1001 account-1/trade/501 2025-03-03: notes P → •••; 0 USD",
  ]);
});

test("a commission in another currency moves that currency", () => {
  const charged = (commission: string) =>
    trade('reportDate="20250303"')
      .replace('ibCommission="-1"', `ibCommission="${commission}"`)
      .replace('ibCommissionCurrency="USD"', 'ibCommissionCurrency="EUR"');
  expect(logOf("Trades", [charged("-1")], [charged("-3")])).toEqual([
    "changed trade 1001 account-1/trade/501 2025-03-03: ibCommission -1 → -3; -2 EUR",
  ]);
});

test("a transfer of cash is about its own event, a transfer of shares about none of cash", () => {
  const transfer = (cash: string, price: string) =>
    `<Transfer accountId="U1234567" ${STOCK} transactionID="7" direction="IN" reportDate="20250304" quantity="5" transferPrice="${price}" cashTransfer="${cash}" levelOfDetail="TRANSFER" />`;
  expect(logOf("Transfers", [transfer("100", "0")], [transfer("90", "0")])[0]).toMatch(
    /^changed transfer 1001 account-1\/transfer\/\w+-cash 2025-03-04: cashTransfer 100 → 90; -10 USD$/,
  );
  expect(logOf("Transfers", [transfer("0", "0")], [transfer("0", "12")])[0]).toMatch(
    /^changed transfer 1001 account-1\/transfer\/\w+ 2025-03-04: transferPrice 0 → 12; 0 USD$/,
  );
});

test("corporate actions", () => {
  const action = (id: string, proceeds: string) =>
    `<CorporateAction accountId="U1234567" ${STOCK} type="TC" transactionID="${id}" reportDate="20250304" quantity="-5" proceeds="${proceeds}" value="0" levelOfDetail="DETAIL" />`;
  expect(
    logOf("CorporateActions", [action("8", "50"), action("9", "60")], [action("8", "55")]),
  ).toEqual([
    "withdrawn corporate action 1001 null 2025-03-04: quantity -5 → none, proceeds 60 → none; -60 USD",
    "changed corporate action 1001 account-1/corporate-action/8 2025-03-04: proceeds 50 → 55; 5 USD",
  ]);
});

test("positions and lots of a day: the newest list counts, what is no longer in it is withdrawn", () => {
  const position = (mark: string, lots: readonly string[]) => [
    `<OpenPosition accountId="U1234567" ${STOCK} reportDate="20250307" levelOfDetail="SUMMARY" openDateTime="" position="10" markPrice="${mark}" costBasisMoney="101" />`,
    ...lots.map(
      (opened) =>
        `<OpenPosition accountId="U1234567" ${STOCK} reportDate="20250307" levelOfDetail="LOT" openDateTime="${opened}" position="10" markPrice="11" costBasisMoney="101" />`,
    ),
  ];
  const older = position("11", ["20250303;100000"]);
  const newer = position("11.5", ["20250304;100000"]);
  expect(logOf("OpenPositions", older, newer).toSorted()).toEqual([
    "added lot 1001 null 2025-03-07: position none → 10, markPrice none → 11, costBasisMoney none → 101, fxRateToBase none → 1; 0 USD",
    "changed position 1001 null 2025-03-07: markPrice 11 → 11.5; 0 USD",
    "withdrawn lot 1001 null 2025-03-07: position 10 → none, markPrice 11 → none, costBasisMoney 101 → none, fxRateToBase 1 → none; 0 USD",
  ]);
  expect(logOf("OpenPositions", older, older)).toEqual([]);
});

test("prices of a day", () => {
  const price = (of: string) => [
    `<PriorPeriodPosition accountId="U1234567" ${STOCK} date="20250305" price="${of}" priorMtmPnl="0" />`,
  ];
  expect(logOf("PriorPeriodPositions", price("12"), price("12.5"))).toEqual([
    "changed price 1001 null 2025-03-05: price 12 → 12.5; 0 USD",
  ]);
  expect(logOf("PriorPeriodPositions", price("12"), price("12.0"))).toEqual([]);
});
