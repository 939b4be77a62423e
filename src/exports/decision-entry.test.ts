import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { parse } from "yaml";
import type { ActionDecision } from "../adapters/yaml/corporate-actions.ts";
import { readLabelFile } from "../adapters/yaml/labels.ts";
import { Decimal } from "../core/decimal.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import type { CaseKind } from "../ledger/actions/action.ts";
import { type CaseEntry, entryOf } from "./decision-entry.ts";

const read = (...entries: readonly string[]) =>
  readLabelFile("labels/a.yml", `corporateActions:\n${entries.join("")}`);

test("the kinds are those that the reader knows", () => {
  expectTypeOf<CaseKind>().toEqualTypeOf<ActionDecision["kind"]>();
});

test("what is known, in block style, texts quoted where another reader would take them for something else", () => {
  const entry = entryOf({
    action: "main/9-20250310",
    kind: "cash-and-stock",
    fields: [
      {
        name: "basisFractions",
        value: new Map([
          ["0700", "0.25"],
          ["conid:1002", "0.75"],
        ]),
        comment: "from the broker's\nlater lots",
      },
      { name: "gain", value: "42.40", comment: "no more than the cash" },
      { name: "note", value: "- a #1: b" },
    ],
  });
  expect(entry).toBe(`- action: main/9-20250310
  kind: cash-and-stock
  basisFractions: # from the broker's later lots
    "0700": "0.25"
    conid:1002: "0.75"
  gain: "42.40" # no more than the cash
  note: "- a #1: b"
`);
});

const OPEN: CaseEntry = {
  action: "main/9-20250310",
  kind: "merger",
  fields: [
    {
      name: "basisFractions",
      value: new Map([
        ["XYZ", ""],
        ["conid:1002", "0.75"],
      ]),
      comment: "the parts, together 1",
    },
    { name: "source", value: "https://example.com/8937.pdf" },
    { name: "note", value: "" },
  ],
};

test("what is not known is a comment, and the entry is not valid until it is filled in", () => {
  const entry = entryOf(OPEN);
  expect(entry).toBe(`- action: main/9-20250310
  kind: merger
  # basisFractions: # fill in: the parts, together 1
  #   XYZ: "0.…"
  #   conid:1002: "0.75"
  source: https://example.com/8937.pdf
  # note: "…" # fill in
`);
  expect(read(entry).diagnostics.map(({ message }) => message)).toEqual([
    "basisFractions of the decision on main/9-20250310: is missing",
  ]);
  const bare = entry.replaceAll(/^( +)# /gm, "$1");
  expect(read(bare).value.decisions).toEqual([]);
  const { value, diagnostics } = read(bare.replace("0.…", "0.25"));
  expect(diagnostics).toEqual([]);
  expect(value.decisions[0]?.basisFractions?.get("XYZ")?.toString()).toBe("0.25");
});

test("a value that is only proposed is a comment, too: unread, it decides nothing", () => {
  const entry = entryOf({
    action: "main/9",
    kind: "stock-dividend",
    fields: [{ name: "basis", value: "25.77", isProposal: true, comment: "market value" }],
  });
  expect(entry).toBe(`- action: main/9
  kind: stock-dividend
  # basis: "25.77" # market value
`);
  expect(read(entry).value.decisions).toEqual([]);
  expect(read(entry.replace("  # ", "  ")).value.decisions[0]?.basis?.toString()).toBe("25.77");
});

test("a text of several lines stays on the line of its key", () => {
  const value = "Part II, line 16 of the form:\n\n  the child's part of the basis is a sixth\n";
  const entry = entryOf({ action: "main/9", kind: "other", fields: [{ name: "note", value }] });
  expect(entry.split("\n")).toHaveLength(4);
  expect(read(`${entry}  treatment: ignore\n`).value.decisions[0]?.note).toBe(value.trim());
});

test("a single value to fill in stands between quotes", () => {
  const fields = [{ name: "basisFraction", value: "", comment: "the child's part" }];
  expect(entryOf({ action: "main/9", kind: "spin-off", fields })).toBe(`- action: main/9
  kind: spin-off
  # basisFraction: "0.…" # fill in: the child's part
`);
});

const SCALE = 10n ** 18n;
/** A decimal of up to 18 digits behind the point, from units of 10⁻¹⁸. */
const decimal = (units: bigint): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(19, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -18)}.${digits.slice(-18)}`;
};
const fraction = fc.bigInt({ min: 0n, max: SCALE }).map(decimal);
const money = fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n }).map(decimal);
const basis = fc.bigInt({ min: 0n, max: 10n ** 26n }).map(decimal);
const instrument = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9&"'#~!%@][A-Za-z0-9 .:#'"/,-]{0,12}[A-Za-z0-9.:"'-]$/),
  fc.constantFrom("0700", "TRUE", "1E5", "NULL", "~", "1", "BRK B", "NO"),
  fc.nat().map((id) => `conid:${id}`),
  fc.stringMatching(/^isin:[A-Z]{2}[A-Z0-9]{10}$/),
);
/** Cuts the whole at random places. */
const fractions = fc
  .uniqueArray(instrument, { minLength: 1, maxLength: 4 })
  .filter((names) =>
    names.every((name) => !/^(conid|isin):(?!\d+$|[A-Z]{2}[A-Z0-9]{10}$)/.test(name)),
  )
  .chain((names) =>
    fc
      .array(fc.bigInt({ min: 0n, max: SCALE }), {
        minLength: names.length - 1,
        maxLength: names.length - 1,
      })
      .map((cuts) => {
        const ends = [0n, ...cuts.toSorted((a, b) => (a < b ? -1 : 1)), SCALE];
        return new Map(
          names.map((name, at) => [name, decimal((ends[at + 1] ?? 0n) - (ends[at] ?? 0n))]),
        );
      }),
  );
/** Any characters, and many of those that mean something in YAML. */
const text = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(..."a -#:\n\t\"'\\{}[]&*?|>%@`~…"),
    minLength: 1,
    maxLength: 60,
  }),
);
const comment = fc.option(text, { nil: undefined });

