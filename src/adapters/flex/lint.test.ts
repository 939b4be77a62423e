import { describe, expect, test } from "vitest";
import { attributesOf, sectionOf } from "./catalogue.ts";
import { readFlexFile } from "./document.ts";
import { lintQuery, type QueryReport } from "./lint.ts";
import { SECTION_NEEDS } from "./lint-table.ts";
import { checkNeeds } from "./needs.ts";

const HEAD = `accountId="U1234567" fromDate="20250101" toDate="20250331" period=""`;
const fileOf = (sections: string, more = "") =>
  readFlexFile({
    path: "a.xml",
    bytes: Buffer.from(
      `<FlexQueryResponse type="AF"><FlexStatements><FlexStatement ${HEAD}>${sections}</FlexStatement>${more}</FlexStatements></FlexQueryResponse>`,
    ),
  });

function linted(sections: string, more = ""): QueryReport {
  const { value, diagnostics } = fileOf(sections, more);
  if (value === null) throw new Error("the file was refused");
  return lintQuery(value, { diagnostics });
}

/** Findings as text, without those on sections that are missing. */
const found = (sections: string, more = ""): string[] =>
  linted(sections, more)
    .findings.filter(({ problem }) => !problem.startsWith("the query has no section"))
    .map(({ severity, problem }) => `${severity}: ${problem}`);

const element = (name: string, attributes: Readonly<Record<string, string>>) =>
  `<${name} ${Object.entries(attributes)
    .map(([key, value]) => `${key}="${value}"`)
    .join(" ")}/>`;

/** A section with one row of each element of the table, with all fields of it but some. */
function full(container: string, without: readonly string[] = []): string {
  const need = SECTION_NEEDS.find((one) => one.container === container);
  const rows = Object.entries(need?.fields ?? {}).map(([name, fields]) => {
    const kept = Object.keys(fields).filter((one) => !without.includes(one));
    return element(name, { id: "1", ...Object.fromEntries(kept.map((one) => [one, ""])) });
  });
  return `<${container}>${rows.join("")}</${container}>`;
}

describe("the table of needs", () => {
  test("names sections, elements and attributes that the catalogue knows", () => {
    const unknown = SECTION_NEEDS.flatMap(({ container, fields, levels }) => {
      const known = sectionOf(container);
      if (known === undefined) return [container];
      const names = Object.entries(fields).flatMap(([row, needs]) =>
        Object.keys(needs)
          .filter((name) => attributesOf(container, row)?.has(name) !== true)
          .map((name) => `${container}/${row}/${name}`),
      );
      const odd = levels.filter(
        ({ level }) => known.levels.length > 0 && !known.levels.includes(level),
      );
      return [...names, ...odd.map(({ level }) => `${container}/${level}`)];
    });
    expect(unknown).toEqual([]);
  });

  test("names each section and field once, and says what is lost without it", () => {
    const names = SECTION_NEEDS.map(({ container }) => container);
    expect(new Set(names).size).toBe(names.length);
    const texts = SECTION_NEEDS.flatMap(({ without, fields, levels }) => [
      without,
      ...Object.values(fields).flatMap((needs) => Object.values(needs).map((need) => need.without)),
      ...levels.flatMap(({ need }) => (need === null ? [] : [need.without])),
    ]);
    expect(texts.filter((text) => text === "" || text.endsWith("."))).toEqual([]);
  });

  test("builds report what is marked for them, and nothing else", () => {
    const { value } = fileOf(full("Trades", ["taxes", "symbol"]));
    expect(checkNeeds(value?.statements ?? []).map(({ message }) => message)).toEqual([
      "CashTransactions is not in the statement: unknown without it are dividends, withholding tax, interest, fees, deposits, withdrawals, cash",
      "OpenPositions is not in the statement: unknown without it are mark prices, market value, unrealized P&L, checks R2 and R3",
      "CashReport is not in the statement: unknown without it are opening cash, check R7",
      "EquitySummaryInBase is not in the statement: unknown without it are net asset value by day, returns",
      "CorporateActions is not in the statement: unknown without it are splits, mergers, spin-offs: the lots of their instruments would be wrong, not unknown",
      "Trades: Trade.taxes is not exported: unknown without it are transaction tax and, unless netCash is exported, cost basis, realized P&L and cash",
    ]);
  });
});

