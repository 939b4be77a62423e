/**
 * Cases in which the basis of old lots is shared out among what was received: spin-offs and rights, where the old lots
 * stay; unit splits and mergers, where they go, for cash too. (Accounting notes 2.15.)
 */
import { type Amount, isKnown, multiply, subtract, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { LotId } from "../../core/ids.ts";
import type { ActionLeg } from "../../events/corporate-action.ts";
import type { ClosedLot, Closing } from "../ledger.ts";
import { type Lot, termOf } from "../lots.ts";
import { spread } from "../pool.ts";
import type { Answer, BookedAction } from "./action.ts";
import { answerTo, type Question, undecided } from "./answer.ts";
import { type CaseInput, caseOf, provisionalBy, sourceOf } from "./case.ts";
import { CONVERTED, moved, newLot, putIn, takeOut } from "./effects.ts";
import { proposalOf } from "./proposal.ts";

export function shareOut(input: CaseInput): BookedAction {
  const { books, action, reading } = input;
  const { gone, come, cash } = reading;
  const from = sourceOf(action, gone);
  const fresh = new Set(
    come.map(({ instrument }) => instrument).filter((id) => books.pool(id).held.isZero),
  );
  const old =
    gone.length > 0
      ? gone.flatMap((leg) => takeOut(books, action, leg))
      : from === null
        ? []
        : books.pool(from).takeAll();
  const question: Question = {
    action,
    old,
    stays: gone.length === 0,
    gone,
    come,
    cash: isKnown(cash) ? cash : Decimal.zero,
    decision: input.decision,
    viewOf: (id, day) => books.input.settlement.broker().after(action, id, day),
    isFresh: (id) => fresh.has(id),
    isForeign: (id) =>
      from !== null && books.pool(id).instrument.currency !== books.pool(from).instrument.currency,
  };
  const answer = answerTo(question);
  const after = [...keepOld(input, question, answer), ...openNew(input, question, answer)];
  const closings = question.cash.isZero ? [] : [recognize(input, question, answer)];
  return {
    event: action,
    reading: answer.isOwnCost
      ? "what was received has a cost of its own, and the old lots keep theirs"
      : "the cost of the old lots is shared out among what was received",
    before: old,
    after,
    closings,
    case: caseOf(input, answer, proposalOf(input, question, answer)),
  };
}

/** The old lots that stay, less what moved from their basis. */
function keepOld(
  { books, action }: CaseInput,
  { old, stays, come }: Question,
  answer: Answer,
): Lot[] {
  const from = sourceOf(action, []);
  if (!stays || from === null) return [];
  const [leg] = come as [ActionLeg];
  const pool = books.pool(from);
  let gone: Amount = Decimal.zero;
  const kept = old.map((lot, index) => {
    const away = answer.isOwnCost
      ? Decimal.zero
      : sum([...answer.shares.values()].map((shares) => shares[index] ?? Decimal.zero));
    gone = subtract(gone, away);
    const { source } = leg;
    return {
      ...moved(
        action,
        lot,
        { instrument: from, source },
        lot.quantity,
        subtract(lot.costBasis, away),
      ),
      provisional: provisionalBy(action, answer) ?? lot.provisional,
    };
  });
  for (const lot of kept) pool.add(lot);
  pool.record(action, action.date, Decimal.zero, gone);
  return kept;
}

/** Lots of what was received: one for each old lot, with its dates; where nothing old is known, one of unknown basis. */
function openNew({ books, action }: CaseInput, question: Question, answer: Answer): Lot[] {
  const { old, come } = question;
  const provisional = provisionalBy(action, answer);
  return come.flatMap((leg, which) => {
    const units = spread(
      leg.quantity,
      old.map(({ quantity }) => quantity),
    );
    const shares = answer.shares.get(leg.instrument) ?? [];
    const lots =
      old.length === 0
        ? [{ ...newLot(action, leg, undecided(action)), provisional }]
        : old.map((lot, index) => {
            const own = units[index] as Decimal;
            const isForeign = question.isForeign(leg.instrument);
            const basis = isForeign
              ? abroad(question, leg, lot, own)
              : (shares[index] ?? undecided(action));
            const premium = premiumOf(lot, index, which, question, answer);
            return {
              ...moved(action, lot, leg, own, basis),
              premium: isForeign && !(isKnown(premium) && premium.isZero) ? CONVERTED : premium,
              premiumSources: question.stays ? [] : lot.premiumSources,
              provisional: provisional ?? lot.provisional,
            };
          });
    putIn(books, action, leg, lots);
    return lots;
  });
}

/** The basis of units in another currency than the old lots': the broker's own, or unknown. */
function abroad(
  { viewOf, isFresh }: Question,
  { instrument, quantity }: ActionLeg,
  { opened }: Lot,
  units: Decimal,
): Amount {
  const view = viewOf(instrument);
  const cost = view.ofOpening(opened) ?? (isFresh(instrument) ? view.ofAll(quantity) : null);
  return cost === null ? CONVERTED : Decimal.share(cost.basis, units, cost.quantity);
}

/**
 * The premium in an old lot's basis stays with the lot; where that goes, it goes on as the basis does, and the last
 * instrument takes what the others leave.
 */
function premiumOf(
  { premium }: Lot,
  index: number,
  which: number,
  { stays, come }: Question,
  { shares }: Answer,
): Amount {
  if (stays || (isKnown(premium) && premium.isZero)) return Decimal.zero;
  const own = come.map(({ instrument }) => shares.get(instrument)?.[index] ?? Decimal.zero);
  const whole = sum(own);
  if (!isKnown(whole)) return come.length === 1 ? premium : whole;
  const known = own as Decimal[];
  const parts = whole.isZero ? come.map(({ quantity }) => quantity) : known;
  return spread(premium, parts)[which] ?? premium;
}

/** The row on which the broker has the cash and its result: mostly that of what went. */
const paidOn = ({ gone, come }: Question): ActionLeg =>
  [...gone, ...come].find(({ proceeds }) => !isKnown(proceeds) || !proceeds.isZero) ??
  (gone[0] as ActionLeg);

/** The cash that came with shares: of each old lot it closes no unit, but the basis that it paid back. */
function recognize({ books, action }: CaseInput, question: Question, answer: Answer): Closing {
  const { old, cash } = question;
  const leg = paidOn(question);
  const quantities = old.map(({ quantity }) => quantity);
  const proceeds = spread(cash, quantities);
  const gains = spread(answer.gain, quantities);
  const lots = old.map((lot, index): ClosedLot => {
    const [own, realized] = [proceeds[index] ?? cash, gains[index] ?? answer.gain];
    const part: Lot = {
      ...lot,
      id: `${lot.id}/cash` as LotId,
      quantity: Decimal.zero,
      costBasis: subtract(own, realized),
      premium: Decimal.zero,
      premiumSources: [],
      provisional: provisionalBy(action, answer) ?? lot.provisional,
    };
    return {
      lot: part,
      proceeds: own,
      premium: Decimal.zero,
      realized,
      term: termOf(lot, action.moment),
    };
  });
  const closing: Closing = {
    id: `${action.id}/${leg.instrument}`,
    by: action,
    date: leg.date,
    currency: leg.currency,
    lots,
    premiumSources: [],
    realized: answer.gain,
    realizedBase: multiply(answer.gain, action.rate),
  };
  books.pool(leg.instrument).closings.push(closing);
  return closing;
}
