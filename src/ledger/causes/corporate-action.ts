/**
 * CORP_ACTION_BASIS_FROM_BROKER: the basis rests on a corporate action that the statement does not determine, and the
 * broker has shared it out otherwise. A closing proves it by the row's own cost; open positions prove it together, because
 * what one instrument has more the others of the action have less. (Accounting notes 2.15 and 3.)
 */
import { type Amount, add, isKnown, negate, subtract, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { BookedAction } from "../actions/action.ts";
import { type Check, holdingKey } from "../checks.ts";
import type { Lot } from "../lots.ts";
import { basisOf } from "../pool.ts";
import { type Finder, isAbout, type Question } from "./cause.ts";
import { lotsClosed } from "./lots.ts";

export const corporateAction: Finder = {
  code: "CORP_ACTION_BASIS_FROM_BROKER",
  find: (question) => {
    const found = question.check.rule === "R4" ? ofClosing(question) : ofPosition(question);
    if (found === undefined) return null;
    const { event } = found;
    return {
      amount: question.rest,
      because: `the ${event.type} ${event.action} shared the cost basis out as ${found.case?.reason ?? "its answer says"}, and the broker has it otherwise`,
      rows: event.legs.map(({ source }) => source),
    };
  },
};

/** The undetermined action that lots went through. */
const actionOf = ({ facts, check }: Question, lots: readonly Lot[]): BookedAction | undefined =>
  facts.ledger.actions.find(
    (one) =>
      one.case !== null &&
      one.event.account === check.account &&
      lots.some(
        ({ id }) =>
          id.includes(`@${one.event.action.slice(check.account.length + 1)}/`) ||
          id.startsWith(one.event.id),
      ),
  );

/** The difference is that of the bases: the row's own cost against that of our lots. */
function ofClosing(question: Question): BookedAction | undefined {
  const { check, facts, earlier, rest } = question;
  const lots = lotsClosed(facts, check);
  const cost = earlier.trade(check.event)?.cost;
  if (lots.length === 0 || cost === undefined) return undefined;
  const basis = subtract(negate(cost), basisOf(lots));
  return isKnown(basis) && isAbout(question, basis, rest) ? actionOf(question, lots) : undefined;
}

/** What the instruments of the action cost more and less, open and closed, comes to nothing. */
function ofPosition(question: Question): BookedAction | undefined {
  const { check, facts, earlier } = question;
  if (check.rule !== "R3" || check.instrument === null) return undefined;
  const holding = facts.holdings.get(holdingKey(check.account, check.instrument));
  const found = actionOf(question, holding?.lots ?? []);
  if (found === undefined) return undefined;
  const tail = check.id.split("/").slice(3).join("/");
  const differences = (found.case?.instruments ?? []).map((instrument): Amount => {
    const about = { account: check.account, instrument };
    const open = earlier.every("R3", about).filter(({ id }) => isOf(id, instrument, tail));
    const closed = tail === "" ? earlier.every("R4", about) : [];
    return subtract(differenceOf(open), differenceOf(closed));
  });
  const all = differences.reduce<Amount>(add, Decimal.zero);
  return isKnown(all) && isAbout(question, all, Decimal.zero) ? found : undefined;
}

const isOf = (id: string, instrument: InstrumentId, tail: string): boolean =>
  id.endsWith(tail === "" ? `/${instrument}` : `/${instrument}/${tail}`);

const differenceOf = (checks: readonly Check[]): Amount =>
  sum(checks.filter(({ status }) => status === "differs").map(({ difference }) => difference));
