/** What a decision on a corporate action may hold, kind by kind. (Design, section 13.) */
import { z } from "zod";
import { Decimal } from "../../core/decimal.ts";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { amount, decimal, fraction, optional } from "./scalars.ts";

/** The kinds of decisions, with an entry to start from for each. */
export const SHAPES = {
  "spin-off": '{ action: main/9-20250310, kind: spin-off, basisFraction: "0.1667" }',
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

/** Parts by instrument that make up the whole. */
const fractions = z
  .record(instrument, fraction)
  .superRefine((parts, context) => {
    const whole = Decimal.sum(Object.values(parts));
    if (!whole.eq(Decimal.one))
      context.addIssue({ code: "custom", message: `add up to ${whole}, not to 1` });
  })
  .transform((parts): ReadonlyMap<string, Decimal> => new Map(Object.entries(parts)));

const action = z
  .string()
  .regex(/\S/, "names no action")
  .transform((text) => text.trim());

/** What every decision of a kind has, and what is its own. */
const decision = <Kind extends ActionKind, Own extends z.core.$ZodShape>(kind: Kind, own: Own) =>
  z.strictObject({ action, kind: z.literal(kind), ...own, source: shown, note: shown });

const stockDividend = decision("stock-dividend", {
  basis: optional(amount.optional()),
  basisFraction: optional(fraction.optional()),
}).superRefine(({ basis, basisFraction }, context) => {
  if ((basis === undefined) === (basisFraction === undefined))
    context.addIssue({
      code: "custom",
      path: basis === undefined ? [] : ["basisFraction"],
      message:
        basis === undefined ? "lacks basis or basisFraction" : "stands beside basis; one is needed",
    });
});

export const decisionSchema = z.discriminatedUnion("kind", [
  decision("spin-off", { basisFraction: fraction }),
  decision("unit-split", { basisFractions: fractions }),
  decision("merger", { basisFractions: fractions }),
  decision("cash-and-stock", { basisFractions: fractions, gain: decimal }),
  stockDividend,
  decision("rights-issue", { basisFraction: fraction }),
  z.discriminatedUnion("treatment", [
    decision("other", { treatment: z.enum(["ignore", "remove"]) }),
    decision("other", { treatment: z.literal("receive"), basis: amount }),
  ]),
]);

export const decisionsSchema = z.array(decisionSchema);
