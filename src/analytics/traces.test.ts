/** Traces lead to every row that a figure rests on, also where options and corporate actions come between. */
import { describe, expect, test } from "vitest";
import type { IsoDateTime } from "../core/dates.ts";
import type { Line } from "../core/figures.ts";
import type { InstrumentId } from "../core/ids.ts";
import { buildReport, readRepository } from "../pipeline.ts";
import { closingFigure } from "./realized.ts";
import type { Report } from "./report.ts";

const reportOf = (name: string): Report =>
  buildReport(
    readRepository(`fixtures/cases/${name}`, {
      demo: "never",
      home: ".",
      now: "2025-04-01T00:00:00" as IsoDateTime,
    }),
  );
const report = reportOf("options-and-corporate-actions");

const rowsOf = (lines: readonly Line[], label: string): number[] | undefined =>
  lines.find((line) => line.label === label)?.rows.map(({ line }) => line);
const closingsOf = ({ ledger }: Report, id: string) =>
  ledger.holdings.find(({ instrument }) => instrument === (id as InstrumentId))?.closings ?? [];

describe("the premium of an option leads to the option's rows", () => {
  const PREMIUM = "premium of the option";

  test("in what a delivery closed: the assignment, and the sale of the call", () => {
    const [closing] = closingsOf(report, "1001");
    if (closing === undefined) throw new Error("XYZ was closed");
    expect(rowsOf(closingFigure(closing).lines(), PREMIUM)).toEqual([21, 20]);
  });

  test("in what a lot cost that a delivery opened: the assignment, and the sale of the put", () => {
    const held = report.positions.find(({ instrument }) => instrument.symbol === "XYZ");
    const [lot] = held?.lots ?? [];
    expect(rowsOf(lot?.costBasis.lines() ?? [], PREMIUM)).toEqual([17, 13]);
  });

  test("of all rows that a delivery has, each once", () => {
    const several = reportOf("delivered-in-several-rows");
    const rows = closingsOf(several, "1001").map((closing) =>
      rowsOf(closingFigure(closing).lines(), PREMIUM),
    );
    expect(rows).toEqual([undefined, [13, 10, 14, 11], [13, 10, 14, 11]]);
  });

  test("in the basis of a lot that a delivery opened, once that is closed", () => {
    const [closing] = closingsOf(report, "1001");
    if (closing === undefined) throw new Error("XYZ was closed");
    expect(
      rowsOf(closingFigure(closing).lines(), "basis of 100 opened 2025-01-17 16:20:00"),
    ).toEqual([18, 17, 13]);
  });
});
