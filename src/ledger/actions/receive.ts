/**
 * Cases that share nothing out: shares received as a dividend, and actions that fit no other reading, such as spin-offs and
 * rights of shares that are not held. What comes is a lot of its own, or units of the lots that there are; what goes has no
 * known result until it is decided.
 */
import { type Amount, isKnown, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { ActionLeg } from "../../events/corporate-action.ts";
import type { Closing } from "../ledger.ts";
import type { Lot } from "../lots.ts";
import { basisOf, type Pool } from "../pool.ts";
import type { Answer, BookedAction, ProposedField } from "./action.ts";
import { decidedBy, LATER_LOTS, NOTHING_SAYS, undecided } from "./answer.ts";
import type { BrokerView } from "./broker-lots.ts";
import { type CaseInput, caseOf, provisionalBy } from "./case.ts";
import { closeBy, newLot, putIn, split, takeOut } from "./effects.ts";

/** How it is booked: as the user decided, as the broker's lots have it, or with an unknown basis. */
interface Treatment extends Pick<Answer, "status" | "reason" | "rows"> {
  readonly what: "ignore" | "grow" | "book";
  /** The total basis of what came. */
  readonly basis: Amount;
}

export function receive(input: CaseInput): BookedAction {
  const { books, action, reading } = input;
  const treatment = treatmentOf(input);
  const question = caseOf(input, { ...treatment, isOwnCost: true }, proposalOf(input, treatment));
  const [first] = reading.come;
  if (treatment.what === "ignore")
    return {
      event: action,
      reading: "it changes no lot",
      before: [],
      after: [],
      closings: [],
      case: question,
    };
  if (treatment.what === "grow" && first !== undefined)
    return {
      ...split(books, action, first, provisionalBy(action, treatment)),
      case: question,
    };
  return { ...bookLegs(input, treatment), case: question };
}

function bookLegs(
  { books, action, reading, decision }: CaseInput,
  treatment: Treatment,
): Omit<BookedAction, "case"> {
  const provisional = provisionalBy(action, treatment);
  const closings: Closing[] = [];
  const before: Lot[] = [];
  for (const leg of reading.gone) {
    const lots = takeOut(books, action, leg).map((lot) => ({ ...lot, provisional }));
    before.push(...lots);
    const proceeds = decision?.treatment == null ? undecided(action) : leg.proceeds;
    closings.push(closeBy(books, action, leg, lots, proceeds));
  }
  const after = reading.come.map((leg) => {
    const basis = reading.come.length === 1 ? treatment.basis : undecided(action);
    const lot = { ...newLot(action, leg, basis), provisional };
    putIn(books, action, leg, [lot]);
    return lot;
  });
  return { event: action, reading: "what came is a lot of its own", before, after, closings };
}

const NOTHING_HELD = unknown(
  "what came is decided to take a part of the cost of lots, and none were held",
);

function treatmentOf(input: CaseInput): Treatment {
  const { books, action, decision, reading } = input;
  const isHeld = reading.come.every(({ instrument }) => !books.pool(instrument).held.isZero);
  if (decision !== null)
    return {
      status: "decided",
      reason: decidedBy(decision),
      rows: [],
      what:
        decision.treatment === "ignore"
          ? "ignore"
          : decision.basisFraction !== null && reading.of === "stock-dividend" && isHeld
            ? "grow"
            : "book",
      basis: decision.basis ?? NOTHING_HELD,
    };
  const [leg, ...others] = reading.come;
  const known = leg === undefined || others.length > 0 ? null : fromBroker(input, leg);
  return (
    known ?? {
      status: "open",
      reason: NOTHING_SAYS,
      rows: [],
      what: "book",
      basis: undecided(action),
    }
  );
}

/** A lot that opened with the action has its cost; lots that have grown by their share keep theirs. */
function fromBroker({ books, action }: CaseInput, leg: ActionLeg): Treatment | null {
  const pool = books.pool(leg.instrument);
  const view = books.input.settlement.broker().after(action, leg.instrument);
  const reason = LATER_LOTS;
  const own = view.ofOpening(action.moment) ?? (pool.held.isZero ? view.ofAll(leg.quantity) : null);
  if (own !== null && own.quantity.compare(leg.quantity.abs()) <= 0) {
    const basis = Decimal.share(own.basis, leg.quantity, own.quantity);
    return { status: "broker", reason, rows: [own.source], what: "book", basis };
  }
  const lost = view.lost();
  if (lost !== null && pool.held.isZero && lost.quantity.compare(leg.quantity.abs()) <= 0) {
    const basis = Decimal.share(lost.basis, leg.quantity, lost.quantity);
    return { status: "broker", reason, rows: [lost.source], what: "book", basis };
  }
  const [oldest] = pool.lots;
  const grown = oldest === undefined ? null : view.ofOpening(oldest.opened);
  if (oldest === undefined) return null;
  if (grown === null) return fromWhole(pool, leg, view);
  const same = pool.lots.filter(({ opened }) => opened === oldest.opened);
  const before = Decimal.sum(same.map(({ quantity }) => quantity)).abs();
  return grown.quantity.compare(before) > 0
    ? { status: "broker", reason, rows: [grown.source], what: "grow", basis: Decimal.zero }
    : null;
}

/** What the whole position costs more than its lots did is the cost of what came; where it costs no more, they have grown. */
function fromWhole(pool: Pool, leg: ActionLeg, view: BrokerView): Treatment | null {
  const whole = view.ofAll(pool.held.plus(leg.quantity));
  const before = basisOf(pool.lots);
  if (whole === null || !isKnown(before)) return null;
  const more = whole.basis.minus(before.abs());
  const isSame = more.abs().compare(ROUNDING) <= 0;
  if (!isSame && more.sign < 0) return null;
  return {
    status: "broker",
    reason: "the broker's own later position has it so",
    rows: [whole.source],
    what: isSame ? "grow" : "book",
    basis: isSame ? Decimal.zero : leg.quantity.sign < 0 ? more.negated() : more,
  };
}

const ROUNDING = Decimal.of("0.005");

/**
 * Market value is what such a dividend is usually taxed at, and then costs. Lots that have grown have handed on the part of
 * their basis that the new units are of all.
 */
function proposalOf(
  { books, reading }: CaseInput,
  { status, what, basis }: Treatment,
): ProposedField[] {
  if (reading.of === "other")
    return status === "broker" && what === "book" && isKnown(basis)
      ? [
          { name: "treatment", value: "receive" },
          { name: "basis", value: basis },
        ]
      : [{ name: "treatment", value: null }];
  const [leg] = reading.come;
  if (what === "grow" && status === "broker" && leg !== undefined) {
    const whole = books.pool(leg.instrument).held.plus(leg.quantity);
    return [{ name: "basisFraction", value: Decimal.share(leg.quantity, Decimal.one, whole) }];
  }
  const value = leg?.value;
  const market = value !== undefined && isKnown(value) && !value.isZero ? value.abs() : null;
  return isKnown(basis)
    ? [{ name: "basis", value: basis }]
    : [{ name: "basis", value: market, isByMarketValue: market !== null }];
}
