import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readLabelFile } from "../adapters/yaml/labels.ts";
import type { IsoDateTime } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { Case } from "../ledger/actions/action.ts";
import { buildReport, readRepository } from "../pipeline.ts";
import { type ActionCase, actionJson, casesOf, casesText, entryToPaste } from "./cases.ts";
import { reportJson } from "./json.ts";
import { reportSchema } from "./schema.ts";

const reportIn = (code: string) =>
  buildReport(
    readRepository(join("fixtures/errors", code), {
      demo: "never",
      home: ".",
      now: "2026-01-01T00:00:00" as IsoDateTime,
    }),
  );
const open = reportIn("corporate-actions/undecided");
const known = reportIn("corporate-actions/from-broker");

test("an open case: the question, what is not known, and an entry to fill in", () => {
  expect(casesText(open)).toBe(
    `To decide: the spin-off account-1/9-20250310 of 2025-03-10 (XYZ, KID)
  which fraction of the parent's cost basis goes to the shares that were spun off?
  Not known: neither a row nor a later lot of the broker says it

To decide it, paste this into labels/corporate-actions.yml; if the file has \`corporateActions:\` already, below that and
without the first line.
What stands behind a # counts once it is filled in and the # is taken away.

corporateActions:
  - action: account-1/9-20250310
    kind: spin-off
    # basisFraction: "0.…" # fill in: the part of the old cost basis that goes to what was received, 0 to 1`,
  );
});

test("several cases: the instruction once, and all entries below one key", () => {
  const both = {
    ...open,
    ledger: { ...open.ledger, actions: [...known.ledger.actions, ...open.ledger.actions] },
  };
  const text = casesText(both);
  expect(text.match(/paste this/g)).toHaveLength(1);
  expect(text.slice(text.indexOf("\ncorporateActions:") + 1)).toBe(`corporateActions:
  # to decide: the spin-off of 2025-03-10 (XYZ, KID)
  - action: account-1/9-20250310
    kind: spin-off
    # basisFraction: "0.…" # fill in: the part of the old cost basis that goes to what was received, 0 to 1
  # from the broker: the spin-off of 2025-03-10 (XYZ, KID)
  - action: account-1/9-20250310
    kind: spin-off
    basisFraction: "0.2"
    source: the broker's own later lots have it so`);
});

test("what is copied is a whole file", () => {
  const [one] = casesOf(known);
  const { value, diagnostics } = readLabelFile(
    "labels/corporate-actions.yml",
    one === undefined ? "" : entryToPaste(one, known.instruments),
  );
  expect(diagnostics).toEqual([]);
  expect(value.decisions.map(({ basisFraction }) => `${basisFraction}`)).toEqual(["0.2"]);
});

test("a case that the broker's rows answer: the entry is filled in and says where from", () => {
  const [one] = casesOf(known);
  expect(one === undefined ? "" : entryToPaste(one, known.instruments)).toBe(
    `corporateActions:
  - action: account-1/9-20250310
    kind: spin-off
    basisFraction: "0.2"
    source: the broker's own later lots have it so
`,
  );
});

test("the entry decides the case: pasted as it is, nothing is provisional and nothing moves", () => {
  const [one] = casesOf(known);
  if (one === undefined) throw new Error("there is a case");
  const input = readRepository("fixtures/errors/corporate-actions/from-broker", {
    demo: "never",
    home: ".",
    now: "2026-01-01T00:00:00" as IsoDateTime,
  });
  const decided = buildReport({
    ...input,
    decisions: [
      {
        action: one.case.action,
        kind: one.case.kind,
        basisFraction: Decimal.of("0.2"),
        basisFractions: null,
        basis: null,
        gain: null,
        treatment: null,
        source: "",
        note: "",
        at: { file: "labels/corporate-actions.yml", line: 2 },
      },
    ],
  });
  expect(casesText(decided)).toBe("");
  expect(decided.ledger.holdings.flatMap(({ provisional }) => provisional)).toEqual([]);
  const basis = (of: typeof known) => of.positions.map(({ costBasis }) => `${costBasis.value}`);
  expect(basis(decided)).toEqual(basis(known));
  expect(basis(decided)).toEqual(["80.8", "20.2"]);
});

