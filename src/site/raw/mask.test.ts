import { describe, expect, test } from "vitest";
import { accountNumbers, maskOf, personalNames } from "./mask.ts";

const row = `<AccountInformation accountId="U7654321" name="Jane Example" currency="USD" street="1 Example Street" stateResidentialAddress='Bern' symbol="KO" />`;

describe("masking", () => {
  const mask = maskOf(accountNumbers(row));

  test("hides personal attributes and keeps every length", () => {
    expect(mask.raw(row)).toBe(
      `<AccountInformation accountId="********" name="************" currency="USD" street="****************" stateResidentialAddress='****' symbol="KO" />`,
    );
    expect(mask.raw(row)).toHaveLength(row.length);
  });

  test("hides the holder's name and every address for mail wherever else they occur", () => {
    const all = maskOf([...accountNumbers(row), ...personalNames(row)]);
    expect(all.text("DISBURSEMENT INITIATED BY JANE EXAMPLE to jane@example.test")).toBe(
      `DISBURSEMENT INITIATED BY ${"*".repeat(12)} to ${"*".repeat(17)}`,
    );
    expect(all.text("to DE89370400440532013000")).toBe(`to ${"*".repeat(22)}`);
    expect(all.text("APPLE INC (US0378331005) CASH DIVIDEND")).toBe(
      "APPLE INC (US0378331005) CASH DIVIDEND",
    );
  });

  test("hides an account number wherever else it occurs", () => {
    expect(mask.raw(`description="CASH RECEIPTS U7654321"`)).toBe(
      `description="CASH RECEIPTS ********"`,
    );
    expect(mask.text("moved to U7654321F")).toBe("moved to ********F");
  });

  test("hides what looks like an account number of IBKR in files that name none", () => {
    expect(maskOf([]).text("ClientAccountID,U1234567,DU9876543")).toBe(
      "ClientAccountID,********,*********",
    );
  });

  test("leaves alone what is no account number", () => {
    const text = `isin="US0378331005" conid="265598" status="ok" accountType="Individual" quantity="-50"`;
    expect(maskOf(["U7654321"]).raw(` ${text}`)).toBe(` ${text}`);
  });

  test("a number of a segment gives that of its account", () => {
    expect(accountNumbers(`<Trade accountId="U7654321F" />`)).toEqual(
      new Set(["U7654321F", "U7654321"]),
    );
  });

  test("words in place of a number are no number", () => {
    expect(accountNumbers(`<FlexStatement accountId="All" /><X toAcct="" fromAcct="--"/>`)).toEqual(
      new Set(),
    );
  });

  test("signs with a meaning in expressions are taken as they are", () => {
    expect(maskOf(["U***4567"]).text("U***4567 and U1114567")).toBe("******** and ********");
    expect(maskOf(["DU.123"]).text("DUx123")).toBe("DUx123");
  });
});
