/** Rows of corporate actions → events: which legs belong together, what they are, and what was taken back. */
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import type { CorporateAction } from "../events/corporate-action.ts";
import { ACCOUNT, element, inputOf, responseText, statementText } from "../fakes/responses.ts";
import { readEvents } from "../pipeline.ts";
import { actionTypeOf } from "./action-types.ts";

type Row = Readonly<Record<string, string | undefined>>;

const DEFAULTS: Row = {
  accountId: "U1",
  currency: "USD",
  assetCategory: "STK",
  reportDate: "20250310",
  dateTime: "20250307;202500",
  levelOfDetail: "DETAIL",
  proceeds: "0",
  value: "0",
  code: "",
};

const QUARTER = { to: "20250331", generated: "20250401;040000" };

function readOf(...rows: readonly Row[]) {
  const legs = rows.map((row) =>
    element("CorporateAction", { symbol: `S${row["conid"]}`, ...DEFAULTS, ...row }),
  );
  const sections = `${ACCOUNT}<CorporateActions>${legs.join("\n")}</CorporateActions>`;
  const input = inputOf(responseText(statementText(sections, QUARTER)));
  const { mapped, diagnostics } = readEvents({ ...input, settings: defaultSettings() });
  return { events: mapped.events, codes: diagnostics.map(({ code }) => code) };
}

/** `main/9-20250310 split: 1 +5, 2 -3` for each action. */
const actionsOf = (...rows: readonly Row[]): string[] =>
  readOf(...rows)
    .events.filter((event): event is CorporateAction => event.kind === "corporate-action")
    .map(({ action, type, legs, cancels, cancelledBy }) => {
      const parts = legs.map(({ instrument, quantity }) => `${instrument} ${quantity}`).join(", ");
      const taken = cancels !== null ? " takes back" : cancelledBy !== null ? " taken back" : "";
      return `${action.replace("account-1/", "")} ${type}${taken}: ${parts}`;
    });

describe("legs of one action", () => {
  test("share its id", () => {
    expect(
      actionsOf(
        { type: "RS", actionID: "9", conid: "1", quantity: "-25", transactionID: "71" },
        { type: "FS", actionID: "8", conid: "3", quantity: "4", transactionID: "73" },
        { type: "RS", actionID: "9", conid: "2", quantity: "2.5", transactionID: "72" },
      ),
    ).toEqual(["9-20250310 reverse split: 1 -25, 2 2.5", "8-20250310 split: 3 4"]);
  });

  test("without ids share time and headline of their descriptions, also over days of reports", () => {
    const headline = "OLD(US1) MERGED(Acquisition) WITH US2 1 FOR 2";
    expect(
      actionsOf(
        {
          type: "TC",
          conid: "1",
          quantity: "-4",
          description: `${headline} (OLD, OLD INC, US1)`,
          transactionID: "5",
        },
        {
          type: "TC",
          conid: "2",
          quantity: "2",
          description: `${headline} (NEW, NEW INC, US2)`,
          transactionID: "6",
          reportDate: "20250311",
        },
        {
          type: "TC",
          conid: "7",
          quantity: "-1",
          description: "ELSE(US7) MERGED(Acquisition) FOR USD 1 PER SHARE (ELSE, ELSE, US7)",
          transactionID: "7",
        },
      ),
    ).toEqual(["5-20250310 merger: 1 -4, 2 2", "7-20250310 merger: 7 -1"]);
  });

  test("do not share a word that stands in place of ids", () => {
    const change = { type: "IC", actionID: "REDACTED" };
    expect(
      actionsOf(
        { ...change, conid: "1", quantity: "-5", transactionID: "71" },
        { ...change, conid: "2", quantity: "5", transactionID: "72" },
        { ...change, conid: "2", quantity: "-5", transactionID: "73", dateTime: "20250308;202500" },
        { ...change, conid: "3", quantity: "5", transactionID: "74", dateTime: "20250308;202500" },
      ),
    ).toEqual(["71-20250310 identity change: 1 -5, 2 5", "73-20250310 identity change: 2 -5, 3 5"]);
  });

  test("of options on the shares are actions of their own, strike by strike", () => {
    const option = (conid: string, strike: string, quantity: string): Row => ({
      ...{ type: "FS", actionID: "9", conid, quantity, transactionID: `7${conid}` },
      ...{ assetCategory: "OPT", strike, expiry: "20250620", putCall: "C", multiplier: "100" },
    });
    expect(
      actionsOf(
        { type: "FS", actionID: "9", conid: "1", quantity: "300", transactionID: "70" },
        option("2", "400", "-1"),
        option("3", "500", "-2"),
        option("4", "125", "8"),
        option("5", "100", "4"),
      ),
    ).toEqual([
      "9-20250310 split: 1 300",
      "9.2-20250310 split: 2 -1, 5 4",
      "9.3-20250310 split: 3 -2, 4 8",
    ]);
  });
});

