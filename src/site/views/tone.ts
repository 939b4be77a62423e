/** The colour of a number: only results have one, and what is exactly nothing steps back. */
import type { Decimal } from "../../core/decimal.ts";
import type { NumberStyle } from "../format/number.ts";

export type Tone = "gain" | "loss" | "muted" | undefined;

export function toneOf(value: Decimal, style: NumberStyle): Tone {
  if (value.isZero) return "muted";
  if (style !== "result") return undefined;
  return value.sign > 0 ? "gain" : "loss";
}
