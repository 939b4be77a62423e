import { describe, expect, test } from "vitest";
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { figure } from "../../core/figures.ts";
import { FILE, report } from "../fixture/report.ts";
import { activityView } from "./activity.ts";
import { activityPages } from "./activity-pages.ts";
import { labelled } from "./labelled.ts";
import { placesOf } from "./places.ts";
import { differenceText, onlyRow, traceOf } from "./trace.ts";

const places = placesOf(report);

describe("addresses", () => {
  test("a figure is explained on the page of its thing", () => {
    expect(places.figure("positions/main/8894/costBasis")).toBe(
      "/instruments/8894/#positions/main/8894/costBasis",
    );
    expect(places.figure("nav/main/2026-11-20/total")).toBe("/nav/2026/#nav/main/2026-11-20/total");
    expect(places.figure("totals/main/BASE/dividends")).toBe(
      "/cash/main/BASE/#totals/main/BASE/dividends",
    );
    expect(places.figure("overview/USD/unrealized")).toBe("/#overview/USD/unrealized");
    expect(places.figure("nothing/of/the/kind")).toBeNull();
  });

  test("a row is a line of a page of its file", () => {
    expect(places.row({ file: FILE, line: 7 })).toBe(
      "/raw/flex-main-2026-11-20_20261121-051209_8e41c2d7/1/#L7",
    );
    expect(places.row({ file: "lotbook.yml", line: 1 })).toBeNull();
    expect(places.rowText({ file: FILE, line: 7 })).toBe("…1121-051209_8e41c2d7.xml : 7");
  });

  test("an event is on the page of its year", () => {
    expect(places.event("trade/main/1006")).toBe("/activity/2026/#trade/main/1006");
  });

  test("a figure shows how its newest checks came out", () => {
    expect(places.state("positions/main/8894/costBasis")).toBe("unexplained");
    expect(places.state("positions/main/8894/quantity")).toBe("agrees");
    expect(places.state("positions/main/8894/markPrice")).toBeNull();
  });
});

describe("traces", () => {
  const [held] = report.positions;

  test("every line leads on, the last one to a raw row", () => {
    const trace = traceOf(report, labelled("Unrealized", held?.unrealized as never, "result"));
    expect(trace.start.map(({ operator, label, href }) => [operator, label, href])).toEqual([
      ["", "market value", "/instruments/8894/#positions/main/8894/marketValue"],
      ["−", "cost basis", "/instruments/8894/#positions/main/8894/costBasis"],
    ]);
    const basis = traceOf(report, labelled("Cost basis", held?.costBasis as never));
    expect(basis.start[0]?.href).toBe(places.row({ file: FILE, line: 6 }));
  });

  test("a long sum folds its middle and adds up what it leaves out", () => {
    const one = Decimal.one;
    const line = { operator: "+" as const, label: "one", value: one, unit: "USD", rows: [] };
    const long = figure("long", "USD", () => Array.from({ length: 1000 }, () => line));
    const trace = traceOf(report, labelled("Long", long));
    expect([trace.start.length, trace.folded.length, trace.end.length]).toEqual([10, 240, 10]);
    expect(trace.omitted?.count).toBe(740);
    expect(
      trace.omitted !== null && isKnown(trace.omitted.sum) && trace.omitted.sum.toString(),
    ).toBe("740");
  });

  test("a figure that repeats one row is known as such", () => {
    expect(onlyRow(held?.markPrice as never)).toEqual({ file: FILE, line: 14 });
    expect(onlyRow(held?.unrealized as never)).toBeNull();
  });

  test("differences carry their sign and all digits", () => {
    expect(differenceText(Decimal.of("0.45"), "USD")).toBe("+0.45");
    expect(differenceText(Decimal.of("-2"), "")).toBe("−2");
  });
});

test("a page of activity: newest first, in words, account numbers hidden", () => {
  const [page] = activityPages(report);
  if (page === undefined) throw new Error("there is no page");
  const view = activityView(report, page);
  expect(view.events.map(({ what, symbol }) => `${what} ${symbol}`.trim())).toEqual([
    "Bought 10.5 at 100.00 VWCE",
    "Sold 50 at 67.40 KO",
    "Bought 300 at 62.04 KO",
    "Dividend KO",
    "Deposit",
  ]);
  expect(view.kinds).toEqual(["deposit", "dividend", "trade"]);
  expect(view.events.at(-1)?.description).toBe("deposit from ********");
});
