import { describe, expect, test } from "vitest";
import { readFlexFile } from "./document.ts";

/** Reads a statement with the given sections; its first section starts on line 2. */
const found = (sections: string) =>
  readFlexFile({
    path: "a.xml",
    bytes: Buffer.from(
      `<FlexQueryResponse type="AF"><FlexStatements count="1"><FlexStatement accountId="U1234567" fromDate="20250102" toDate="20250331">\n${sections}\n</FlexStatement></FlexStatements></FlexQueryResponse>`,
    ),
  }).diagnostics.map(({ code, message, at, actual }) => ({
    code,
    message,
    line: at[0]?.line,
    actual,
  }));

const trades = (...rows: string[]) =>
  `<Trades>\n${rows.map((row) => `<Trade ${row}/>`).join("\n")}\n</Trades>`;

describe("names", () => {
  test("an unknown attribute is reported once, with its first line, rows and an example", () => {
    const rows = [
      `symbol="A"`,
      `symbol="A" fresh=""`,
      `symbol="B" fresh="1.5"`,
      `fresh="2" symbol="B"`,
    ];
    expect(found(trades(...rows))).toEqual([
      {
        code: "flex/unknown-attribute",
        message: "Trades: unknown attribute fresh on 3 Trade rows",
        line: 4,
        actual: 'for example "1.5"',
      },
    ]);
  });

  test.each([
    ["2025-03-31", 'for example "2025-03-31"'],
    ["Yes", 'for example "Yes"'],
    ["Jane Example", "for example text of 12 characters"],
    ["U1234567", "for example text of 8 characters"],
    ["123456789", "for example text of 9 characters"],
  ])("an example that could be personal is only described: %s", (value, actual) => {
    expect(found(trades(`fresh="${value}"`))[0]?.actual).toBe(actual);
  });

  test("an unknown section is reported once, its rows are not looked into", () => {
    const section = `<StatementOfFunds>\n<Line amount="x"/><Line amount="y"/>\n</StatementOfFunds>\n`;
    expect(found(section.repeat(2))).toMatchObject([
      {
        code: "flex/unknown-section",
        message: "unknown section StatementOfFunds with 4 rows",
        line: 2,
      },
    ]);
  });

  test("an unknown row of a known section", () => {
    expect(found(`<Trades>\n<TradeConfirm quantity="x"/>\n</Trades>`)).toMatchObject([
      {
        code: "flex/unknown-element",
        message: "Trades: unknown element TradeConfirm on 1 row",
        line: 3,
      },
    ]);
  });

  test("rows of a section that nobody has described are no news", () => {
    expect(found(`<UnbookedTrades><UnbookedTrade anything="x"/></UnbookedTrades>`)).toEqual([]);
  });

  test("an unknown element around rows; the rows inside count", () => {
    expect(found(`<Trades><Group><Trade symbol="A"/></Group></Trades>`)).toMatchObject([
      { code: "flex/unknown-element", message: "Trades: unknown element Group" },
    ]);
  });

  test("text is reported once, with its first line", () => {
    expect(found(`<Trades>\nx<Trade symbol="A"/>y<![CDATA[z]]></Trades>`)).toMatchObject([
      { code: "flex/unexpected-text", message: "text between elements in 3 places", line: 3 },
    ]);
  });
});

describe("values", () => {
  test.each([
    [`quantity="3O"`, "flex/bad-number", "Trades: quantity is not a number on a Trade row", '"3O"'],
    [
      `tradeDate="20241332"`,
      "flex/bad-date",
      "Trades: tradeDate is not a date or time on a Trade row",
      '"20241332"',
    ],
    [
      `tradeTime="256000"`,
      "flex/bad-date",
      "Trades: tradeTime is not a date or time on a Trade row",
      '"256000"',
    ],
    [
      `dateTime="03/04/2025;120000"`,
      "flex/ambiguous-date",
      "Trades: dateTime is a date with slashes on 1 Trade row",
      '"03/04/2025;120000"',
    ],
    [
      `tradePrice="1,421.29"`,
      "flex/thousands-separator",
      "Trades: tradePrice has thousands separators on 1 Trade row",
      '"1,421.29"',
    ],
    [
      `buySell="HOLD"`,
      "flex/unknown-value",
      'Trades: unknown buySell "HOLD" on 1 Trade row',
      '"HOLD"',
    ],
    [
      `isAPIOrder="maybe"`,
      "flex/unknown-value",
      'Trades: unknown isAPIOrder "maybe" on 1 Trade row',
      '"maybe"',
    ],
    [
      `notes="P;Zz"`,
      "flex/unknown-code",
      'Trades: unknown code "Zz" in notes on 1 Trade row',
      '"Zz"',
    ],
  ])("%s", (attribute, code, message, actual) => {
    expect(found(trades(attribute))).toEqual([{ code, message, line: 3, actual }]);
  });

  test.each([
    `quantity="-"`,
    `quantity="" tradeDate="" buySell="" notes=""`,
    `tradePrice="--"`,
    `tradeDate="MULTI" reportDate="MULTI"`,
    `openDateTime="--" exchOrderId="N/A"`,
    `accountId="-" weight="0.0 (null)"`,
    `notes="P;" openCloseIndicator="C;O"`,
    `orderType="LMT;FANCY" subCategory="NY REG SHRS"`,
    `fxRateToBase="-1"`,
    `conid="3O" tradeID="1E5"`,
    `dateTime="2025-03-31 13:31:36 EDT"`,
  ])("nothing is wrong with %s", (attributes) => {
    expect(found(trades(attributes))).toEqual([]);
  });

  test("thousands are normal among option exercises", () => {
    expect(found(`<OptionEAE><OptionEAE proceeds="21,792.73"/></OptionEAE>`)).toEqual([]);
    expect(found(`<OptionEAE><OptionEAE proceeds="21.792,73"/></OptionEAE>`)).toMatchObject([
      { code: "flex/bad-number" },
    ]);
  });

  test("errors stand at each row, everything else at its first", () => {
    const row = `quantity="x" tradePrice="1,000" buySell="HOLD" notes="Zz" reportDate="1/2/2025"`;
    expect(
      found(trades(`quantity="1"`, row, row)).map(({ code, line }) => `${code} ${line}`),
    ).toEqual([
      "flex/bad-number 4",
      "flex/bad-number 5",
      "flex/thousands-separator 4",
      "flex/unknown-value 4",
      "flex/unknown-code 4",
      "flex/ambiguous-date 4",
    ]);
  });

  test("a hundred errors of one attribute are listed, the rest is counted", () => {
    const all = found(
      trades(...Array.from({ length: 150 }, (_, index) => `quantity="${index},5"`)),
    );
    expect(all).toHaveLength(101);
    expect(all.at(-1)).toMatchObject({
      code: "flex/bad-number",
      message: "Trades: quantity is not a number on 50 more Trade rows",
      line: 103,
    });
  });

  test("a long value is cut", () => {
    expect(found(trades(`quantity="${"9".repeat(50)}x"`))[0]?.actual).toBe(`"${"9".repeat(39)}…"`);
  });
});
