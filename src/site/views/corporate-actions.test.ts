import { describe, expect, test } from "vitest";
import { isKnown } from "../../core/amount.ts";
import type { IsoDateTime } from "../../core/dates.ts";
import { buildReport, readRepository } from "../../pipeline.ts";
import { report as plain } from "../fixture/report.ts";
import { actionHref, actionPaths } from "./action-pages.ts";
import { bannerOf } from "./banner.ts";
import { actionView } from "./corporate-action.ts";
import { actionsView, undecidedOf } from "./corporate-actions.ts";
import { eventRow } from "./event-rows.ts";
import { instrumentView } from "./instrument.ts";
import { positionState, positionsView } from "./positions.ts";
import { provisionalFigure } from "./provisional.ts";
import { shellOf } from "./shell.ts";

const report = buildReport(
  readRepository("fixtures/cases/options-and-corporate-actions", {
    demo: "never",
    home: ".",
    now: "2025-04-01T00:00:00" as IsoDateTime,
  }),
);
const inSeveralRows = buildReport(
  readRepository("fixtures/cases/delivered-in-several-rows", {
    demo: "never",
    home: ".",
    now: "2025-04-01T00:00:00" as IsoDateTime,
  }),
);
const viewOf = (name: string) => {
  const action = report.ledger.actions.find((one) => one.event.action === name);
  if (action === undefined) throw new Error(`no action ${name}`);
  return actionView(report, action.event.id);
};
const spinOff = viewOf("account-1/12-20250310");
const merger = viewOf("account-1/13-20250317");

describe("the list", () => {
  const view = actionsView(report);

  test("has what is to be decided on top, then what is to be confirmed, then all, newest first", () => {
    expect(view.open.map(({ what, state }) => [what, state.text])).toEqual([
      ["XYZ spun off 20 KID", "to be decided"],
      ["Merged 10 OLD into 5 NEW and 42.40 USD", "from the broker’s rows, to confirm"],
    ]);
    expect(view.all.map(({ what }) => what)).toEqual([
      "Merged 10 OLD into 5 NEW and 42.40 USD",
      "XYZ spun off 20 KID",
      "Split 3 for 1: 60 more ABC",
    ]);
    expect(view.summary).toBe(
      "3 corporate actions: 1 from the broker’s rows, to confirm; 1 to be decided; 1 determined by the rows",
    );
  });

  test("is counted in the navigation and on the front page", () => {
    expect(bannerOf(report).undecided).toBe("1 corporate action to decide, 1 to confirm");
    const links = shellOf(report).sections.flatMap(({ links: own }) => own);
    expect(links.find(({ path }) => path === "/corporate-actions/")?.count).toBe(1);
    expect([undecidedOf(plain).text, bannerOf(plain).undecided]).toEqual(["", ""]);
    expect(actionsView(plain)).toEqual({ summary: "", open: [], all: [], more: 0 });
  });

  test("leads to one page for each", () => {
    expect(actionPaths(report).map(({ params }) => params.slug)).toEqual([
      "account-1-11-20250210",
      "account-1-12-20250310",
      "account-1-13-20250317",
    ]);
  });
});

