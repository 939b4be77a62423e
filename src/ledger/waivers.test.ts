import { describe, expect, test } from "vitest";
import { unknown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias } from "../core/ids.ts";
import { type Check, compare, countByRule, isExplained } from "./checks.ts";
import { type Waiver, withWaivers } from "./waivers.ts";

const today = "2026-06-30" as IsoDate;

/** A check whose figure of ours is off by so much. */
const check = (id: string, off: string, more: Partial<Check> = {}): Check => ({
  ...compare(
    id.split("/")[0] ?? "",
    {
      id,
      account: "main" as AccountAlias,
      date: "2026-06-29" as IsoDate,
      instrument: null,
      currency: "USD",
      field: "costBasisMoney",
      broker: Decimal.of("100"),
      ours: Decimal.of("100").plus(Decimal.of(off)),
      rows: [{ file: "data/a.xml", line: 7 }],
    },
    Decimal.of("0.01"),
  ),
  ...more,
});

const waiver = (name: string, upTo: string, more: Partial<Waiver> = {}): Waiver => ({
  check: name,
  upTo: Decimal.of(upTo),
  reason: "commission revised",
  until: today,
  file: "labels/waivers.yml",
  line: 3,
  ...more,
});

/** What came of some waivers: the ids that are explained now, and the codes that were raised. */
function outcome(checks: readonly Check[], ...waivers: Waiver[]) {
  const { value, diagnostics } = withWaivers(checks, waivers, today);
  return {
    explained: value.filter(isExplained).map(({ id }) => id),
    codes: diagnostics.map(({ code }) => code),
  };
}

const LOT = "R3/main/265598/2025-03-01T10:00:00";

test("a waiver is a cause with what is left, its reason and its line; the difference stays", () => {
  const { value, diagnostics } = withWaivers([check(LOT, "-0.05")], [waiver(LOT, "0.05")], today);
  expect(diagnostics).toEqual([]);
  expect(value[0]).toMatchObject({
    status: "differs",
    difference: Decimal.of("-0.05"),
    causes: [
      {
        code: "WAIVED",
        amount: Decimal.of("-0.05"),
        because: "accepted until 2026-06-30: commission revised",
        rows: [{ file: "labels/waivers.yml", line: 3 }],
      },
    ],
  });
  expect(countByRule(value)).toEqual({
    R3: { agrees: 0, explained: 1, unexplained: 0, notReported: 0 },
  });
});

test.each([
  ["R3/main/265598", true],
  ["R3/main", true],
  [LOT, true],
  ["R3/main/26559", false],
  ["R3/main/265598/2025-03-01", false],
  ["R3/other/265598", false],
])("the waiver of %s names the lot: %s", (name, named) => {
  expect(outcome([check(LOT, "0.05")], waiver(name, "1"))).toEqual(
    named ? { explained: [LOT], codes: [] } : { explained: [], codes: ["waivers/matches-nothing"] },
  );
});

test("of a cause that explains a part, only the rest is waived", () => {
  const revised = {
    code: "ROW_CHANGED",
    amount: Decimal.of("0.75"),
    because: "the broker changed a row",
    rows: [],
  } as const;
  const { value } = withWaivers(
    [check(LOT, "0.8", { causes: [revised] })],
    [waiver(LOT, "0.05")],
    today,
  );
  expect(value[0]?.causes.map(({ code, amount }) => `${code} ${amount}`)).toEqual([
    "ROW_CHANGED 0.75",
    "WAIVED 0.05",
  ]);
});

describe("a waiver never hides", () => {
  test("more than its amount, and says by how much it is too small", () => {
    const checks = [check(LOT, "0.05"), check("R3/main/265598", "-0.0501")];
    expect(outcome(checks, waiver("R3/main/265598", "0.05"))).toEqual({
      explained: [LOT],
      codes: ["waivers/too-small"],
    });
    const [raised] = withWaivers(checks, [waiver("R3/main/265598", "0.05")], today).diagnostics;
    expect(raised).toMatchObject({
      message: expect.stringContaining("too small by 0.0001 USD: 1 figure"),
      expected: "0.05 USD or less",
      actual: "0.0501 USD (R3/main/265598)",
    });
  });

  test("anything after its last day", () => {
    const past = waiver(LOT, "1", { until: "2026-06-29" as IsoDate });
    expect(outcome([check(LOT, "0.05")], past)).toEqual({
      explained: [],
      codes: ["waivers/expired"],
    });
  });

  test("a check that cannot be made", () => {
    const unmade = check(LOT, "0", { status: "not-reported", difference: unknown("no lots") });
    expect(outcome([unmade], waiver(LOT, "1"))).toEqual({ explained: [], codes: [] });
  });
});

describe("a waiver is no longer needed where", () => {
  test("its check agrees", () => {
    expect(outcome([check(LOT, "0.01")], waiver(LOT, "1")).codes).toEqual(["waivers/not-needed"]);
  });

  test("another cause explains the difference", () => {
    const causes = [
      { code: "ROUNDING", amount: Decimal.of("0.05"), because: "rows are rounded", rows: [] },
    ] as const;
    expect(outcome([check(LOT, "0.05", { causes })], waiver(LOT, "1")).codes).toEqual([
      "waivers/not-needed",
    ]);
  });

  test("it has ended and another one accepts the difference", () => {
    const past = waiver(LOT, "1", { until: "2026-06-29" as IsoDate });
    expect(outcome([check(LOT, "0.05")], past, waiver(LOT, "1"))).toEqual({
      explained: [LOT],
      codes: ["waivers/not-needed"],
    });
  });
});

test("of two waivers the larger one counts, and neither is a fault", () => {
  expect(
    outcome([check(LOT, "0.05")], waiver("R3/main", "0.02"), waiver("R3/main/265598", "0.05")),
  ).toEqual({ explained: [LOT], codes: [] });
});
