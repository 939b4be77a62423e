/** The words of the states that glyphs show. */
import type { CheckState } from "./lookup.ts";

/** How a comparison came out, or that it is about days which newer statements may still change. */
export type ShownState = CheckState | "provisional";

export const STATE_WORDS: Readonly<Record<ShownState, string>> = {
  agrees: "agrees with the broker",
  explained: "differs, explained",
  unexplained: "differs, unexplained",
  unknown: "not reported",
  provisional: "provisional",
};
