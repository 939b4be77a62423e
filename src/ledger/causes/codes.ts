/**
 * Why a figure may differ from the broker's: every explanation code with what it means. `FOLLOWS` and `WAIVED` are ours;
 * all others are those of the accounting notes, section 3, "Explanation codes".
 */
export const EXPLANATIONS = {
  FOLLOWS: "It follows from a difference that comes before it.",
  WAIVED: "You have accepted it in labels/waivers.yml.",
  ROUNDING: "The broker rounds each row, and this sums many of them.",
  OPENING_BASIS_UNKNOWN:
    "Shares were held before the first statement, and no row gives what they cost.",
  COMMISSION_REVISED: "The broker revised a commission after the trade was reported.",
  FX_COMMISSION_CCY:
    "Commissions of currency conversions left another currency than the one that their rows name.",
  FIFO_NOT_EXPORTED: "The query exports mark-to-market results only.",
  LOT_METHOD: "The broker closed other lots than our method does.",
  WASH_SALE: "A disallowed loss was added to the basis of another lot.",
  OPTION_PREMIUM_IN_BASIS: "The premium of an exercised or assigned option is part of the basis.",
  CASH_SETTLEMENT_MISSING: "No row says for how much cash an option was settled.",
  CORP_ACTION_BASIS_FROM_BROKER:
    "The statement does not determine what a corporate action does to the cost basis.",
  RETURN_OF_CAPITAL: "A payment returned capital, which lowers the basis.",
  TRANSFER_BASIS: "The lot came in by a transfer, whose row does not give its basis.",
  BASIS_ENTERED_LATER: "The basis of a lot was entered, or changed, between two statements.",
  REPORTDATE_SHIFT: "A row happened on one side of the window's end and is reported on the other.",
  LATE_DIVIDEND: "A dividend of days before the window was paid, or corrected, within it.",
  TAX_REVERSAL: "Tax of days before the window was taken back or withheld anew within it.",
  PRICE_CORRECTION: "Two statements give different prices for one instrument and day.",
  FX_TRANSLATION: "Balances in other currencies were translated at other rates.",
  BASE_RATE_METHOD: "The broker converts each leg at the rate of its own day.",
  CANCEL_PAIR_SPLIT: "Of a cancellation and what it cancels, only one is in the window.",
  ROW_CHANGED: "The broker changed or added rows after it had made the statement.",
  ROW_WITHDRAWN: "The broker withdrew rows after it had made the statement.",
  SECTION_ABSENT: "The query does not export a section or field that this needs.",
} as const;

/** A code of {@link EXPLANATIONS}. */
export type ExplanationCode = keyof typeof EXPLANATIONS;

export const isExplanation = (code: string | undefined): code is ExplanationCode =>
  code !== undefined && Object.hasOwn(EXPLANATIONS, code);