type Value = string | ReadonlyMap<string, string>;
type Own = Readonly<Record<string, Value>>;
const own: Readonly<Record<CaseKind, fc.Arbitrary<Own>>> = {
  "spin-off": fc.record({ basisFraction: fraction }),
  "unit-split": fc.record({ basisFractions: fractions }),
  merger: fc.record({ basisFractions: fractions }),
  "cash-and-stock": fc.record({ basisFractions: fractions, gain: money }),
  "stock-dividend": fc.oneof(fc.record({ basis }), fc.record({ basisFraction: fraction })),
  "rights-issue": fc.record({ basisFraction: fraction }),
  other: fc.oneof(
    fc.record({ treatment: fc.constantFrom("ignore", "remove") }),
    fc.record({ treatment: fc.constant("receive"), basis }),
  ),
};
const entry = fc.constantFrom(...(Object.keys(own) as CaseKind[])).chain((kind) =>
  fc
    .tuple(
      text.filter((action) => action.trim() !== ""),
      own[kind],
      fc.record({ source: text, note: text }, { requiredKeys: [] }),
      fc.array(comment, { minLength: 5, maxLength: 5 }),
    )
    .map(([action, values, told, comments]) => ({
      action,
      kind,
      fields: Object.entries({ ...values, ...told } as Own).map(([name, value], at) => ({
        name,
        value,
        ...(comments[at] === undefined ? {} : { comment: comments[at] }),
      })),
    })),
);

/** What the reader makes of a value. */
const asRead = (name: string, value: Value): unknown => {
  if (typeof value !== "string") return partsOf(value, (part) => Decimal.of(part));
  if (name === "source" || name === "note") return withoutAccountNumbers(value.trim());
  return name === "treatment" ? value : Decimal.of(value).toString();
};
const plain = (value: unknown): unknown => {
  if (value instanceof Map) return partsOf(value, (part) => part);
  return value instanceof Decimal ? value.toString() : value;
};
const partsOf = <T>(parts: ReadonlyMap<string, T>, read: (part: T) => unknown) =>
  Object.fromEntries([...parts].map(([name, part]) => [name, `${read(part)}`]));

describe("what is written is read as it was", () => {
  test("any entry, also after another one and at another indent", () => {
    fc.assert(
      fc.property(entry, fc.constantFrom("", "  ", "      "), (given, indent) => {
        const written = entryOf(given);
        const { value, diagnostics } = read(
          [entryOf({ ...given, action: "before" }), written]
            .join("")
            .replaceAll(/^(?=.)/gm, indent),
        );
        expect(diagnostics).toEqual([]);
        const [before, found] = value.decisions;
        expect(before?.action).toBe("before");
        expect(found?.action).toBe(given.action.trim());
        expect(found?.kind).toBe(given.kind);
        const fields = new Map(given.fields.map((one) => [one.name, asRead(one.name, one.value)]));
        for (const name of [
          "basisFraction",
          "basisFractions",
          "basis",
          "gain",
          "treatment",
        ] as const)
          expect(plain(found?.[name]), name).toEqual(fields.get(name) ?? null);
        for (const name of ["source", "note"] as const)
          expect(found?.[name], name).toBe(fields.get(name) ?? "");
      }),
    );
  });

  test("by other readers of YAML, too: every value is a text", () => {
    fc.assert(
      fc.property(entry, (given) => {
        const values = Object.values((parse(entryOf(given)) as object[])[0] ?? {}).flatMap(
          (value: unknown) => (typeof value === "object" ? Object.values(value ?? {}) : [value]),
        );
        expect(values.every((value) => typeof value === "string")).toBe(true);
      }),
    );
  });
});
