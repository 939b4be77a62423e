/** The words of the states that glyphs show. */
import type { CheckState } from "./lookup.ts";

export const STATE_WORDS: Readonly<Record<CheckState, string>> = {
  agrees: "agrees with the broker",
  explained: "differs, explained",
  unexplained: "differs, unexplained",
  unknown: "not reported",
};
