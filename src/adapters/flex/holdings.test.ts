import { describe, expect, test } from "vitest";
import { type Amount, absent, isKnown } from "../../core/amount.ts";
import type { AccountAlias } from "../../core/ids.ts";
import { accountBook } from "./accounts.ts";
import { type FlexDocument, readFlexFile } from "./document.ts";
import { holdingsOf } from "./holdings.ts";

/** One statement of an account (U1234567 unless another is named) and day. */
const statement = (sections: string, to = "20250331", account = "U1234567", generated = "") =>
  `<FlexStatement accountId="${account}" fromDate="20250101" toDate="${to}" period="" whenGenerated="${generated}">${sections}</FlexStatement>`;

function documentOf(...statements: string[]): FlexDocument {
  const text = `<FlexQueryResponse queryName="q" type="AF"><FlexStatements count="${statements.length}">${statements.join("\n")}</FlexStatements></FlexQueryResponse>`;
  const { value } = readFlexFile({ path: "a.xml", bytes: Buffer.from(text) });
  if (value === null) throw new Error("the file was refused");
  return value;
}

const positions = (...rows: string[]) =>
  `<OpenPositions>${rows.map((row) => `<OpenPosition currency="USD" ${row}/>`).join("")}</OpenPositions>`;
const cash = (...rows: string[]) =>
  `<CashReport>${rows.map((row) => `<CashReportCurrency ${row}/>`).join("")}</CashReport>`;
const text = (amount: Amount) => (isKnown(amount) ? amount.toString() : amount);

/** Holdings as lines: `account symbol units currency conid`. */
function held(document: FlexDocument): unknown {
  const { holdings } = holdingsOf(document);
  if (!isKnown(holdings)) return holdings;
  return holdings.map(({ account, symbol, units, currency, conid }) =>
    [account, symbol, isKnown(units) ? units : units.unknown, currency, conid].join(" "),
  );
}

