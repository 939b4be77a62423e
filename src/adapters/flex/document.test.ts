import { describe, expect, test } from "vitest";
import type { FlexDocument } from "./document.ts";
import { readFlexFile } from "./document.ts";

const read = (text: string | Uint8Array) =>
  readFlexFile({ path: "data/a.xml", bytes: typeof text === "string" ? Buffer.from(text) : text });

const HEAD = `accountId="U1234567" fromDate="20250102" toDate="20250331" period="" whenGenerated="20250401;051530"`;
const statement = (sections: string, head = HEAD) =>
  `<FlexStatement ${head}>\n${sections}\n</FlexStatement>`;
const file = (statements: string, count = 1, type = ' type="AF"') =>
  `<FlexQueryResponse queryName="A &amp; B"${type}>\n<FlexStatements count="${count}">\n${statements}\n</FlexStatements>\n</FlexQueryResponse>\n`;

function documentOf(text: string): FlexDocument {
  const { value, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  if (value === null) throw new Error("the file was refused");
  return value;
}

describe("a statement", () => {
  const document = documentOf(
    file(
      statement(`<AccountInformation accountId="U1234567" currency="USD" />
<Trades>
<Trade accountId="U1234567" symbol="A&amp;B" description="Mü&#x6C;ler	&quot;x&quot;" quantity="5" />
<Order symbol="AB" />
</Trades>
<CashTransactions />
<FxPositions>
<FxLots><FxLot fxCurrency="EUR" /></FxLots>
</FxPositions>`),
    ),
  );
  const [first] = document.statements;

  test("knows its account, dates and place", () => {
    expect(document).toMatchObject({ path: "data/a.xml", type: "activity", queryName: "A & B" });
    expect(first).toMatchObject({
      accountId: "U1234567",
      from: "2025-01-02",
      to: "2025-03-31",
      generated: "2025-04-01T05:15:30",
      period: "",
      place: { file: "data/a.xml", line: 3 },
    });
  });

  test("a section that is present and empty differs from one that is absent", () => {
    expect(first?.sections.get("CashTransactions")).toMatchObject({ rows: [], place: { line: 9 } });
    expect(first?.sections.has("OpenPositions")).toBe(false);
  });

  test("rows know element, section, line and bytes", () => {
    const rows = first?.sections.get("Trades")?.rows ?? [];
    expect(rows.map((row) => [row.element, row.section, row.place.line])).toEqual([
      ["Trade", "Trades", 6],
      ["Order", "Trades", 7],
    ]);
    expect((rows[1]?.end ?? 0) - (rows[1]?.start ?? 0)).toBe(`<Order symbol="AB" />`.length);
  });

  test("attributes are decoded; not exported differs from blank", () => {
    const attributes = first?.sections.get("Trades")?.rows[0]?.attributes();
    expect(attributes?.names()).toEqual(["accountId", "symbol", "description", "quantity"]);
    expect(attributes?.get("symbol")).toBe("A&B");
    expect(attributes?.get("description")).toBe('Müller "x"');
    expect(attributes?.get("model")).toBeUndefined();
  });

  test("columns are the names of all its rows", () => {
    const columns = first?.sections.get("Trades")?.columns ?? new Set();
    expect([...columns]).toEqual(["accountId", "symbol", "description", "quantity"]);
  });

  test("a section that is one element is a row of its own; wrappers are looked through", () => {
    const information = first?.sections.get("AccountInformation")?.rows ?? [];
    expect(information.map((row) => row.attributes().get("currency"))).toEqual(["USD"]);
    const lots = first?.sections.get("FxPositions")?.rows ?? [];
    expect(lots.map((row) => row.element)).toEqual(["FxLot"]);
  });
});

test("a section that stands twice in a statement keeps the rows of both", () => {
  const twice = `<ChangeInNAV endingValue="1" />\n<ChangeInNAV endingValue="2" />`;
  const [first] = documentOf(file(statement(twice))).statements;
  expect(first?.sections.get("ChangeInNAV")?.rows.map((row) => row.place.line)).toEqual([4, 5]);
});

test("a row with elements inside is a row, and so are they", () => {
  const { value, diagnostics } = read(
    file(statement(`<Trades><Trade symbol="A"><Part x="1"/></Trade></Trades>`)),
  );
  expect(value?.statements[0]?.sections.get("Trades")?.rows.map((row) => row.element)).toEqual([
    "Trade",
    "Part",
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["flex/unknown-element"]);
});

test("a byte order mark, a declaration and comments change nothing", () => {
  const plain = file(statement("<Trades/>"));
  const { value } = read(
    `\ufeff<?xml version="1.0" encoding="UTF-8"?><!-- x -->${plain}<!-- y -->`,
  );
  expect(value?.statements).toHaveLength(1);
});

test.each([
  [' type="TCF"', "<Trades/>", "trade confirmation", []],
  ["", "<TradeConfirms/>", "trade confirmation", []],
  ["", "<Trades/><TradeConfirms/>", "activity", []],
  ["", "", "activity", []],
  [' type="XX"', "<TradeConfirms/>", "trade confirmation", ["flex/unknown-value"]],
])("the kind of%s with %s is %s", (type, sections, expected, codes) => {
  const { value, diagnostics } = read(file(statement(sections), 1, type));
  expect(value?.type).toBe(expected);
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
});

describe("statements that are missing or cannot be used", () => {
  test("another number of statements than the file says", () => {
    const { value, diagnostics } = read(file(statement(""), 2));
    expect(value?.statements).toHaveLength(1);
    expect(diagnostics).toMatchObject([
      { code: "flex/statement-count", at: [{ line: 2 }], expected: "2", actual: "1" },
    ]);
  });

  test.each([
    [`fromDate="20250102" toDate="20250331"`, "accountId is missing"],
    [`accountId="-" fromDate="20250102" toDate="20250331"`, "accountId is blank"],
    [`accountId="U1234567"`, "fromDate is missing, toDate is missing"],
    [`accountId="U1234567" fromDate="" toDate="20250331"`, "fromDate is blank"],
    [
      `accountId="U1234567" fromDate="01/02/2025" toDate="20250331"`,
      "fromDate is a date with slashes",
    ],
    [`accountId="U1234567" fromDate="20250102" toDate="20251332"`, "toDate is not a date"],
    [`accountId="U1234567" fromDate="20250401" toDate="20250331"`, "fromDate is after toDate"],
  ])("%s", (head, why) => {
    const { value, diagnostics } = read(file(`${statement("<Odd/>", head)}\n${statement("")}`, 2));
    expect(value?.statements).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ code: "flex/bad-statement", at: [{ line: 3 }] }]);
    expect(diagnostics[0]?.message).toContain(`: ${why}`);
  });

  test("a time of generation that cannot be read", () => {
    const { value, diagnostics } = read(
      file(statement("", HEAD.replace("20250401;", "04/01/2025;"))),
    );
    expect(value?.statements[0]?.generated).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toEqual(["flex/ambiguous-date"]);
  });

  test("elements around the statements that are not known", () => {
    const text = file(statement("")).replace(
      "<FlexStatements",
      `<AccountInformation a="1"/>\n<FlexStatements`,
    );
    const { value, diagnostics } = read(text);
    expect(value?.statements).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ code: "flex/unknown-element", at: [{ line: 2 }] }]);
  });

  test("a message of the broker is reported as text, without its words", () => {
    const text = file(statement("")).replace(
      "<FlexStatements",
      `<Message>Hello U1234567</Message>\n<FlexStatements`,
    );
    const { value, diagnostics } = read(text);
    expect(value?.statements).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ code: "flex/unexpected-text", at: [{ line: 2 }] }]);
    expect(JSON.stringify(diagnostics)).not.toContain("U1234567");
  });
});

