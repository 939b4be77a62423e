import { describe, expect, test } from "vitest";
import { unknown } from "../../core/amount.ts";
import type { IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId } from "../../core/ids.ts";
import type { Restatement } from "../../events/restatement.ts";
import { day, dec, ko, main } from "../fixture/events.ts";
import { FILE, report } from "../fixture/report.ts";
import { restatedText, restatementsView } from "./restatements.ts";

const at = (line: number) => ({ file: FILE, line });
const entry = (more: Partial<Restatement> = {}): Restatement => ({
  kind: "changed",
  what: "trade",
  account: main,
  instrument: ko.id,
  currency: "USD",
  date: day("2026-11-17"),
  known: "2026-11-20T05:00:00" as IsoDateTime,
  event: "trade/main/1006" as EventId,
  moved: [{ field: "ibCommission", before: dec("-1"), after: dec("-1.5") }],
  amount: dec("-0.5"),
  rows: [at(7), at(6)],
  ...more,
});
const viewOf = (...restatements: Restatement[]) => restatementsView({ ...report, restatements });

test("an empty log has no rows and no link", () => {
  expect(viewOf()).toEqual({ summary: "", rows: [], cut: "" });
  expect(restatedText(report)).toBe("");
});

describe("a row", () => {
  test("has both versions side by side, each with its raw row", () => {
    const [row] = viewOf(entry()).rows;
    expect(row).toMatchObject({
      what: "Trade changed",
      whatHref: "/activity/2026/#trade/main/1006",
      symbol: "KO",
      instrumentHref: "/instruments/8894/",
      date: "17 Nov 2026",
      known: "20 Nov 2026, 05:00",
    });
    expect(row?.before.fields).toEqual([{ name: "commission", value: "−1" }]);
    expect(row?.after.fields).toEqual([{ name: "commission", value: "−1.5" }]);
    expect([row?.before.row?.href, row?.after.row?.href].map((one) => one?.slice(-3))).toEqual([
      "#L6",
      "#L7",
    ]);
    expect(row?.cash.map(({ amount, currency }) => `${amount} ${currency}`)).toEqual(["-0.5 USD"]);
  });

  test("that came has nothing before; one that went has the newer statement's line", () => {
    const moved = [{ field: "amount", before: null, after: dec("5") }];
    const gone = [{ field: "amount", before: dec("5"), after: null }];
    const [came, went] = viewOf(
      entry({ kind: "added", moved, rows: [at(7)] }),
      entry({ kind: "withdrawn", event: null, moved: gone, rows: [at(3), at(6)] }),
    ).rows;
    expect(came?.before).toEqual({ fields: [], row: null, absent: "not there yet" });
    expect(came?.after.row?.href).toMatch(/#L7$/);
    expect(went?.before.row?.href).toMatch(/#L6$/);
    expect(went?.after).toMatchObject({ fields: [], absent: "not there any more" });
    expect(went?.after.row?.href).toMatch(/#L3$/);
  });

  test("is one line for an exchange of currencies, with the cash of both", () => {
    const rows = viewOf(
      entry({ instrument: null, currency: "EUR", amount: dec("1") }),
      entry({ instrument: null, currency: "USD", amount: dec("-1.1") }),
    ).rows;
    expect(rows.length).toBe(1);
    expect(rows[0]?.cash.map(({ currency }) => currency)).toEqual(["EUR", "USD"]);
  });

  test("that moved to another day leaves cash as it was", () => {
    const [row, second] = viewOf(
      entry({ date: day("2026-11-18"), amount: dec("9") }),
      entry({ amount: dec("-9") }),
    ).rows;
    expect([row?.date, row?.cash, second]).toEqual(["18 Nov 2026", [], undefined]);
  });

  test("says what is blank or not known, dates in words, account numbers hidden", () => {
    const moved = [
      { field: "notes", before: "", after: "of U7654321" },
      { field: "settleDate", before: "2026-11-18", after: "2026-11-19" },
      { field: "cost", before: unknown("cost is blank"), after: dec("7") },
    ];
    const [row] = viewOf(entry({ moved })).rows;
    expect(row?.before.fields.map(({ value }) => value)).toEqual([
      "blank",
      "18 Nov 2026",
      "not reported",
    ]);
    expect(row?.after.fields[0]?.value).toBe("of ********");
  });
});

test("a long log is cut, and says so", () => {
  const many = Array.from({ length: 501 }, (_, line) => entry({ rows: [at(line + 1), at(line)] }));
  const view = viewOf(...many, entry({ what: "rate", amount: Decimal.zero }));
  expect(view.rows.length).toBe(500);
  expect(view.cut).toMatch(/^The newest 500 of 501 /);
  expect(view.summary).toBe("501 changed. Newest first");
  expect(restatedText({ ...report, restatements: many })).toBe(
    "501 rows changed, added, withdrawn or left out by newer statements",
  );
});