describe("the page of an action", () => {
  test("has its legs with cash, value, the broker's result and the row", () => {
    expect(
      merger.legs.map(({ symbol, quantity, cash, value, realized, row }) => [
        symbol.text,
        ...[quantity, cash, value, realized].map(String),
        row.line,
      ]),
    ).toEqual([
      ["OLD", "-10", "42.4", "-600", "42.4", "line 30"],
      ["NEW", "5", "0", "560", "0", "line 31"],
    ]);
  });

  const divided = ({ division }: typeof merger) => [
    ...(division?.rows ?? []).map(
      ({ what, unitsBefore, costBefore, unitsAfter, costAfter, part, fraction }) =>
        [what.text, unitsBefore, costBefore, unitsAfter, costAfter, part, fraction].join(" | "),
    ),
    `${division?.before} = ${division?.after}`,
  ];

  test("shows that the cost is conserved, with the fraction, cash and what was realized", () => {
    expect(divided(merger)).toEqual([
      "OLD | 10 | 500 |  |  |  | ",
      "NEW |  |  | 5 | 500 | 100.00% | 1",
      "Cash that was received |  |  |  | 42.4 | 8.48% | ",
      "Less the result that was realized |  |  |  | -42.4 | −8.48% | ",
      "500 = 500",
    ]);
    expect(merger.closed.map(({ realized }) => `${realized.value}`)).toEqual(["42.4"]);
    const split = viewOf("account-1/11-20250210");
    expect(divided(split)).toEqual(["ABC | 30 | 601 | 90 | 601 | 100.00% | ", "601 = 601"]);
    expect([split.before, split.after].map(({ units, total }) => `${units} at ${total}`)).toEqual([
      "30 at 601",
      "90 at 601",
    ]);
  });

  test("of an open case: the question, and the entry to fill in", () => {
    expect(spinOff.case?.question).toBe(
      "Which fraction of the parent’s cost basis goes to the shares that were spun off?",
    );
    expect(spinOff.case?.entry).toContain("kind: spin-off\n    # basisFraction:");
    expect(spinOff.case?.instruments.map(({ text }) => text)).toEqual(["XYZ", "KID"]);
    expect(spinOff.state.mark).toBe("provisional");
    expect(isKnown(spinOff.after.total)).toBe(false);
    expect(spinOff.division?.reason).toMatch(/^the statement does not say how the spin-off /);
  });

  test("of one that was taken back says so, and leads to the rows that do it", () => {
    const [split] = report.ledger.actions;
    if (split === undefined) throw new Error("there is a split");
    const back = { ...split, event: { ...split.event, id: `${split.event.id}/b` as never } };
    const taken = {
      ...report,
      ledger: {
        ...report.ledger,
        actions: [
          { ...split, event: { ...split.event, cancelledBy: back.event.id } },
          { ...back, event: { ...back.event, cancels: split.event.id } },
        ],
      },
    };
    const view = actionView(taken, split.event.id);
    expect([view.title, view.state.text]).toEqual([
      "Split 3 for 1: 60 more ABC (taken back)",
      "taken back",
    ]);
    expect(view.facts.find(({ name }) => name === "Taken back by")?.value.href).toBe(
      actionHref(taken, back.event.id),
    );
    expect(actionPaths(taken).map(({ params }) => params.slug)).toEqual([
      "account-1-11-20250210-taken-back",
      "account-1-11-20250210-takes-back",
    ]);
  });
});

