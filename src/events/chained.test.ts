/** Corporate actions of one evening whose rows have no ids are booked in the order in which they follow from each other. */
import { expect, test } from "vitest";
import { Decimal } from "../core/decimal.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { CorporateAction } from "./corporate-action.ts";
import { type EventBase, inBookingOrder } from "./event.ts";

/** `OLD -10, NEW 10`, or `KID 2 on OLD`. */
function action(text: string, index: number, transaction = ""): CorporateAction {
  const [legs = "", parent = null] = text.split(" on ");
  return {
    ...({ moment: "2025-03-03", transaction, id: `${index}` } as unknown as EventBase),
    kind: "corporate-action",
    action: text,
    legs: legs.split(", ").map((leg) => {
      const [instrument = "", quantity = ""] = leg.split(" ");
      return { instrument, quantity: Decimal.of(quantity) };
    }),
    parent: parent as InstrumentId | null,
    cancels: null,
    cancelledBy: null,
  } as unknown as CorporateAction;
}

const order = (...texts: readonly string[]): string[] =>
  inBookingOrder(texts.map((text, index) => action(text, index))).map((one) => one.action);

const RENAMED = "OLD -10, NEW 10";
const SPLIT = "NEW 10 on NEW";
const SPUN_OFF = "KID 2 on NEW";
const CHILD = "KID -2, KID2 2";

test("what brings an instrument comes before what acts on it", () => {
  for (const texts of [
    [RENAMED, SPLIT, SPUN_OFF, CHILD],
    [CHILD, SPUN_OFF, SPLIT, RENAMED],
  ]) {
    const names = order(...texts);
    expect(names[0]).toBe(RENAMED);
    expect(names.indexOf(SPUN_OFF)).toBeLessThan(names.indexOf(CHILD));
  }
});

test("a circle stays as it is, and ids decide where there are any", () => {
  const circle = ["A -1, B 1", "B -1, A 1"];
  expect(order(...circle)).toEqual(circle);
  const told = [action(SPLIT, 0, "1"), action(RENAMED, 1, "2")];
  expect(inBookingOrder(told).map((one) => one.action)).toEqual([SPLIT, RENAMED]);
});
