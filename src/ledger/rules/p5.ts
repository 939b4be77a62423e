import { isKnown, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId } from "../../core/ids.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { PositionRow } from "../../events/broker-rows.ts";
import type { CorporateAction } from "../../events/corporate-action.ts";
import { type Facts, holdingKey, type Rule } from "../checks.ts";
import type { Lot } from "../lots.ts";
import { Names } from "./names.ts";
import { lastDays } from "./r3.ts";
import { withoutResults } from "./row.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.000001");

/** Open lots of the newest list of which nothing was sold, against the trades that opened them: older lists are not corrected. */
export const p5: Rule = {
  name: "P5",
  title: "Cost of each untouched lot",
  formula: "cost of the lot = cost of the trade that opened it",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.2, P5",
  *compare(facts) {
    const { assertions } = facts;
    const silence = withoutResults(assertions.trade);
    const openings = new Map(
      assertions.trade
        .filter(({ transaction, cancelled }) => transaction !== "" && !cancelled)
        .map((trade) => [`${trade.account}|${trade.transaction}`, trade]),
    );
    const changes = changesByLot(facts);
    const trades = new Set(assertions.trade.map(({ event }) => event));
    const last = lastDays(assertions["position row"]);
    const names = new Names();
    for (const lot of assertions["position row"]) {
      if (lot.date !== last.get(lot.account)) continue;
      const trade = openings.get(`${lot.account}|${lot.transaction}`);
      if (lot.level !== "lot" || trade === undefined || !isUntouched(lot, trade)) continue;
      const reason =
        silence(trade)?.unknown ??
        notBooked(facts, lot, trades) ??
        sharedOut(changes.get(lotKey(lot)) ?? [], lot, trade);
      const check = {
        id: names.of(`P5/${lot.account}/${lot.instrument}/${lot.date}/${lot.transaction}`),
        account: lot.account,
        date: lot.date,
        instrument: lot.instrument,
        currency: lot.currency,
        field: "costBasisMoney",
        broker: lot.costBasis,
        ours: reason === null ? trade.cost : unknown(reason),
        rows: [lot.source, trade.source],
        event: trade.event,
      };
      yield unless(SEEN.has(lot.assetCategory) ? null : unseen(lot), check, TOLERANCE);
    }
  },
};

/** Classes of which the costs of lots and trades were seen to be the same. */
const SEEN: ReadonlySet<string> = new Set(["STK", "OPT"]);

const unseen = ({ assetCategory }: PositionRow): string =>
  `nobody has seen whether lots of class ${assetCategory} cost what their trades do`;

const isUntouched = ({ quantity }: PositionRow, trade: TradeAssertion): boolean =>
  trade.effect !== "closes" &&
  trade.effect !== "both" &&
  isKnown(quantity) &&
  isKnown(trade.quantity) &&
  quantity.eq(trade.quantity);

/** What has changed the basis of a lot since it was opened; null where nothing has. */
function notBooked(
  { holdings }: Facts,
  lot: PositionRow,
  trades: ReadonlySet<EventId>,
): string | null {
  const changed = holdings
    .get(holdingKey(lot.account, lot.instrument))
    ?.events.find(
      (event) =>
        event.kind === "unbooked" &&
        event.touchesLots &&
        event.date <= lot.date &&
        !trades.has(event.id),
    );
  return changed?.kind === "unbooked" ? `${changed.reason} (${changed.date})` : null;
}

const lotKey = ({
  account,
  instrument,
  transaction,
}: Pick<Lot, "account" | "instrument" | "transaction">): string =>
  `${account}|${instrument}|${transaction}`;

/** The corporate actions that changed the cost of each lot, in booking order. */
const changesByLot = ({ ledger }: Facts): ReadonlyMap<string, readonly CorporateAction[]> =>
  new Map(
    [
      ...Map.groupBy(
        ledger.actions.flatMap(({ event, after }) =>
          changesCost(event) ? after.map((lot) => ({ event, key: lotKey(lot) })) : [],
        ),
        ({ key }) => key,
      ),
    ].map(([key, own]) => [key, own.map(({ event }) => event)]),
  );

/** The corporate action that gave a part of the cost to other lots, or took some from them. */
function sharedOut(
  actions: readonly CorporateAction[],
  lot: PositionRow,
  trade: TradeAssertion,
): string | null {
  const action = actions.find(({ date }) => date > trade.date && date <= lot.date);
  return action === undefined
    ? null
    : `a ${action.type} changed the cost of the lot (${action.date})`;
}

/** Splits, and one instrument for another without cash, leave the cost as it is. */
const changesCost = ({ type, legs }: CorporateAction): boolean =>
  (type !== "split" &&
    type !== "reverse split" &&
    type !== "identity change" &&
    legs.length !== 2) ||
  legs.some(({ proceeds }) => !isKnown(proceeds) || !proceeds.isZero);
