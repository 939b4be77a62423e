/** The diagnostic of a closing that lacks lots. */
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { Disposal } from "./booking.ts";
import { openedText } from "./lots.ts";
import type { MissingLot } from "./missing-openings.ts";
import type { Pool } from "./pool.ts";

/** Says that a closing takes more than is open, and what may be missing. */
export function insufficient(
  event: Disposal,
  quantity: Decimal,
  { held, lots, instrument }: Pool,
  missing: readonly MissingLot[],
): Diagnostic {
  const open = held.sign === -quantity.sign ? held.abs() : Decimal.zero;
  const described = lots.map(
    (lot) => `${lot.quantity} opened ${openedText(lot, (moment) => moment)}`,
  );
  return {
    code: "lots/insufficient",
    message: `closing of ${quantity.abs()} ${instrument.symbol}, but only ${open} are open`,
    at: event.sources,
    expected: `${quantity.abs()} or more open on ${event.date}`,
    actual: described.length === 0 ? "none" : described.slice(0, 5).join("; "),
    hint: hintFor(missing),
  };
}

function hintFor(missing: readonly MissingLot[]): string {
  const days = missing.flatMap(({ from }) => from ?? []).sort();
  return days.length < missing.length || days.length === 0
    ? "is an earlier statement missing, or did the position come in by transfer?"
    : `no row opens it on ${days[0]} or later: is a statement missing there, or did it come in by transfer?`;
}
