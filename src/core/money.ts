/** Money of one currency. Money of two currencies does not add. */
import type { Amount } from "./amount.ts";

export interface Money {
  readonly amount: Amount;
  /** ISO 4217, or what the broker writes instead (CNH). */
  readonly currency: string;
}