describe("positions", () => {
  test("come from summaries where there are any, never from both", () => {
    const rows = [
      `levelOfDetail="SUMMARY" conid="1" symbol="A" position="30"`,
      `levelOfDetail="LOT" conid="1" symbol="A" position="10" openDateTime="20240101;100000"`,
      `levelOfDetail="LOT" conid="1" symbol="A" position="20" openDateTime="20240201;100000"`,
      `levelOfDetail="LOT" conid="2" symbol="B" position="1.5" openDateTime="20240101;100000"`,
      `levelOfDetail="LOT" conid="2" symbol="B" position="-4" openDateTime="20240201;100000"`,
    ];
    expect(held(documentOf(statement(positions(...rows))))).toEqual([
      "account-1 A 30 USD 1",
      "account-1 B -2.5 USD 2",
    ]);
  });

  test("an opening tells lots where the level is not exported", () => {
    const rows = [
      `conid="1" symbol="A" position="30" openDateTime=""`,
      `conid="1" symbol="A" position="30" openDateTime="20240101;100000"`,
    ];
    expect(held(documentOf(statement(positions(...rows))))).toEqual(["account-1 A 30 USD 1"]);
  });

  test("two sides of one instrument add up, two instruments of one symbol stay two, zero is left out", () => {
    const rows = [
      `levelOfDetail="SUMMARY" conid="10" symbol="A" position="5"`,
      `levelOfDetail="SUMMARY" conid="9" symbol="A" position="1"`,
      `levelOfDetail="SUMMARY" conid="10" symbol="A" position="-2"`,
      `levelOfDetail="SUMMARY" conid="3" symbol="Z" position="0"`,
    ];
    expect(held(documentOf(statement(positions(...rows))))).toEqual([
      "account-1 A 1 USD 9",
      "account-1 A 3 USD 10",
    ]);
  });

  test("are exact", () => {
    const rows = ["0.1", "0.2"].map((units) => `conid="1" symbol="A" position="${units}"`);
    expect(held(documentOf(statement(positions(...rows))))).toEqual(["account-1 A 0.3 USD 1"]);
  });

  test("come from the newest statement of each account, also where it has none any more", () => {
    const one = (units: string) => positions(`conid="1" symbol="A" position="${units}"`);
    const days = [
      statement(one("3"), "20250331"),
      statement(one("1"), "20250329"),
      statement(one("7"), "20250328", "U7654321"),
      statement(positions(), "20250331", "U7654321"),
    ];
    expect(held(documentOf(...days))).toEqual(["account-1 A 3 USD 1"]);
    const twice = [
      statement(one("5"), "20250331", "U1234567", "20250402;050000"),
      statement(one("4"), "20250331", "U1234567", "20250401;050000"),
    ];
    expect(held(documentOf(...twice))).toEqual(["account-1 A 5 USD 1"]);
  });

  test("of two accounts stay apart, of two segments of one account they add up", () => {
    const own = (account: string, units: string) =>
      statement(positions(`conid="1" symbol="A" position="${units}"`), "20250331", account);
    const document = documentOf(own("U1234567", "1"), own("U1234567F", "2"), own("U7654321", "4"));
    expect(held(document)).toEqual(["account-1 A 3 USD 1", "account-2 A 4 USD 1"]);
    const listed = [{ alias: "main" as AccountAlias, name: "main", ids: ["U1234567"] }];
    const book = accountBook(listed, []);
    const { holdings } = holdingsOf(document, book);
    expect(
      isKnown(holdings) && holdings.map(({ account, units }) => [account, text(units)]),
    ).toEqual([["main", "3"]]);
    expect(book.refusedRows).toHaveLength(1);
  });

  test("rows of a group repeat those of its members", () => {
    const rows = [
      `accountId="U1234567" conid="1" symbol="A" position="1"`,
      `accountId="U7654321" conid="1" symbol="A" position="2"`,
      `accountId="-" conid="1" symbol="A" position="3"`,
    ];
    expect(held(documentOf(statement(positions(...rows))))).toEqual([
      "account-1 A 1 USD 1",
      "account-2 A 2 USD 1",
    ]);
  });

  test("without a quantity are unknown, and rows without any name stay apart", () => {
    const rows = [`conid="1" symbol="A"`, `conid="2" symbol="B" position="3O"`];
    expect(held(documentOf(statement(positions(...rows))))).toEqual([
      "account-1 A the query does not export OpenPosition.position USD 1",
      "account-1 B position is not a number USD 2",
    ]);
    expect(held(documentOf(statement(positions(`position="1"`, `position="1"`))))).toHaveLength(2);
  });

  test("are unknown without the section, and none where it is empty", () => {
    expect(held(documentOf(statement("")))).toEqual({
      unknown: "the query has no section Open Positions",
    });
    expect(held(documentOf(statement(positions())))).toEqual([]);
    expect(held(documentOf())).toEqual({
      unknown: "the file holds no statement that can be read",
    });
  });
});

describe("cash", () => {
  const balances = (document: FlexDocument): unknown => {
    const { cash: rows } = holdingsOf(document);
    if (!isKnown(rows)) return rows;
    return rows.map(({ account, currency, amount }) => [account, currency, text(amount)]);
  };

  test("is by currency, without the total in base currency", () => {
    const rows = [
      `currency="BASE_SUMMARY" endingCash="99"`,
      `currency="EUR" levelOfDetail="BaseCurrency" endingCash="98"`,
      `currency="USD" levelOfDetail="Currency" endingCash="-1.25"`,
      `currency="EUR" endingCash="10"`,
      `accountId="-" currency="EUR" endingCash="1000"`,
    ];
    expect(balances(documentOf(statement(cash(...rows))))).toEqual([
      ["account-1", "EUR", "10"],
      ["account-1", "USD", "-1.25"],
    ]);
  });

  test("of segments adds up", () => {
    const own = (account: string) =>
      statement(cash(`currency="USD" endingCash="1.1"`), "20250331", account);
    expect(balances(documentOf(own("U1234567"), own("U1234567F")))).toEqual([
      ["account-1", "USD", "2.2"],
    ]);
  });

  test.each([
    ["without the section", statement(""), "the query has no section Cash Report"],
    [
      "without rows by currency",
      statement(cash(`currency="BASE_SUMMARY" endingCash="99"`)),
      "Cash Report has its total in base currency alone, and no row by currency",
    ],
  ])("%s is unknown, not zero", (_, one, reason) => {
    expect(balances(documentOf(one))).toEqual({ unknown: reason });
  });

  test("of a row without its figure is unknown", () => {
    expect(balances(documentOf(statement(cash(`currency="USD"`))))).toEqual([
      ["account-1", "USD", absent("the query does not export CashReportCurrency.endingCash")],
    ]);
  });
});
