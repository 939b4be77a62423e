import { describe, expect, test } from "vitest";
import type { Report } from "../../analytics/report.ts";
import { isKnown, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { figure } from "../../core/figures.ts";
import { type Cause, type Check, countByRule } from "../../ledger/checks.ts";
import { row } from "../fixture/events.ts";
import { held } from "../fixture/positions.ts";
import { check, report } from "../fixture/report.ts";
import { checksOf } from "./checks-of-figure.ts";
import { comparedOf, markOf } from "./compared.ts";

const dec = Decimal.of;
const day = (text: string) => text as IsoDate;
const withChecks = (checks: readonly Check[], more: Partial<Report> = {}): Report => ({
  ...report,
  checks,
  summary: countByRule(checks),
  ...more,
});
const cause = (code: Cause["code"], amount: string, more: Partial<Cause> = {}): Cause => ({
  code,
  amount: dec(amount),
  because: "the broker took it off",
  rows: row(6),
  ...more,
});
/** Cash of a currency on a day, off by `by`. */
const cash = (date: string, by: string, more: Partial<Check> = {}): Check =>
  check("R7", dec("10"), dec("10").plus(dec(by)), {
    id: `R7/main/USD/${date}`,
    date: day(date),
    instrument: null,
    field: "endingCash",
    figure: "cash/main/USD/ending" as never,
    ...more,
  });

describe("from a figure to its checks", () => {
  const on = (rule: string, more: Partial<Check>): Check => check(rule, dec("1"), dec("1"), more);
  const nav = (rule: string, field: string) =>
    on(rule, { id: `${rule}/main/2026-11-20/${field}`, instrument: null, field });
  const own = withChecks([
    on("R2", { id: "R2/old", date: day("2026-11-16"), field: "position" }),
    on("R2", { id: "R2/new", field: "position" }),
    on("R3", { id: "R3/main/8894" }),
    on("P1", { id: "P1/main/8894/2026-11-20/summary", field: "positionValue" }),
    on("P1", { id: "P1/main/8894/2026-11-20/lot/7", field: "positionValue" }),
    on("R5", { id: "R5/a", field: "totalRealizedPnl" }),
    on("R5", { id: "R5/b", field: "unrealizedProfit + unrealizedLoss" }),
    on("M2", { id: "M2/a", field: "transactionMtm" }),
    on("R4", { id: "R4/x", event: "trade/main/1007" as never, date: day("2026-11-17") }),
    on("R6", {
      id: "R6/main/USD/2026-11-16/2026-11-20/dividends",
      instrument: null,
      field: "dividends",
    }),
    on("R6", {
      id: "R6/main/BASE/2026-11-16/2026-11-20/dividends",
      instrument: null,
      field: "dividends",
    }),
    cash("2026-11-18", "0"),
    cash("2026-11-20", "0"),
    on("R11", { id: "R11/main", instrument: null, field: "twr" }),
    nav("E1", "total"),
    nav("E2", "stock"),
    nav("C10", "cash"),
    nav("N2", "endingValue"),
  ]);
  const ids = (figureId: string) => checksOf(own, figureId).map(({ id }) => id);

  test.each([
    ["positions/main/8894/quantity", ["R2/new"]],
    ["positions/main/8894/costBasis", ["R3/main/8894"]],
    ["positions/main/8894/marketValue", ["P1/main/8894/2026-11-20/summary"]],
    ["positions/main/8894/unrealizedBase", ["R5/b"]],
    ["positions/other/8894/quantity", []],
    ["realized/main/8894/realizedBase", ["R5/a", "R4/x"]],
    ["realized/main/8894/realized", ["R4/x"]],
    ["closings/trade/main/1007", ["R4/x"]],
    ["daily/main/2026-11-17/8894/realized", ["R4/x", "R5/a"]],
    ["daily/main/2026-11-18/8894/total", ["R5/a", "R5/b", "M2/a"]],
    ["daily/main/2026-11-21/8894/total", []],
    ["cash/main/USD/ending", ["R7/main/USD/2026-11-20"]],
    ["totals/main/USD/dividends", ["R6/main/USD/2026-11-16/2026-11-20/dividends"]],
    ["totals/main/BASE/dividends", ["R6/main/BASE/2026-11-16/2026-11-20/dividends"]],
    ["totals/main/USD/deposits", []],
    ["returns/main/twr", ["R11/main"]],
    ["returns/main/mwr", []],
    ["nav/main/2026-11-20/stock", ["E1/main/2026-11-20/total", "E2/main/2026-11-20/stock"]],
    ["nav/main/2026-11-20/flow", ["C10/main/2026-11-20/cash"]],
    ["nav/main/2026-11-20/total", ["E1/main/2026-11-20/total", "N2/main/2026-11-20/endingValue"]],
    ["nav/main/2026-11-19/total", []],
  ])("%s", (id, expected) => expect(ids(id)).toEqual(expected));

  const of = (id: string, ...parts: string[]) =>
    figure(id, "USD", () =>
      parts.map((part) => ({
        operator: "+" as const,
        label: "",
        value: dec("1"),
        unit: "USD",
        figure: part as never,
        rows: [],
      })),
    );

  test("a trace says how its figure came out, with a link to the check", () => {
    expect(comparedOf(own, of("cash/main/USD/ending"))).toEqual({
      state: "agrees",
      text: "agrees (R7, 20 Nov 2026)",
      href: "/reconciliation/R7/#R7/main/USD/2026-11-20",
    });
    expect(comparedOf(report, of("positions/main/8894/costBasis"))).toEqual({
      state: "unexplained",
      text: "differs by +0.45 (R3, 20 Nov 2026)",
      href: "/reconciliation/differences/R3-main-x/",
    });
    const unreported = cash("2026-11-20", "0", {
      broker: unknown("the query has no cash report"),
      status: "not-reported",
    });
    expect(comparedOf(withChecks([unreported]), of("cash/main/USD/ending")).text).toBe(
      "not reported, because the query has no cash report (R7, 20 Nov 2026)",
    );
    expect(comparedOf(own, of("returns/main/mwr"))).toEqual({
      state: null,
      text: "the statements hold no figure for it",
      href: null,
    });
  });

  test("a lot has the check of its opening, and no other difference marks it", () => {
    const [lot] = held.lots;
    const basis = of("positions/main/8894/lots/1/costBasis");
    const lots = lot === undefined ? [] : [{ ...lot, costBasis: basis }];
    const opened = lot?.lot.opened ?? "";
    const checks = [
      on("R3", { id: "R3/main/8894" }),
      on("R3", { id: `R3/main/8894/${opened}` }),
      check("R2", dec("1"), dec("2"), { id: "R2/main/8894" }),
    ];
    const positions = [{ ...held, lots }];
    const one = withChecks(checks, { positions });
    expect(checksOf(one, basis.id).map(({ id }) => id)).toEqual([`R3/main/8894/${opened}`]);
    expect(markOf(one, basis)).toBeNull();
    expect(markOf(one, of("positions/main/8894/costBasis"))).not.toBeNull();
  });

  test("a sum is compared by what its parts are", () => {
    const sum = of("overview/USD/x", "positions/main/8894/quantity", "cash/main/USD/ending");
    expect(comparedOf(own, sum).text).toBe("agrees in 2 comparisons (R2, R7)");
  });

  test("an open difference marks its figure, what is made of it, and nothing else", () => {
    const marked = (id: string, ...parts: string[]) => markOf(report, of(id, ...parts)) !== null;
    expect(markOf(report, held.costBasis)?.text).toBe(
      "open difference: R3, cost basis, 20 Nov 2026",
    );
    expect(marked("positions/main/8894/unrealized")).toBe(true);
    expect(marked("realized/main/8894/realized")).toBe(true);
    expect(marked("positions/main/8894/marketValue")).toBe(false);
    expect(marked("positions/main/555/unrealized")).toBe(false);
    expect(marked("positions/main/88942/unrealized")).toBe(false);
    expect(marked("daily/main/2026-11-20/8894/total")).toBe(true);
    expect(marked("daily/main/2026-11-17/8894/total")).toBe(false);
    expect(marked("overview/USD/x", "positions/main/8894/unrealized")).toBe(true);
    expect(marked("overview/USD/x", "positions/main/555/unrealized")).toBe(false);
  });

  test("an explained difference marks nothing as open", () => {
    const explained = check("R3", dec("1"), dec("3"), {
      causes: [cause("LOT_METHOD", "2")],
      figure: held.costBasis.id,
    });
    expect(markOf(withChecks([explained]), held.costBasis)).toBeNull();
    expect(comparedOf(withChecks([explained]), held.costBasis).text).toBe(
      "differs by +2.00, explained (R3, 20 Nov 2026)",
    );
    expect(isKnown(held.costBasis.value)).toBe(true);
  });
});
