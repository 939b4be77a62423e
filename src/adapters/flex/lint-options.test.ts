import { describe, expect, test } from "vitest";
import type { AccountAlias } from "../../core/ids.ts";
import { readFlexFile } from "./document.ts";
import { type LintContext, lintQuery, type QueryReport } from "./lint.ts";

interface Given {
  readonly sections: string;
  readonly head?: string;
  readonly queryName?: string;
  readonly type?: string;
  readonly context?: LintContext;
}
const HEAD = `accountId="U1234567" fromDate="20250101" toDate="20250331" period=""`;
const fileOf = (given: Given, more = "") =>
  readFlexFile({
    path: "a.xml",
    bytes: Buffer.from(
      `<FlexQueryResponse queryName="${given.queryName ?? "q"}" type="${given.type ?? "AF"}"><FlexStatements><FlexStatement ${given.head ?? HEAD}>${given.sections}</FlexStatement>${more}</FlexStatements></FlexQueryResponse>`,
    ),
  });

function linted(given: Given, more = ""): QueryReport {
  const { value, diagnostics } = fileOf(given, more);
  if (value === null) throw new Error("the file was refused");
  return lintQuery(value, { diagnostics, ...given.context });
}

/** Findings as text, without those on sections that are missing. */
const found = (given: Given | string, more = ""): string[] =>
  linted(typeof given === "string" ? { sections: given } : given, more)
    .findings.filter(({ problem }) => !problem.startsWith("the query has no section"))
    .map(({ severity, problem }) => `${severity}: ${problem}`);

const element = (name: string, attributes: Readonly<Record<string, string>>) =>
  `<${name} ${Object.entries(attributes)
    .map(([key, value]) => `${key}="${value}"`)
    .join(" ")}/>`;

describe("options", () => {
  const trade = (dateTime: string) =>
    `<HardToBorrowDetails><HardToBorrowDetail valueDate="${dateTime}"/></HardToBorrowDetails>`;

  test.each([
    ["01/02/2025", ["needed: dates are written with slashes"]],
    ["02-Jan-25;100000", ["advice: years have two digits"]],
    ["20250102100000", ["advice: nothing stands between date and time"]],
    ["2025-01-0210:00:00", ["advice: nothing stands between date and time"]],
    ["20250102;100000", []],
    ["2025-01-02, 10:00:00 EDT", []],
    ["20250102", []],
    ["MULTI", []],
  ])("a date such as %s", (dateTime, expected) => {
    expect(found(trade(dateTime))).toEqual(expected);
  });

  test("dates with slashes leave out the whole statement, which is said", () => {
    const given = {
      sections: "",
      head: `accountId="U1234567" fromDate="01/02/2025" toDate="03/31/2025"`,
    };
    const { sections, findings } = linted(given);
    expect(sections).toEqual([]);
    expect(findings).toMatchObject([
      {
        severity: "needed",
        problem: "dates are written with slashes",
        path: "Performance & Reports > Flex Queries > edit (pencil) > General Configuration > Date Format: yyyyMMdd",
      },
    ]);
  });

  test("a statement without account or days, and no statement at all", () => {
    expect(found({ sections: "", head: "" })).toEqual([
      "needed: a statement does not say its account or its days",
    ]);
    const empty = readFlexFile({
      path: "a.xml",
      bytes: Buffer.from(`<FlexQueryResponse type="AF"><FlexStatements/></FlexQueryResponse>`),
    });
    expect(empty.value && lintQuery(empty.value).findings).toMatchObject([
      { severity: "needed", problem: "the file holds no statement" },
    ]);
  });

  test.each([
    ["LastBusinessDay", "20250331", "20250331", true],
    ["LastNCalendarDays", "20250325", "20250330", true],
    ["LastNCalendarDays", "20250325", "20250331", false],
    ["", "20250331", "20250331", false],
  ])("the period %s of %s to %s", (period, from, to, isShort) => {
    const head = `accountId="U1234567" fromDate="${from}" toDate="${to}" period="${period}"`;
    const [finding] = found({ sections: "", head });
    expect(finding?.startsWith("useful: the period")).toBe(isShort ? true : undefined);
  });

  test("breakout by day: days of one account count together", () => {
    const day = (to: string, account = "U1234567") =>
      `<FlexStatement accountId="${account}" fromDate="${to}" toDate="${to}" period="LastNCalendarDays"/>`;
    const head = `accountId="U1234567" fromDate="20250101" toDate="20250101" period="LastNCalendarDays"`;
    expect(found({ sections: "", head }, day("20250102") + day("20250110"))).toEqual([
      "advice: the file holds 3 statements of one account",
    ]);
    const accounts = found(
      { sections: "" },
      day("20250331", "U7654321").replace("20250331", "20250101"),
    );
    expect(accounts).toEqual([]);
  });

  test("a Trade Confirmation query is the wrong one", () => {
    const { sections, findings } = linted({ sections: "<TradeConfirms/>", type: "TCF" });
    expect(sections).toEqual([]);
    expect(findings.map(({ severity, problem }) => [severity, problem])).toEqual([
      ["needed", "this is a Trade Confirmation query"],
    ]);
  });

  test("an alias where the account number belongs, and it is not repeated", () => {
    const head = HEAD.replace("U1234567", "Grandma");
    const { findings } = linted({ sections: "", head });
    expect(findings.map(({ problem }) => problem)).toContain(
      "a statement names its account by something that is no account number",
    );
    expect(JSON.stringify(findings)).not.toContain("Grandma");
    const listed = [{ alias: "main" as AccountAlias, name: "main", ids: ["Grandma"] }];
    expect(found({ sections: "", head, context: { listed } })).toEqual([]);
  });

  test("accounts of lotbook.yml that the query does not cover", () => {
    const listed = ["U1234567", "U7654321"].map((id, index) => ({
      alias: `number-${index + 1}` as AccountAlias,
      name: "",
      ids: [id],
    }));
    expect(found({ sections: "", context: { listed } })).toEqual([
      "advice: the account number-2 of lotbook.yml is not in this query",
    ]);
  });

  test("models, personal fields, an alias and a number in the query's name, never their values", () => {
    const account = element("AccountInformation", {
      ...{ accountId: "U1234567", acctAlias: "Nest egg", model: "", currency: "USD" },
      ...{ dateOpened: "20200101", name: "Jane Doe", primaryEmail: "jane@example.org", street: "" },
    });
    const given = { sections: account, queryName: "All of U1234567" };
    expect(found(given)).toEqual([
      "advice: the field Model is selected in Account Information",
      "advice: Account Information has personal data: Name, primaryEmail",
      "advice: the alias of your account stands in Account Information",
      "advice: the name of the query holds an account number",
    ]);
    expect(JSON.stringify(linted(given))).not.toMatch(/Jane|jane|Nest|U1234567/);
    expect(found(account.replace('model=""', 'model="Growth"'))[0]).toBe(
      "useful: the field Model is selected in Account Information",
    );
  });
});
