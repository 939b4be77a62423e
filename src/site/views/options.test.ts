import { describe, expect, test } from "vitest";
import type { PositionReport, Report } from "../../analytics/report.ts";
import { type IsoDate, parseIsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { unknownFigure } from "../../core/figures.ts";
import type { FigureId, InstrumentId } from "../../core/ids.ts";
import type { Instrument } from "../../events/instrument.ts";
import type { OptionTerms } from "../../events/option-terms.ts";
import { besideHeading, headingOf } from "../../exports/instrument-name.ts";
import { ko } from "../fixture/events.ts";
import { held } from "../fixture/positions.ts";
import { report } from "../fixture/report.ts";
import { instrumentView } from "./instrument.ts";
import { optionsOn, runsText } from "./options.ts";
import { positionsView } from "./positions.ts";

const dec = Decimal.of;
const day = (text: string) => parseIsoDate(text) as IsoDate;

function option(
  id: string,
  expiry: string,
  strike: string,
  more: Partial<OptionTerms> = {},
): Instrument {
  return {
    ...ko,
    id: id as InstrumentId,
    symbol: `KO ${id}`,
    description: `KO as the broker describes ${id}`,
    isin: "",
    assetCategory: "OPT",
    subCategory: "",
    multiplier: dec("100"),
    option: {
      right: "put",
      strike: dec(strike),
      expiry: day(expiry),
      underlying: ko.id,
      underlyingSymbol: "KO",
      root: "KO",
      isAdjusted: false,
      ...more,
    },
  };
}

const positionIn = (instrument: Instrument): PositionReport => ({
  ...held,
  instrument,
  quantity: { ...held.quantity, id: `positions/main/${instrument.id}/quantity` as FigureId },
});

/** The fixture, whose last day is 20 November 2026, with these options beside it, some of them held. */
function withOptions(open: readonly Instrument[], closed: readonly Instrument[] = []): Report {
  const all = [...open, ...closed].map((one) => [one.id, one] as const);
  return {
    ...report,
    instruments: new Map([...report.instruments, ...all]),
    positions: [...report.positions, ...open.map(positionIn)],
  };
}

const next = option("1", "2026-12-02", "65");
const later = option("2", "2027-01-15", "62.5", { right: "call" });
const past = option("3", "2026-06-19", "1060");
const older = option("4", "2025-06-20", "60");

describe("names", () => {
  test.each([
    ["KO 19 Jun 2026 1,060 put", past],
    ["KO 15 Jan 2027 62.5 call", later],
    [
      "SPXW 20 Jun 2025 60 put",
      option("5", "2025-06-20", "60", { underlyingSymbol: "", root: "SPXW" }),
    ],
    [
      "KO 6 20 Jun 2025 60 put",
      option("6", "2025-06-20", "60", { underlyingSymbol: "", root: "" }),
    ],
    ["KO", ko],
    ["KO 7", { ...option("7", "2025-06-20", "1"), option: null }],
    ["KO 20 Jun 2025 1,234.5678 put", option("8", "2025-06-20", "1234.5678")],
  ])("%s", (expected, instrument) => {
    expect(headingOf(instrument)).toBe(expected);
  });

  test("beside stands the symbol of an option, the description of everything else", () => {
    expect([past, ko].map(besideHeading)).toEqual(["KO 3", "COCA-COLA CO/THE"]);
  });
});

test.each([
  ["2026-11-19", "expired"],
  ["2026-11-20", "expires today"],
  ["2026-11-21", "expires in 1 day"],
  ["2026-12-02", "expires in 12 days"],
  ["2029-11-20", "expires in 1,096 days"],
])("on 20 November 2026 an option until %s %s", (expiry, expected) => {
  expect(runsText(day(expiry), day("2026-11-20"))).toBe(expected);
});

test("the table of positions has the terms of an option and how long it runs", () => {
  const rows = positionsView(withOptions([next, past]), "class").tables.flatMap(({ groups }) =>
    groups.flatMap((group) => group.rows.map(({ name, runs }) => [group.name, name, runs])),
  );
  expect(rows).toContainEqual(["Options", "KO 2 Dec 2026 65 put", "expires in 12 days"]);
  expect(rows).toContainEqual(["Options", "KO 19 Jun 2026 1,060 put", "expired"]);
  expect(rows).toContainEqual(["Stocks", "KO", null]);
});

describe("the page of an option", () => {
  const view = (of: Instrument, open = [of]) => instrumentView(withOptions(open, [of]), of.id);

  test("leads to the page of what it is on, where there is one", () => {
    expect(view(next).underlying).toEqual({ symbol: "KO", href: "/instruments/8894/" });
    const unlisted = option("8", "2026-12-02", "65", { underlying: "77" as InstrumentId });
    expect(view(unlisted).underlying).toEqual({ symbol: "KO", href: null });
    const unnamed = option("9", "2026-12-02", "65", { underlying: null, underlyingSymbol: "" });
    expect(view(unnamed).underlying).toBeNull();
    expect(instrumentView(report, ko.id).underlying).toBeNull();
  });

  test("says how long it runs while it is held, and keeps the broker's description", () => {
    expect(view(next)).toMatchObject({
      heading: "KO 2 Dec 2026 65 put",
      facts: "expires in 12 days · KO as the broker describes 1 · conid 1 · USD · multiplier 100",
    });
    expect(view(past, []).facts).toMatch(/^KO as the broker describes 3 · conid 3/);
  });

  test("says where the contract was adjusted", () => {
    const adjusted = option("5", "2026-12-02", "65", { root: "KO1", isAdjusted: true });
    expect(view(adjusted).facts).toContain("adjusted: does not deliver strike × multiplier");
    expect(view(next).facts).not.toContain("adjusted");
  });
});

describe("the options on an instrument", () => {
  const listed = (of: Report) =>
    optionsOn(of, ko.id)?.rows.map(({ name, runs, quantity }) =>
      [name, runs, quantity === null ? "not held" : quantity.id].join("; "),
    );

  test("are listed open ones first, the next to expire at the top", () => {
    const full = withOptions([later, next], [older, past]);
    expect(listed(full)).toEqual([
      "KO 2 Dec 2026 65 put; expires in 12 days; positions/main/1/quantity",
      "KO 15 Jan 2027 62.5 call; expires in 56 days; positions/main/2/quantity",
      "KO 19 Jun 2026 1,060 put; ; not held",
      "KO 20 Jun 2025 60 put; ; not held",
    ]);
    expect(optionsOn(full, ko.id)?.title).toBe("Four options, two open");
    expect(instrumentView(full, ko.id).options?.rows.length).toBe(4);
  });

  test("are counted in words", () => {
    const title = (open: Instrument[], closed: Instrument[]) =>
      optionsOn(withOptions(open, closed), ko.id)?.title;
    expect(title([next], [])).toBe("One open option");
    expect(title([], [past])).toBe("One option, none open");
    expect(title([next, later], [])).toBe("Two open options");
  });

  test("are not called open where their quantity is not known", () => {
    const full = withOptions([next, later], [past]);
    const positions = full.positions.map((position) =>
      position.instrument === later
        ? { ...position, quantity: unknownFigure(`positions/main/2/quantity`, "units", "no rows") }
        : position,
    );
    expect(optionsOn({ ...full, positions }, ko.id)?.title).toBe(
      "Three options, two open or not known",
    );
  });

  test("are none where no row says what an option is on", () => {
    const unnamed = option("9", "2026-12-02", "65", { underlying: null });
    expect(optionsOn(withOptions([unnamed]), ko.id)).toBeNull();
    expect(optionsOn(report, ko.id)).toBeNull();
  });

  test("are cut off after a hundred", () => {
    const many = Array.from({ length: 130 }, (_, index) =>
      option(`${index + 1000}`, "2026-06-19", `${index + 1}`),
    );
    const view = optionsOn(withOptions([], many), ko.id);
    expect([view?.rows.length, view?.more]).toEqual([100, 30]);
  });
});