describe("events", () => {
  const rows = report.events.map((event) => eventRow(report, event));
  const row = (id: string) => rows.find((one) => one.id.endsWith(`/${id}`));

  test.each([
    [
      "505",
      "Assigned: 2 XYZ 17 Jan 2025 10 put",
      "It bought 200 XYZ at 10.00; the premium moved there",
    ],
    ["506", "Bought 200 at 10.00", "Delivered by the assignment of 2 XYZ 17 Jan 2025 10 put"],
    ["507", "Expired worthless: 1 XYZ 17 Jan 2025 8 put"],
    [
      "509",
      "Assigned: 1 XYZ 21 Feb 2025 12 call",
      "It sold 100 XYZ at 12.00; the premium moved there",
    ],
    ["510", "Sold 100 at 12.00", "Delivered by the assignment of 1 XYZ 21 Feb 2025 12 call"],
  ])("%s: %s", (id, what, ...more) => {
    expect([row(id)?.what, row(id)?.more.map(({ text }) => text)]).toEqual([what, more]);
  });

  test.each([
    [
      "502",
      "503 It bought 150 XYZ at 10.00; a part of the premium moved there",
      "504 It bought 50 XYZ at 10.00; a part of the premium moved there",
    ],
    ["504", "502 Delivered by the assignment of 2 XYZ 17 Jan 2025 10 put"],
    [
      "509",
      "510 It sold 160 XYZ at 12.00; a part of the premium moved there",
      "511 It sold 40 XYZ at 12.00; a part of the premium moved there",
    ],
    [
      "511",
      "508 Delivered by the assignment of 1 XYZ 21 Feb 2025 12 call",
      "509 Delivered by the assignment of 1 XYZ 21 Feb 2025 12 call",
    ],
  ])("%s leads to every row on the other side of its delivery", (id, ...more) => {
    const event = inSeveralRows.events.find((one) => one.id.endsWith(`/${id}`));
    if (event === undefined) throw new Error(`no event ${id}`);
    const links = eventRow(inSeveralRows, event).more;
    expect(links.map(({ href, text }) => `${href?.split("/").at(-1)} ${text}`)).toEqual(more);
  });

  test("the halves of a delivery lead to each other, a corporate action to its page", () => {
    expect(row("505")?.more[0]?.href).toMatch(/#account-1\/trade\/506$/);
    expect(row("506")?.more[0]?.href).toMatch(/#account-1\/trade\/505$/);
    const action = rows.find(({ kind, symbol }) => kind === "corporate-action" && symbol === "XYZ");
    expect([action?.what, action?.more]).toEqual([
      "XYZ spun off 20 KID",
      [
        {
          text: "Legs, lots and case: to be decided",
          href: "/corporate-actions/account-1-12-20250310/",
        },
      ],
    ]);
  });
});

describe("what is provisional", () => {
  test("is marked on positions, with a link to the case; everything else is not", () => {
    const found = positionsView(report, "class").tables.flatMap(({ groups }) =>
      groups.flatMap(({ rows }) =>
        rows.map(({ position, provisional }) => [
          position.instrument.symbol,
          provisional[0]?.href ?? null,
        ]),
      ),
    );
    expect(Object.fromEntries(found)).toEqual({
      XYZ: "/corporate-actions/account-1-12-20250310/#case",
      KID: "/corporate-actions/account-1-12-20250310/#case",
      NEW: "/corporate-actions/account-1-13-20250317/#case",
      ABC: null,
    });
  });

  test("is cost and results of a holding, never its quantity, value or price", () => {
    const held = report.positions.find(({ instrument }) => instrument.symbol === "NEW");
    if (held === undefined) throw new Error("NEW is held");
    const { quantity, markPrice, marketValue, costBasis, unrealized, lots } = held;
    const isMarked = (figure: typeof quantity) => provisionalFigure(report, figure) !== null;
    expect([quantity, markPrice, marketValue].map(isMarked)).toEqual([false, false, false]);
    expect([costBasis, unrealized].map(isMarked)).toEqual([true, true]);
    expect(lots.map((lot) => isMarked(lot.costBasis))).toEqual([true]);
  });

  test("is not a closing from before the action", () => {
    const [xyz] = instrumentView(report, "1001").holdings;
    expect(xyz?.provisional.map(({ text }) => text)).toEqual(["spin-off account-1/12-20250310"]);
    expect(xyz?.closings.map(({ realized }) => provisionalFigure(report, realized))).toEqual([
      null,
    ]);
  });
});

describe("the badge of an instrument", () => {
  test("says that the cost is unknown and to be decided, whatever else agrees", () => {
    const badge = ({ state, stateText }: ReturnType<typeof instrumentView>) => [state, stateText];
    expect(badge(instrumentView(report, "1001"))).toEqual(["unknown", "Cost unknown: to decide"]);
    expect(badge(instrumentView(report, "1002"))).toEqual(["agrees", "Agrees with the broker"]);
  });

  test("and so does the row of the position", () => {
    const states = report.positions.map((position) => [
      position.instrument.symbol,
      positionState(report, position),
    ]);
    expect(Object.fromEntries(states)).toMatchObject({ XYZ: "unknown", KID: "unknown" });
  });
});

test("a closing by delivery has the premium apart, the option's own realizes nothing", () => {
  const [xyz] = instrumentView(report, "1001").holdings;
  expect(xyz?.closings.map(({ realized, premium }) => `${realized.value} with ${premium}`)).toEqual(
    ["378 with 79"],
  );
  expect(
    xyz?.closings[0]?.realized
      .lines()
      .map(({ operator, label, value }) => `${operator} ${label}: ${value}`),
  ).toEqual([
    "+ strike and costs of the closed part: 1200",
    "+ premium of the option: 79",
    "− basis of 100 opened 2025-01-17 16:20:00: 901",
  ]);
  const [option] = instrumentView(report, "2003").holdings;
  const [closing] = option?.closings ?? [];
  expect(`${closing?.realized.value}`).toBe("0");
  expect(closing?.realized.lines()[0]?.label).toBe("premium, which moves into what it delivered");
  expect(closing?.more.map(({ text }) => text)).toEqual([
    "It sold 100 XYZ at 12.00; the premium moved there",
  ]);
});

test("a lot that an option delivered has the premium apart, and what an action changed", () => {
  const before = {
    ...report,
    positions: report.positions.filter(({ instrument }) => instrument.symbol === "XYZ"),
  };
  const [lot] = before.positions[0]?.lots ?? [];
  expect(
    lot?.costBasis
      .lines()
      .map(({ label, value }) => `${label}: ${isKnown(value) ? value : "unknown"}`),
  ).toEqual([
    "opened 2025-01-17 16:20:00, strike and costs: 2000",
    "premium of the option: -198",
    "closed 2025-02-21: 901",
    "spin-off account-1/12-20250310 of 2025-03-10: unknown",
  ]);
});
