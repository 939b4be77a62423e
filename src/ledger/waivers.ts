/**
 * Differences that the user has looked at and accepts, up to an amount and until a day. (Design, section 13.) A waiver
 * never changes a figure: the difference stays in its check, with the waiver as a cause that says who accepted it and why.
 */
import { isKnown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic, Staged } from "../core/diagnostics.ts";
import { type Check, isExplained, restOf } from "./checks.ts";

export interface Waiver {
  /** Id of a check, or the beginning of ids up to a `/`: `R3/main/265598` means all its lots, too. */
  readonly check: string;
  /** What each of these checks may be off by, up or down, in its own currency or in units. */
  readonly upTo: Decimal;
  readonly reason: string;
  /** The last day on which it is in force. */
  readonly until: IsoDate;
  readonly file: string;
  readonly line: number;
}

/**
 * Adds the cause WAIVED to every check whose unexplained rest a waiver in force accepts. Raises `waivers/expired`,
 * `waivers/too-small`, `waivers/matches-nothing` and `waivers/not-needed` at the line of the waiver.
 */
export function withWaivers(
  checks: readonly Check[],
  waivers: readonly Waiver[],
  today: IsoDate,
): Staged<readonly Check[]> {
  const inForce = waivers.filter((waiver) => !isExpired(waiver, today));
  const value = inForce.length === 0 ? checks : checks.map((check) => withWaiver(check, inForce));
  return { value, diagnostics: waivers.flatMap((one) => remark(one, checks, value, today)) };
}

const isExpired = ({ until }: Waiver, today: IsoDate): boolean => until < today;

const isNamed = ({ check }: Waiver, { id }: Check): boolean =>
  id === check || id.startsWith(`${check}/`);

const isOpen = (check: Check): boolean => check.status === "differs" && !isExplained(check);

/** The check with the first waiver that is large enough as a cause. */
function withWaiver(check: Check, inForce: readonly Waiver[]): Check {
  if (!isOpen(check)) return check;
  const amount = restOf(check);
  if (!isKnown(amount)) return check;
  const found = inForce.find(
    (waiver) => isNamed(waiver, check) && amount.abs().compare(waiver.upTo) <= 0,
  );
  if (found === undefined) return check;
  const { until, reason, file, line } = found;
  const because = `accepted until ${until}: ${reason}`;
  return {
    ...check,
    causes: [...check.causes, { code: "WAIVED", amount, because, rows: [{ file, line }] }],
  };
}

/** What there is to say about a waiver, from the checks before and after all waivers. */
function remark(
  waiver: Waiver,
  before: readonly Check[],
  after: readonly Check[],
  today: IsoDate,
): Diagnostic[] {
  const named = before.filter((check) => isNamed(waiver, check));
  const open = after.filter((check) => isNamed(waiver, check) && isOpen(check));
  const expired = isExpired(waiver, today);
  if (named.length === 0) return [matchesNothing(waiver)];
  if (open.length > 0) return [expired ? ended(waiver, open) : tooSmall(waiver, open)];
  const accepts = !expired && named.some(isOpen);
  // What cannot be compared now may differ again once it can.
  const mayDiffer = named.some(({ status }) => status === "not-reported");
  return accepts || mayDiffer ? [] : [notNeeded(waiver)];
}

const at = ({ file, line }: Waiver) => [{ file, line }];

const matchesNothing = (waiver: Waiver): Diagnostic => ({
  code: "waivers/matches-nothing",
  message: `no check has the name ${waiver.check}, which a waiver accepts`,
  at: at(waiver),
  hint: "write the id of a check as `lotbook check --json` has it, or its beginning up to a /",
});

const notNeeded = (waiver: Waiver): Diagnostic => ({
  code: "waivers/not-needed",
  message: `the waiver of ${waiver.check} is no longer needed`,
  at: at(waiver),
  hint: "delete the entry",
});

const ended = (waiver: Waiver, open: readonly Check[]): Diagnostic => ({
  code: "waivers/expired",
  message: `the waiver of ${waiver.check} ended on ${waiver.until}, and ${counted(open)} again`,
  at: at(waiver),
  hint: "look at the rows again; set a later day after `until` if you still accept it, else delete the entry",
});

function tooSmall(waiver: Waiver, open: readonly Check[]): Diagnostic {
  const [largest, rest] = open
    .map((check): [Check, Decimal] => [check, sizeOf(check)])
    .reduce((most, one) => (one[1].compare(most[1]) > 0 ? one : most));
  const unit = largest.currency === "" ? "" : ` ${largest.currency}`;
  return {
    code: "waivers/too-small",
    message: `the waiver of ${waiver.check} is too small by ${rest.minus(waiver.upTo)}${unit}: ${counted(open)} by more`,
    at: at(waiver),
    expected: `${waiver.upTo}${unit} or less`,
    actual: `${rest}${unit} (${largest.id})`,
    hint: "look at the rows again; set a larger `upTo` if you accept this, too",
  };
}

/** The size of what no cause explains of a difference. */
function sizeOf(check: Check): Decimal {
  const rest = restOf(check);
  return isKnown(rest) ? rest.abs() : Decimal.zero;
}

const counted = ({ length }: readonly Check[]): string =>
  length === 1 ? "1 figure differs" : `${length} figures differ`;
