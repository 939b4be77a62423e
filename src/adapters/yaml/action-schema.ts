/** What a decision on a corporate action may hold, kind by kind. (Design, section 13.) */
import { z } from "zod";
import { Decimal } from "../../core/decimal.ts";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { amount, decimal, fraction, optional } from "./scalars.ts";

/** The kinds of decisions, with an entry to start from for each. */
export const SHAPES = {
  "spin-off":
    '{ action: main/9-20250310, kind: spin-off, basisFraction: "0.1667" }, or basisFractions: { XYZ: "0.1", "conid:1002": "0.05" } instead where several instruments came',
  "unit-split":
    '{ action: main/9-20250310, kind: unit-split, basisFractions: { XYZ: "0.9576", "conid:1002": "0.0424" } }',
  merger:
    '{ action: main/9-20250310, kind: merger, basisFractions: { XYZ: "0.6", "isin:US0378331005": "0.4" } }',
  "cash-and-stock":
    '{ action: main/9-20250310, kind: cash-and-stock, basisFractions: { XYZ: "1" }, gain: "42.40" }',
  "stock-dividend":
    '{ action: main/9-20250310, kind: stock-dividend, basis: "25.77" }, or basisFraction instead of basis',
  "rights-issue": '{ action: main/9-20250310, kind: rights-issue, basisFraction: "0.02" }',
  other:
    '{ action: main/9-20250310, kind: other, treatment: ignore }, or treatment: remove, or treatment: receive with basis: "12.50"',
} as const;

export type ActionKind = keyof typeof SHAPES;
export const KINDS = Object.keys(SHAPES) as ActionKind[];
export const TREATMENTS = ["ignore", "remove", "receive"] as const;

/** It stands with the figures, wherever those are shown. */
const shown = optional(
  z
    .string()
    .transform((text) => withoutAccountNumbers(text.trim()))
    .optional(),
);

/** As labels name an instrument: its symbol, `conid:265598` or `isin:US0378331005`. */
const instrument = z
  .string()
  .regex(
    /^(?!conid:|isin:)\S(.*\S)?$|^conid:\d+$|^isin:[A-Z]{2}[A-Z0-9]{10}$/,
    "no symbol, conid:265598 or isin:US0378331005",
  );

const shares = (isUnfit: (whole: Decimal) => boolean, expected: string) =>
  z
    .record(instrument, fraction)
    .superRefine((given, context) => {
      const whole = Decimal.sum(Object.values(given));
      if (isUnfit(whole))
        context.addIssue({ code: "custom", message: `add up to ${whole}, ${expected}` });
    })
    .transform((given): ReadonlyMap<string, Decimal> => new Map(Object.entries(given)));

/** Parts by instrument that make up the whole. */
const fractions = shares((whole) => !whole.eq(Decimal.one), "not to 1");
/** Parts by instrument that leave the old lots the rest. */
const parts = shares((whole) => whole.compare(Decimal.one) > 0, "to more than 1");

const action = z
  .string()
  .regex(/\S/, "names no action")
  .transform((text) => text.trim());

/** What every decision of a kind has, and what is its own. */
const decision = <Kind extends ActionKind, Own extends z.core.$ZodShape>(kind: Kind, own: Own) =>
  z.strictObject({ action, kind: z.literal(kind), ...own, source: shown, note: shown });

/** One of two keys of an entry, and not both. */
const oneOf =
  (first: string, second: string) =>
  (entry: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx): void => {
    const isThere = entry[first] !== undefined;
    if (isThere === (entry[second] !== undefined))
      context.addIssue({
        code: "custom",
        path: isThere ? [second] : [],
        message: isThere ? `stands beside ${first}; one is needed` : `lacks ${first} or ${second}`,
      });
  };

const stockDividend = decision("stock-dividend", {
  basis: optional(amount.optional()),
  basisFraction: optional(fraction.optional()),
}).superRefine(oneOf("basis", "basisFraction"));

/** The old lots stay and keep the rest: a part, or parts of several instruments that were received. */
const handedOut = <Kind extends "spin-off" | "rights-issue">(kind: Kind) =>
  decision(kind, {
    basisFraction: optional(fraction.optional()),
    basisFractions: optional(parts.optional()),
  }).superRefine(oneOf("basisFraction", "basisFractions"));

export const decisionSchema = z.discriminatedUnion("kind", [
  handedOut("spin-off"),
  decision("unit-split", { basisFractions: fractions }),
  decision("merger", { basisFractions: fractions }),
  decision("cash-and-stock", { basisFractions: fractions, gain: decimal }),
  stockDividend,
  handedOut("rights-issue"),
  z.discriminatedUnion("treatment", [
    decision("other", { treatment: z.enum(["ignore", "remove"]) }),
    decision("other", { treatment: z.literal("receive"), basis: amount }),
  ]),
]);

export const decisionsSchema = z.array(decisionSchema);
