import { type Amount, isKnown, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId, FigureId } from "../../core/ids.ts";
import { isExercise, type TradeAssertion } from "../../events/assertion.ts";
import { isTakenBack } from "../../events/event.ts";
import { type Comparison, type Facts, holdingKey, type Rule } from "../checks.ts";
import type { Closing } from "../ledger.ts";
import { onRow, withoutResults } from "./row.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.005");

/**
 * The broker's realized result of each closing trade, and of each corporate action that closed something, against the lots
 * that we closed. An exercised or assigned option realizes nothing; its premium is in the result of what it delivered.
 */
export const r4: Rule = {
  name: "R4",
  title: "Realized P&L of each closing",
  formula: "realized = net proceeds of the closing − cost basis of the lots that it closed",
  tolerance: () => TOLERANCE,
  source: "accounting notes 3, R4, 2.10 and 2.15",
  *compare(facts) {
    const closings = closingsByEvent(facts);
    const silence = withoutResults(
      facts.assertions.trade,
      ({ effect, event }) => effect === "closes" || (effect === null && closings.has(event)),
    );
    for (const trade of facts.assertions.trade) {
      if (trade.cancelled || trade.instrument === null) continue;
      const [closing] = closings.get(trade.event) ?? [];
      const isClosing = trade.effect === "closes" || trade.effect === "both";
      const claims = isKnown(trade.realized) && !trade.realized.isZero;
      if (closing === undefined && !isClosing && !claims) continue;
      const broker = silence(trade) ?? trade.realized;
      const check = onRow("R4", trade, "fifoPnlRealized", broker, oursOf(facts, trade, closing));
      yield unless(
        doubtAbout(trade),
        closing === undefined ? check : { ...check, figure: figureOf(closing) },
        TOLERANCE,
      );
    }
    yield* ofActions(facts, closings, silence);
  },
};

const figureOf = ({ id }: Closing): FigureId => `closings/${id}` as FigureId;

/** Classes of which nobody has seen whether commissions are in the result, and where a premium on a future is. */
function doubtAbout(trade: TradeAssertion): string | null {
  const { assetCategory } = trade;
  return UNSEEN.has(assetCategory) || (FUTURES.has(assetCategory) && isExercise(trade))
    ? `nobody has seen how the broker computes such results of class ${assetCategory}`
    : null;
}

const UNSEEN: ReadonlySet<string> = new Set(["CFD", "BOND", "BILL"]);
const FUTURES: ReadonlySet<string> = new Set(["FUT", "FOP"]);

/** Legs of corporate actions that closed lots, or whose rows claim a result. */
function* ofActions(
  { ledger, holdings }: Facts,
  closings: ReadonlyMap<EventId, readonly Closing[]>,
  silence: ReturnType<typeof withoutResults>,
): Iterable<Comparison> {
  for (const { event } of ledger.actions) {
    if (isTakenBack(event)) continue;
    for (const leg of event.legs) {
      const { instrument, date, currency, realized, source } = leg;
      const id = `${event.id}/${instrument}`;
      const closing = closings.get(event.id)?.find((one) => one.id === id);
      const claims = isKnown(realized) && !realized.isZero;
      if (closing === undefined && !claims) continue;
      const holding = holdings.get(holdingKey(event.account, instrument));
      const none = holding?.unknown == null ? Decimal.zero : unknown(holding.unknown);
      yield {
        id: `R4/${id}`,
        account: event.account,
        date,
        instrument,
        currency,
        field: "fifoPnlRealized",
        broker: silence({ account: event.account, source }) ?? realized,
        ours: closing?.realized ?? none,
        rows: [source],
        event: event.id,
        ...(closing === undefined ? {} : { figure: figureOf(closing) }),
      };
    }
  }
}

function oursOf(facts: Facts, trade: TradeAssertion, closing: Closing | undefined): Amount {
  if (closing !== undefined) return closing.realized;
  const holding =
    trade.instrument === null
      ? undefined
      : facts.holdings.get(holdingKey(trade.account, trade.instrument));
  if (holding?.unknown != null) return unknown(holding.unknown);
  return Decimal.zero;
}

const closingsByEvent = ({ ledger }: Facts): ReadonlyMap<EventId, readonly Closing[]> =>
  Map.groupBy(
    ledger.holdings.flatMap(({ closings }) => closings),
    ({ by }) => by.id,
  );