describe("sections and fields", () => {
  const report = linted(`${full("Trades", ["taxes"])}<CashTransactions/>${full("CashReport")}`);
  const section = (container: string) => report.sections.find((one) => one.container === container);

  test("are present, empty or missing", () => {
    expect(section("Trades")).toMatchObject({ state: "present", rows: 2, severity: "needed" });
    expect(section("CashTransactions")).toMatchObject({ state: "empty", rows: 0 });
    expect(section("OpenPositions")).toMatchObject({ state: "missing", rows: 0 });
    expect(report.sections.map(({ container }) => container)).toEqual(
      SECTION_NEEDS.map(({ container }) => container),
    );
  });

  test("fields of a section without rows cannot be checked", () => {
    const states = (container: string) =>
      new Set(section(container)?.fields.map(({ state }) => state));
    expect(states("CashTransactions")).toEqual(new Set(["unknown"]));
    expect(states("OpenPositions")).toEqual(new Set(["unknown"]));
    expect(states("CashReport")).toEqual(new Set(["present"]));
    expect(section("Trades")?.fields.filter(({ state }) => state === "missing")).toEqual([
      {
        element: "Trade",
        name: "taxes",
        state: "missing",
        severity: "needed",
        without:
          "transaction tax and, unless netCash is exported, cost basis, realized P&L and cash",
      },
    ]);
  });

  test("what is missing says what it disables and where it is mended, the most important first", () => {
    const of = (name: string) => report.findings.find(({ section: own }) => own === name);
    expect(of("Trades")).toEqual({
      severity: "needed",
      section: "Trades",
      name: "Trade.taxes",
      problem: "Trades lacks the field Taxes",
      effect: "transaction tax and, unless netCash is exported, cost basis, realized P&L and cash",
      path: "Performance & Reports > Flex Queries > edit (pencil) > Sections > Trades > Taxes",
    });
    expect(of("EquitySummaryInBase")).toMatchObject({
      name: null,
      problem: "the query has no section Net Asset Value (NAV) in Base",
      path: "Performance & Reports > Flex Queries > edit (pencil) > Sections > Net Asset Value (NAV) in Base",
    });
    expect(of("ConversionRates")?.path).toBe(
      "Performance & Reports > Flex Queries > edit (pencil) > General Configuration > Include Currency Rates?: Yes",
    );
    expect(of("CashTransactions")).toBe(undefined);
    const ranks = report.findings.map(({ severity }) =>
      ["needed", "useful", "advice"].indexOf(severity),
    );
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  test("a rate on the row is no more than useful where the rates of days are exported", () => {
    const trades = full("Trades", ["fxRateToBase"]);
    expect(found(trades)).toEqual([
      "needed: Trades lacks the field FX Rate to Base (fxRateToBase)",
    ]);
    const rates = `<ConversionRates><ConversionRate reportDate="20250102" fromCurrency="EUR" toCurrency="USD" rate="1.1"/></ConversionRates>`;
    expect(found(trades + rates)).toEqual([
      "useful: Trades lacks the field FX Rate to Base (fxRateToBase)",
    ]);
  });

  test("a section that some statements lack is there in part", () => {
    const other = `<FlexStatement ${HEAD.replace("U1234567", "U7654321")}/>`;
    const part = linted(full("CashReport"), other);
    expect(part.sections.find(({ container }) => container === "CashReport")?.state).toBe("partly");
    expect(found(full("CashReport"), other)).toContain(
      "needed: some statements of the file have no section Cash Report",
    );
  });
});

describe("levels of detail", () => {
  const row = (name: string, attributes: Readonly<Record<string, string>> = {}) =>
    element(name, { accountId: "U1234567", ...attributes });
  const only = (given: string): string[] => found(given).filter((one) => /rows of/.test(one));

  test.each([
    [
      "orders alone",
      `<Trades>${row("Order")}</Trades>`,
      ["needed: Trades has no rows of Execution"],
    ],
    [
      "a closing trade without its lots",
      `<Trades>${row("Trade", { openCloseIndicator: "C;O" })}</Trades>`,
      ["useful: Trades has no rows of Closed Lots"],
    ],
    [
      "a realized result without lots",
      `<Trades>${row("Trade", { fifoPnlRealized: "-1.5" })}</Trades>`,
      ["useful: Trades has no rows of Closed Lots"],
    ],
    ["an opening trade alone", `<Trades>${row("Trade", { openCloseIndicator: "O" })}</Trades>`, []],
    [
      "a conversion of currencies",
      `<Trades>${row("Trade", { assetCategory: "CASH", fifoPnlRealized: "1" })}</Trades>`,
      [],
    ],
    [
      "summaries besides executions",
      `<Trades>${row("Trade")}${row("Order")}${row("WashSale")}</Trades>`,
      ["advice: Trades also has rows of Order, Wash Sales"],
    ],
    [
      "positions without lots",
      `<OpenPositions>${row("OpenPosition", { levelOfDetail: "SUMMARY" })}</OpenPositions>`,
      ["needed: Open Positions has no rows of Lot"],
    ],
    [
      "lots without their summary",
      `<OpenPositions>${row("OpenPosition", { openDateTime: "20250102;100000" })}</OpenPositions>`,
      ["useful: Open Positions has no rows of Summary"],
    ],
    [
      "summaries of cash alone",
      `<CashTransactions>${row("CashTransaction", { levelOfDetail: "SUMMARY" })}</CashTransactions>`,
      ["needed: Cash Transactions has no rows of Detail"],
    ],
    [
      "summaries of cash in old files",
      `<CashTransactions>${row("CashTransaction", { transactionID: "1" })}${row("CashTransaction", { accountId: "-" })}</CashTransactions>`,
      ["advice: Cash Transactions also has rows of Summary"],
    ],
    [
      "cash in base currency alone",
      `<CashReport>${row("CashReportCurrency", { currency: "BASE_SUMMARY" })}</CashReport>`,
      ["needed: Cash Report has no rows of Currency Breakout"],
    ],
    ["no rows at all", "<Trades/><OpenPositions/><CashReport/>", []],
  ])("%s", (_, sections, expected) => {
    expect(only(sections)).toEqual(expected);
  });
});
