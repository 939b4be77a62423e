/** The list of exercises, assignments and expirations: what a row says, and which rows of several statements count. */
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import { isKnown } from "../core/amount.ts";
import type { OptionEvent } from "../events/broker-rows.ts";
import { ACCOUNT, inputOf, responseText, statementText } from "../fakes/responses.ts";
import { readEvents } from "../pipeline.ts";

const row = (more: string, transactionType = "Expiration"): string =>
  `<OptionEAE accountId="U1" currency="USD" assetCategory="OPT" conid="7" symbol="XYZ   250620C00400000" multiplier="100" transactionType="${transactionType}" ${more}/>`;

/** A statement until a day of June, made at the morning after it; null where it has no such list. */
const statement = (to: string, rows: readonly string[] | null): string =>
  responseText(
    statementText(
      `${ACCOUNT}<Trades/>${rows === null ? "" : `<OptionEAE>${rows.join("\n")}</OptionEAE>`}`,
      {
        from: "20250601",
        to: `202506${to}`,
        generated: `202506${Number.parseInt(to, 10) + 1};040000`,
      },
    ),
  );

function eventsOf(...texts: readonly string[]): OptionEvent[] {
  const { mapped } = readEvents({ ...inputOf(...texts), settings: defaultSettings() });
  return mapped.assertions.filter((one): one is OptionEvent => one.kind === "option event");
}

const quantities = (...texts: readonly string[]): string[] =>
  eventsOf(...texts).map(({ quantity }) => (isKnown(quantity) ? `${quantity}` : "unknown"));

describe("a row", () => {
  test("says what became of which option, with thousands separators", () => {
    const [event] = eventsOf(
      statement("20", [
        row('date="20250620" quantity="-1" proceeds="1,234.50" tradeID="12"', "Exercise"),
      ]),
    );
    expect(event).toMatchObject({
      ...{ type: "exercise", date: "2025-06-20", isDated: true, instrument: "7", tradeId: "12" },
    });
    expect(String(event?.proceeds)).toBe("1234.5");
  });

  test("may lack what it does not export, and may have a word that nobody has seen", () => {
    const [event] = eventsOf(statement("20", [row('quantity="1" tradeID="XXX"', "Lapse")]));
    expect(event).toMatchObject({ type: null, isDated: false, date: "2025-06-20", tradeId: "" });
    expect(event !== undefined && isKnown(event.proceeds)).toBe(false);
  });
});

describe("rows of several statements", () => {
  const early = row('date="20250606" quantity="1" tradeID="12"');

  test("that are the same are one, and those of one statement are several", () => {
    expect(quantities(statement("13", [early]), statement("20", [early]))).toEqual(["1"]);
    expect(quantities(statement("13", [early, early]))).toEqual(["1", "1"]);
  });

  test("count as the newest statement of the same days has them", () => {
    const restated = row('date="20250606" quantity="2" tradeID="12"');
    expect(quantities(statement("13", [early]), statement("20", [restated]))).toEqual(["2"]);
    expect(quantities(statement("13", [early]), statement("20", []))).toEqual([]);
    expect(quantities(statement("13", [early]), statement("20", null))).toEqual(["1"]);
  });
});