describe("files that are refused", () => {
  const whole = file(statement(`<Trades>\n<Trade symbol="A" />\n</Trades>`));
  const answer = (inner: string) =>
    `<FlexStatementResponse timestamp="x">\n${inner}\n</FlexStatementResponse>`;
  test.each<[string, string | Uint8Array, string, number, string]>([
    ["nothing", "", "flex/empty", 1, "fetch it again"],
    ["blanks", "\ufeff \n\n", "flex/empty", 1, "fetch it again"],
    ["CSV", `"ClientAccountID","Symbol"\n"U1234567","A"\n`, "flex/not-xml", 1, "Format XML"],
    ["text", "Statement is not ready", "flex/not-xml", 1, "Format XML"],
    ["HTML", "<!DOCTYPE html>\n<html>", "flex/not-xml", 1, "a page"],
    ["HTML without doctype", "\n<HTML lang='en'>", "flex/not-xml", 1, "a page"],
    ["a ZIP archive", Buffer.from("PK\u0003\u0004abc"), "flex/not-xml", 1, "unpack"],
    ["binary data", Buffer.from([1, 2, 0, 3]), "flex/not-xml", 1, "fetch it again"],
    ["UTF-16", Buffer.from(`\ufeff${whole}`, "utf16le"), "flex/not-xml", 1, "UTF-8"],
    ["UTF-16 without mark", Buffer.from(whole, "utf16le"), "flex/not-xml", 1, "UTF-8"],
    [
      "a DOCTYPE",
      `<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY b "b">]>\n${whole}`,
      "flex/doctype",
      2,
      "as the broker sent it",
    ],
    ["an error", answer("<ErrorCode>1012</ErrorCode>"), "flex/error-response", 2, "new token"],
    [
      "an unknown error",
      answer("<ErrorCode>4711</ErrorCode>"),
      "flex/error-response",
      2,
      "reference",
    ],
    [
      "an error without code",
      answer("<Status>Fail</Status>"),
      "flex/error-response",
      1,
      "reference",
    ],
    ["a receipt", answer("<Status>Success</Status>"), "flex/not-a-statement", 1, "second download"],
    ["another root", "<rss/>", "flex/not-a-statement", 1, "fetch it again"],
    ["a lone statement", statement(""), "flex/not-a-statement", 1, "whole file"],
    ["no statements", "<FlexQueryResponse/>", "flex/not-a-statement", 1, "fetch it again"],
    ["a cut-off row", whole.slice(0, whole.indexOf(`"A"`)), "flex/malformed", 5, "cut off"],
    ["a cut-off file", whole.slice(0, whole.indexOf("</Trades>")), "flex/malformed", 5, "cut off"],
    [
      "a repeated attribute",
      whole.replace("<Trade ", `<Trade symbol="B" `),
      "flex/malformed",
      5,
      "damaged",
    ],
    ["a wrong end tag", whole.replace("</Trades>", "</Trade>"), "flex/malformed", 6, "damaged"],
    [
      "Latin-1",
      Buffer.from(whole.replace(`"A"`, `"\u00fc"`), "latin1"),
      "flex/malformed",
      5,
      "damaged",
    ],
  ])("%s", (_what, text, code, line, hint) => {
    const { value, diagnostics } = read(text);
    expect(value).toBeNull();
    expect(diagnostics).toMatchObject([{ code, at: [{ file: "data/a.xml", line }] }]);
    expect(diagnostics[0]?.hint).toContain(hint);
  });

  test("an error says what it means and never what the message says", () => {
    const secret = "token 123456789012345678901234 at https://example.com/?t=1234";
    const { diagnostics } = read(
      answer(`<ErrorCode>1019</ErrorCode>\n<ErrorMessage>${secret}</ErrorMessage>`),
    );
    expect(diagnostics[0]?.message).toBe(
      "The Flex service answered with error 1019 instead of a statement: the statement is being generated",
    );
    expect(JSON.stringify(diagnostics)).not.toMatch(/1234567890|example/);
  });
});
