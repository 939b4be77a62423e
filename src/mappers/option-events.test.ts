/** The list of exercises, assignments and expirations: what a row says, and which rows of several statements count. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import { isKnown } from "../core/amount.ts";
import type { IsoDateTime } from "../core/dates.ts";
import type { OptionEvent } from "../events/broker-rows.ts";
import { readEvents } from "../pipeline.ts";

const row = (more: string, transactionType = "Expiration"): string =>
  `<OptionEAE accountId="U1" currency="USD" assetCategory="OPT" conid="7" symbol="XYZ   250620C00400000" multiplier="100" transactionType="${transactionType}" ${more}/>`;

/** A statement until a day of June, made at the morning after it; null where it has no such list. */
const statement = (to: string, rows: readonly string[] | null): string =>
  `<FlexQueryResponse queryName="q" type="AF"><FlexStatements count="1">
<FlexStatement accountId="U1" fromDate="20250601" toDate="202506${to}" period="" whenGenerated="202506${Number.parseInt(to, 10) + 1};040000"><AccountInformation accountId="U1" currency="USD"/><Trades/>${rows === null ? "" : `<OptionEAE>${rows.join("\n")}</OptionEAE>`}</FlexStatement>
</FlexStatements></FlexQueryResponse>`;

function eventsOf(...texts: readonly string[]): OptionEvent[] {
  const files = texts.map((text, index) => {
    const bytes = Buffer.from(text);
    return {
      path: `data/${index + 1}.xml`,
      bytes,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    };
  });
  const { mapped } = readEvents({
    files,
    settings: defaultSettings(),
    runs: [],
    waivers: [],
    decisions: [],
    demo: false,
    diagnostics: [],
    now: "2025-07-02T08:00:00" as IsoDateTime,
  });
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
