/**
 * Why a figure differs from the broker's: each cause with the amount that it explains and the rows that prove it. What is
 * left is unexplained, the only thing that is a fault. (Accounting notes, section 3, "Explanation codes".)
 */
import { isKnown } from "../core/amount.ts";
import { compareText } from "../core/ids.ts";
import { baseRate } from "./causes/base-rate.ts";
import { cancelPair } from "./causes/cancel-pair.ts";
import type { Finder } from "./causes/cause.ts";
import { commissionRevised } from "./causes/commission-revised.ts";
import { corporateAction } from "./causes/corporate-action.ts";
import { Earlier } from "./causes/earlier.ts";
import { continued, inherited } from "./causes/follows.ts";
import { fxCommission } from "./causes/fx-commission.ts";
import { fxTranslation } from "./causes/fx-translation.ts";
import { lateDividend, taxReversal } from "./causes/late-cash.ts";
import { lotChoice } from "./causes/lot-choice.ts";
import { optionPremium } from "./causes/option-premium.ts";
import { reportDate } from "./causes/report-date.ts";
import { changedSince, withdrawnSince } from "./causes/restated.ts";
import { priceCorrected, valueChanged } from "./causes/restated-levels.ts";
import { returnOfCapital } from "./causes/return-of-capital.ts";
import { rounding } from "./causes/rounding.ts";
import { basisEnteredLater, transferBasis } from "./causes/transfer-basis.ts";
import { washSale } from "./causes/wash-sale.ts";
import { type Cause, type Check, type Facts, restOf } from "./checks.ts";

/**
 * The order in which causes are looked for: those that prove their amount first, then what is inherited from a
 * difference that comes before, then those that only rows of the instrument speak for, and guesses last.
 */
const FINDERS: readonly Finder[] = [
  changedSince,
  withdrawnSince,
  priceCorrected,
  valueChanged,
  continued,
  fxCommission,
  fxTranslation,
  cancelPair,
  lateDividend,
  taxReversal,
  reportDate,
  baseRate,
  optionPremium,
  returnOfCapital,
  corporateAction,
  basisEnteredLater,
  inherited,
  lotChoice,
  washSale,
  transferBasis,
  rounding,
  commissionRevised,
];

/** The order in which one rule's differences cause those of another: rows, quantities, lots, results, cash, values. */
const CHAIN: readonly string[] =
  "T1 T2 T3 T4 T5 T5b T6 T8 EAE L1 L2 R2 P1 P2 P3 P4 P5 R4 R3 R5 X4 C1 C2 C11 C12 R6 R7 C8 E1 E2 N1 C9 C10 C13 N2 R8 R9 N3 N4 N5 N6 R11 R11b".split(
    " ",
  );
const RANK = new Map(CHAIN.map((rule, index) => [rule, index]));

/** All checks in the same order, those that differ with their causes. */
export function explained(checks: readonly Check[], facts: Facts): readonly Check[] {
  const differing = checks.filter(({ status }) => status === "differs");
  if (differing.length === 0) return checks;
  const earlier = new Earlier(checks, facts);
  const answers = new Map<string, Check>();
  for (const check of differing.toSorted(inChain)) {
    const answer = { ...check, causes: causesOf(check, facts, earlier) };
    earlier.put(answer);
    answers.set(check.id, answer);
  }
  return checks.map((check) => answers.get(check.id) ?? check);
}

const inChain = (a: Check, b: Check): number =>
  rankOf(a) - rankOf(b) || compareText(a.date, b.date) || compareText(kindOf(a), kindOf(b));

/** Trades come before their costs, and totals in base currency after those that they are made of. */
const kindOf = ({ id, field }: Check): string =>
  `${id.includes("/BASE/") ? "total" : "part"} ${field.startsWith("netTrades") ? "a trade" : "other"}`;

const rankOf = ({ rule }: Check): number => RANK.get(rule) ?? CHAIN.length;

/** The causes of one difference, until nothing is left. */
function causesOf(check: Check, facts: Facts, earlier: Earlier): readonly Cause[] {
  let causes: readonly Cause[] = [];
  for (const { code, find } of FINDERS) {
    const asked = { ...check, causes };
    const rest = restOf(asked);
    if (!isKnown(rest) || rest.abs().compare(check.tolerance) <= 0) break;
    const found = find({ check: asked, rest, facts, earlier });
    if (found !== null) causes = [...causes, { code, ...found }];
  }
  return causes;
}
