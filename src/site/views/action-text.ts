/** What a corporate action did, in one line: `Split 5 for 4: 54.25 more AMZN`, `Merged 10 LVGO into 5.92 TDOC and 42.40 USD`. */
import type { Report } from "../../analytics/report.ts";
import { isKnown, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import {
  type ActionLeg,
  type ActionType,
  type CorporateAction,
  namedType,
} from "../../events/corporate-action.ts";
import { exact, numberText } from "../format/number.ts";
import { capital } from "../format/words.ts";
import { actionsByEvent } from "./action-pages.ts";
import { headingIn } from "./options.ts";

/** How the legs of an action read: what came, what went, and the cash. */
interface Sides {
  readonly action: CorporateAction;
  /** `10 LVGO`; empty where nothing went. */
  readonly gone: string;
  readonly come: string;
  /** `42.40 USD`; empty where there was none. */
  readonly cash: string;
  readonly isPaid: boolean;
  readonly parent: string;
}

export function actionText(report: Report, action: CorporateAction): string {
  const fate =
    action.cancels !== null
      ? " (takes it back)"
      : action.cancelledBy !== null
        ? " (taken back)"
        : "";
  return capital(textOf(sidesOf(report, action))) + fate;
}

function textOf(sides: Sides): string {
  const { action, gone, come, cash } = sides;
  if (gone !== "" && come !== "") return exchangeText(sides);
  if (action.type === "split" || action.type === "reverse split") return splitText(sides);
  if (gone !== "")
    return cash === "" ? `${WENT[action.type] ?? namedType(action.type)} ${gone}` : soldText(sides);
  if (come === "")
    return cash === "" ? namedType(action.type) : `${namedType(action.type)}: ${cash}`;
  return receivedText(sides);
}

/** What happens to units that go. */
const WENT: Partial<Record<ActionType, string>> = {
  merger: "merged",
  tender: "tendered",
  removal: "removed",
  redemption: "redeemed",
  conversion: "converted",
  "identity change": "exchanged",
  "reverse split": "reverse split of",
  split: "split of",
};

function exchangeText({ action, gone, come, cash, isPaid }: Sides): string {
  const verb = WENT[action.type] ?? `${namedType(action.type)}:`;
  const money = cash === "" ? "" : isPaid ? ` for ${cash}` : ` and ${cash}`;
  return `${verb} ${gone} into ${come}${money}`;
}

/** One instrument in the rows: so many more of it, or fewer. */
function splitText({ action, gone, come }: Sides): string {
  const { type, terms } = action;
  const name = terms === null ? type : `${type} ${exact(terms.to)} for ${exact(terms.from)}`;
  return gone === "" ? `${name}: ${withWord(come, "more")}` : `${name}: ${withWord(gone, "fewer")}`;
}

/** `54.25 AMZN` as `54.25 more AMZN`. */
const withWord = (text: string, word: string): string => text.replace(" ", ` ${word} `);

const soldText = ({ action, gone, cash, isPaid }: Sides): string =>
  `${WENT[action.type] ?? `${namedType(action.type)}:`} ${gone} ${isPaid ? "and paid" : "for"} ${cash}`;

function receivedText({ action, come, cash, isPaid, parent }: Sides): string {
  const money = cash === "" ? "" : isPaid ? ` for ${cash}` : ` and ${cash}`;
  const on = parent === "" ? "" : ` on ${parent}`;
  if (action.type === "spin-off" && parent !== "") return `${parent} spun off ${come}${money}`;
  if (action.type === "stock dividend") return `dividend in shares: ${come}${money}`;
  if (action.type === "rights issue") return `rights${on}: ${come}${money}`;
  if (action.type === "subscription") return `subscribed ${come}${money}`;
  return `${namedType(action.type)}: ${come}${money}`;
}

function sidesOf(report: Report, action: CorporateAction): Sides {
  const [gone, come] = goneAndCome(report, action);
  const cash = sum(action.legs.map(({ proceeds }) => proceeds));
  const currency = action.legs[0].currency;
  const symbol = (id: InstrumentId) => headingIn(report, id);
  const named = (legs: readonly ActionLeg[]) =>
    listed(totals(legs).map(([id, units]) => `${exact(units.abs())} ${symbol(id)}`));
  return {
    action,
    gone: named(gone),
    come: named(come),
    cash:
      isKnown(cash) && !cash.isZero
        ? `${numberText(cash.abs(), "money", currency)} ${currency}`
        : "",
    isPaid: isKnown(cash) && cash.sign < 0,
    parent: action.parent === null ? "" : symbol(action.parent),
  };
}

/**
 * The legs that took units away and those that brought some. Which is which the lots say that were there; where they say
 * nothing, what has a minus goes.
 */
function goneAndCome(
  report: Report,
  action: CorporateAction,
): readonly [readonly ActionLeg[], readonly ActionLeg[]] {
  if (action.type === "cash distribution") return [[], []];
  const before = actionsByEvent(report).get(action.id)?.before ?? [];
  const held = new Map(before.map((lot) => [lot.instrument, lot.quantity.sign]));
  const side = before[0]?.quantity.sign ?? 1;
  const legs = action.legs.filter(({ quantity }) => !quantity.isZero);
  const goes = ({ instrument, quantity }: ActionLeg) =>
    quantity.sign === -(held.get(instrument) ?? side);
  return [legs.filter(goes), legs.filter((leg) => !goes(leg))];
}

/** Units by instrument. */
function totals(legs: readonly ActionLeg[]): readonly [InstrumentId, Decimal][] {
  const byInstrument = Map.groupBy(legs, ({ instrument }) => instrument);
  return [...byInstrument].map(([id, own]) => [
    id,
    Decimal.sum(own.map(({ quantity }) => quantity)),
  ]);
}

const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
