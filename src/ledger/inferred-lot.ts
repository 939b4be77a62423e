/** A lot that no row lists, but that must have been there before the first statement. */
import { unknown } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias, InstrumentId, LotId, RowRef } from "../core/ids.ts";
import { type Assertion, ofKind } from "../events/assertion.ts";
import type { Lot } from "./lots.ts";

interface Inferred {
  readonly account: AccountAlias;
  readonly instrument: InstrumentId;
  readonly quantity: Decimal;
  readonly source: RowRef;
  readonly notBefore: IsoDate | IsoDateTime | null;
}

export const inferredLot = ({
  account,
  instrument,
  quantity,
  source,
  notBefore,
}: Inferred): Lot => ({
  id: `${account}/opening/${instrument}/unknown` as LotId,
  account,
  instrument,
  opened: null,
  notBefore,
  holdingFrom: null,
  openedBy: null,
  transaction: "",
  origin: "inferred",
  quantity,
  costBasis: unknown(
    "held before the first statement, and no row gives its basis",
    "OPENING_BASIS_UNKNOWN",
  ),
  premium: Decimal.zero,
  premiumSources: [],
  provisional: null,
  sources: [source],
});

/**
 * The opening of the newest of an instrument's lots from before the first statement that the broker closed until a day, if
 * it lists the lots of everything that was closed until then: what it does not list was not closed, so that it is no older.
 * Null where it does not; then what is unlisted may be the oldest.
 */
export function newestClosed(
  { assertions }: { readonly assertions: readonly Assertion[] },
  until: IsoDate,
): (instrument: InstrumentId, lots: readonly Lot[]) => IsoDate | IsoDateTime | null {
  const unlisted = new Set(
    ofKind(assertions, "trade")
      .filter(
        ({ date, cancelled, lots, effect }) =>
          date <= until && !cancelled && lots === null && effect !== "opens",
      )
      .map(({ instrument }) => instrument),
  );
  return (instrument, lots) =>
    unlisted.has(instrument)
      ? null
      : (lots
          .flatMap(({ opened }) => opened ?? [])
          .toSorted()
          .at(-1) ?? null);
}
