/** Lines about what the broker says afterwards: its lots, positions and prices. */
import { unknown } from "../../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { main, type Told } from "./told.ts";

/**
 * `broker lot|closed|position DATE UNITS [NAME] basis N [opened DATE]`: an open lot, a lot that was closed, a whole
 * position.
 */
export function readBroker(told: Told): void {
  const { what, day, units, name, basis, opened } = told.parts<
    "what" | "day" | "units" | "name" | "basis" | "opened"
  >(
    /^broker (?<what>lot|closed|position) (?<day>\S+) (?<units>-?[\d.]+)(?: (?<name>.+?))?? basis (?<basis>-?[\d.]+)(?: opened (?<opened>\S+))?$/,
  );
  const none = unknown("not told");
  const row = {
    account: main,
    source: told.source,
    date: day as IsoDate,
    instrument: told.instrument(name).id,
    quantity: Decimal.of(units),
    costBasis: Decimal.of(basis),
  };
  const opening = {
    opened: opened as IsoDate | IsoDateTime,
    holdingFrom: opened as IsoDate | IsoDateTime,
    transaction: "",
  };
  if (what === "lot") told.assertions.push({ kind: "open lot", ...row, ...opening });
  else if (what === "closed")
    told.assertions.push({
      kind: "closed lot",
      ...row,
      ...opening,
      closing: null,
      realized: none,
    });
  else
    told.assertions.push({
      kind: "position",
      ...row,
      markPrice: none,
      marketValue: none,
      unrealized: none,
      rate: Decimal.one,
    });
}

/** `price DATE NAME N`: at the end of the day. */
export function readPrice(told: Told): void {
  const { day, name, price } = told.parts<"day" | "name" | "price">(
    /^price (?<day>\S+) (?<name>.+) (?<price>[\d.]+)$/,
  );
  told.prices.set(`${told.instrument(name).id}|${day}`, Decimal.of(price));
}