describe("a row with the code Ca", () => {
  const old = { type: "TC", conid: "1", quantity: "-4", transactionID: "5", actionID: "9" };

  test("takes back the leg with the same units and moment, also of another day and id", () => {
    expect(
      actionsOf(
        old,
        {
          ...old,
          quantity: "4",
          transactionID: "8",
          actionID: "10",
          code: "Ca",
          reportDate: "20250311",
        },
        { ...old, quantity: "-5", transactionID: "9", actionID: "11", reportDate: "20250311" },
      ),
    ).toEqual([
      "11-20250311 merger: 1 -5",
      "9-20250310 merger taken back: 1 -4",
      "10-20250311 merger takes back: 1 4",
    ]);
  });

  test("takes back every part of an action", () => {
    const split = { ...old, actionID: "9", type: "FS", actionDescription: "XYZ SPLIT 2 FOR 1" };
    const contract = { ...split, conid: "5", assetCategory: "CFD" };
    expect(
      actionsOf(
        { ...split, quantity: "4", transactionID: "1" },
        { ...contract, quantity: "6", transactionID: "2" },
        { ...split, quantity: "-4", transactionID: "3", code: "Ca" },
        { ...contract, quantity: "-6", transactionID: "4", code: "Ca" },
      ),
    ).toEqual([
      "9-20250310 split taken back: 1 4",
      "9-20250310 split takes back: 1 -4",
      "9.2-20250310 split taken back: 5 6",
      "9.2-20250310 split takes back: 5 -6",
    ]);
  });

  test("takes back a leg of the same action when it has a later moment", () => {
    expect(
      actionsOf(
        old,
        { ...old, quantity: "4", transactionID: "8", code: "Ca", dateTime: "20250311;202500" },
        { ...old, quantity: "-5", transactionID: "9", dateTime: "20250311;202500" },
      ),
    ).toEqual([
      "9-20250310 merger: 1 -5",
      "9-20250310 merger taken back: 1 -4",
      "9-20250310 merger takes back: 1 4",
    ]);
  });

  test("is not needed where the query exports no codes: a later row mirrors an earlier one", () => {
    const split = { type: "FS", actionID: "9", conid: "1", code: undefined };
    expect(
      actionsOf(
        { ...split, quantity: "300", transactionID: "5" },
        { ...split, quantity: "-300", transactionID: "6" },
        { ...split, quantity: "150", transactionID: "7" },
      ),
    ).toEqual([
      "9-20250310 split: 1 150",
      "9-20250310 split taken back: 1 300",
      "9-20250310 split takes back: 1 -300",
    ]);
    const renamed = { type: "IC", actionID: "9", conid: "1", code: undefined };
    expect(
      actionsOf(
        { ...renamed, quantity: "-5", transactionID: "5" },
        { ...renamed, quantity: "5", transactionID: "6" },
      ),
    ).toEqual(["9-20250310 identity change: 1 -5, 1 5"]);
  });

  test("whose original is in no statement is named, and stops its instrument", () => {
    const { events, codes } = readOf({ ...old, quantity: "4", code: "Ca" });
    expect(codes).toContain("events/cancel-without-original");
    expect(events.map(({ kind }) => kind)).toEqual(["unbooked"]);
  });
});

test("without a time it happened on the weekday before it is reported", () => {
  const { events } = readOf({ type: "FS", conid: "1", quantity: "4", dateTime: undefined });
  expect(events.map(({ date, moment }) => [date, moment])).toEqual([["2025-03-10", "2025-03-07"]]);
});

test("a row without a quantity or an instrument is named, and not booked", () => {
  const { codes, events } = readOf({ type: "FS", conid: "", symbol: "", quantity: "1" });
  expect([codes.includes("flex/missing-value"), events[0]?.kind]).toEqual([true, "unbooked"]);
});

test.each([
  ["FS", "", "split"],
  ["", "GCM(CA1) SPLIT 1 FOR 25", "split"],
  ["", "UUU(CA1) TENDERED TO CA2 1 FOR 1", "tender"],
  ["", "UUU.TEN(CA2) MERGED(Voluntary Offer Allocation) FOR CAD 2.86 PER SHARE", "merger"],
  ["", "GE(US1) SPINOFF 5371 FOR 1000000", "spin-off"],
  ["", "MYL(NL1) CUSIP/ISIN CHANGE TO (US2)", "identity change"],
  ["", "TEF (US1) STOCK DIVIDEND US1 5 FOR 100", "stock dividend"],
  ["XX", "something new", "other"],
])("code %j and text %j are a %s", (code, text, expected) => {
  expect(actionTypeOf(code, text)).toBe(expected);
});