describe("proposals", () => {
  const [base] = casesOf(open);
  const entry = (more: Partial<Case>): string =>
    base === undefined
      ? ""
      : entryToPaste({ ...base, case: { ...base.case, ...more } } as ActionCase, open.instruments);
  const [xyz, kid] = ["1001", "1009"] as [InstrumentId, InstrumentId];

  test("fractions by symbol, or by conid where the symbol says nothing", () => {
    const value = new Map([
      [xyz, Decimal.of("0.6")],
      ["77" as InstrumentId, Decimal.of("0.4")],
    ]);
    const proposal = [{ name: "basisFractions", value }] as const;
    expect(entry({ kind: "merger", status: "broker", proposal })).toContain(
      `    basisFractions:
      XYZ: "0.6"
      conid:77: "0.4"`,
    );
  });

  test("market values are proposed as comments", () => {
    const value = new Map([
      [xyz, Decimal.of("0.6")],
      [kid, Decimal.of("0.4")],
    ]);
    const proposal = [{ name: "basisFractions", value, isByMarketValue: true }] as const;
    expect(entry({ kind: "merger", proposal })).toContain(
      `    # basisFractions: # by market value: take each # away if that is right
    #   XYZ: "0.6"
    #   KID: "0.4"`,
    );
    const basis = [{ name: "basis", value: Decimal.of("60"), isByMarketValue: true }] as const;
    expect(entry({ kind: "stock-dividend", proposal: basis })).toContain(
      `    # basis: "60" # by market value: take the # away if that is right`,
    );
  });

  test("all goes to the only instrument that was received, which is certain", () => {
    const value = new Map([[kid, Decimal.one]]);
    expect(
      entry({ kind: "cash-and-stock", proposal: [{ name: "basisFractions", value }] }),
    ).toContain(
      `    basisFractions: # all of it: only one instrument was received
      KID: "1"`,
    );
  });

  test("what nothing proposes is left to fill in, instrument by instrument", () => {
    const lots = base?.after.map((lot) => ({ ...lot, instrument: kid })) ?? [];
    const of = { ...base, after: lots } as ActionCase;
    const proposal = [
      { name: "basisFractions", value: null },
      { name: "gain", value: null },
    ] as const;
    expect(
      entryToPaste(
        { ...of, case: { ...of.case, kind: "cash-and-stock", proposal } },
        open.instruments,
      ),
    ).toContain(`# basisFractions: # fill in: the part of the cost basis that goes to each, together exactly 1
    #   KID: "0.…"
    # gain: "…" # fill in: the gain that is recognized in all, negative for a loss`);
  });

  test("an action that fits no reading asks for its treatment", () => {
    expect(entry({ kind: "other", proposal: [{ name: "treatment", value: null }] })).toContain(
      '# treatment: "…" # fill in: ignore, remove, or receive with a basis',
    );
  });
});

test("an action of no known type is named as what it is", () => {
  const named = {
    ...open,
    ledger: {
      ...open.ledger,
      actions: open.ledger.actions.map((one) => ({
        ...one,
        event: { ...one.event, type: "other" as const },
      })),
    },
  };
  expect(casesText(named)).toContain("To decide: the corporate action account-1/9-20250310 of");
});

test("the report names actions, their legs and case, and what is provisional", () => {
  const json = JSON.parse(JSON.stringify(reportJson(open, { trace: false })));
  expect(reportSchema.safeParse(json).error).toBe(undefined);
  expect(json.corporateActions).toMatchObject([
    {
      action: "account-1/9-20250310",
      date: "2025-03-10",
      type: "spin-off",
      status: "open",
      legs: [{ symbol: "KID", quantity: "2", proceeds: "0", value: "20", row: { line: 12 } }],
      case: { status: "open", instruments: [{ symbol: "XYZ" }, { symbol: "KID" }] },
    },
  ]);
  expect(json.positions.map(({ provisional }: { provisional: string[] }) => provisional)).toEqual([
    ["account-1/9-20250310"],
    ["account-1/9-20250310"],
  ]);
  expect(json.cases).toHaveLength(1);
});

test("the status of an action that needs no decision", () => {
  const [one] = open.ledger.actions;
  if (one === undefined) throw new Error("there is an action");
  const status = (more: Partial<typeof one>, unknown: string | null = null) =>
    actionJson(
      { ...one, case: null, ...more },
      {
        ...open,
        ledger: {
          ...open.ledger,
          holdings: open.ledger.holdings.map((holding) => ({
            ...holding,
            unknown,
            moves: unknown === null ? holding.moves : [],
          })),
        },
      },
    ).status;
  expect(status({})).toBe("determined");
  expect(status({ event: { ...one.event, cancelledBy: one.event.id } })).toBe("taken back");
  expect(
    status({ before: [], after: [], event: one.event }, "an unreadable row stops the books"),
  ).toBe("not booked");
});
