/** What every finder of a cause is asked, and answers. One small file each; `causes.ts` puts their questions. */
import type { Decimal } from "../../core/decimal.ts";
import type { Cause, Check, Facts } from "../checks.ts";
import type { ExplanationCode } from "./codes.ts";
import type { Earlier } from "./earlier.ts";

/** A difference that is looked at, and what no cause found before accounts for. */
export interface Question {
  readonly check: Check;
  /** Never zero. */
  readonly rest: Decimal;
  readonly facts: Facts;
  /** The differences that come before it in the order of rules, with their causes. */
  readonly earlier: Earlier;
}

/** What explains a part of the difference. */
export type Found = Omit<Cause, "code">;

export interface Finder {
  readonly code: ExplanationCode;
  /** Null where the cause does not apply. */
  readonly find: (question: Question) => Found | null;
}

/** Whether two amounts are the same within the tolerance of the check. */
export const isAbout = ({ check }: Question, one: Decimal, other: Decimal): boolean =>
  one.minus(other).abs().compare(check.tolerance) <= 0;
