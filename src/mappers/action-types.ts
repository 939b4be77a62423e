/** The broker's codes for corporate actions in our words; files from before there were codes say it in the description. */
import type { ActionType } from "../events/corporate-action.ts";

/** Flex schema, section 8. Coupons, fees and votes change no lots by themselves. */
const TYPES: Readonly<Record<string, ActionType>> = {
  FS: "split",
  FI: "split",
  CS: "split",
  RS: "reverse split",
  CC: "reverse split",
  IC: "identity change",
  SO: "spin-off",
  CO: "spin-off",
  TC: "merger",
  TO: "tender",
  TI: "tender",
  SD: "stock dividend",
  HD: "stock dividend",
  HI: "stock dividend",
  CH: "stock dividend",
  RI: "rights issue",
  DI: "rights issue",
  SR: "subscription",
  PI: "subscription",
  OR: "subscription",
  DW: "removal",
  ED: "removal",
  BM: "redemption",
  TM: "redemption",
  PC: "redemption",
  BC: "conversion",
  CI: "conversion",
  CD: "cash distribution",
  CP: "cash distribution",
  CA: "cash distribution",
};

/** What descriptions begin with, tried in this order: a merger may follow a tender, and a split is often reverse. */
const WORDS: readonly (readonly [RegExp, ActionType])[] = [
  [/SPIN-?OFF/i, "spin-off"],
  [/TENDERED TO/i, "tender"],
  [/MERGED|MERGER|LIQUIDATION/i, "merger"],
  [/STOCK DIVIDEND/i, "stock dividend"],
  [/RIGHTS? ISSUE/i, "rights issue"],
  [/CUSIP|ISIN CHANGE/i, "identity change"],
  [/DELISTED/i, "removal"],
  [/MATURITY|REDEMPTION/i, "redemption"],
  [/\bSPLIT\b/i, "split"],
];

export function actionTypeOf(code: string, description: string): ActionType {
  const known = TYPES[code];
  if (known !== undefined) return known;
  return WORDS.find(([pattern]) => pattern.test(description))?.[1] ?? "other";
}
