/** Exercises, assignments and expirations against trades: which trade a row repeats, and what is said where none fits. */
import { expect, test } from "vitest";
import type { EventId, InstrumentId } from "../../core/ids.ts";
import type { LedgerEvent, Trade } from "../../events/event.ts";
import { eae } from "./eae.ts";
import { amount, checksOf, day, optionEvent, trade, window } from "./given.ts";

const row = optionEvent({});
const booking = {
  date: day("2025-01-20"),
  moment: day("2025-01-17"),
  assetCategory: "OPT",
  codes: ["Ep"],
  isBooking: true,
  quantity: "1",
  tradeId: "7",
} as const;
const expired = trade(booking);
const agrees = ["quantity agrees"];

test("EAE: a row agrees with the trade of its id, whatever day that is reported on", () => {
  expect(checksOf(eae, [row, expired])).toEqual(agrees);
  expect(checksOf(eae, [optionEvent({ quantity: "2" }), expired])).toEqual([
    "quantity differs by -1",
  ]);
});

test("EAE: without ids the instrument, the day and the quantity stand in", () => {
  const nameless = trade({ ...booking, tradeId: "" });
  expect(checksOf(eae, [row, nameless])).toEqual(agrees);
  expect(checksOf(eae, [optionEvent({ tradeId: "" }), expired])).toEqual(agrees);
  expect(checksOf(eae, [optionEvent({ tradeId: "", quantity: "3" }), expired])).toEqual([
    "quantity differs by -2",
  ]);
  const others = [
    { instrument: "2" as InstrumentId },
    { moment: day("2025-01-16") },
    { cancelled: true },
  ];
  for (const other of others)
    expect(checksOf(eae, [row, { ...nameless, ...other }])).toEqual(["quantity differs by -1"]);
});

test("EAE: of two rows without ids each has its own trade, the broker's bookings first", () => {
  const nameless = optionEvent({ tradeId: "" });
  const bought = trade({ ...booking, codes: [], isBooking: false });
  const second = trade({ ...booking, tradeId: "8" });
  expect(checksOf(eae, [nameless, { ...nameless }, expired, second])).toEqual([
    ...agrees,
    ...agrees,
  ]);
  expect(checksOf(eae, [{ ...nameless, quantity: amount("2") }, bought])).toEqual([
    "quantity differs by -2",
  ]);
  const unclear = [optionEvent({ tradeId: "", quantity: "2" }), expired, second];
  expect(checksOf(eae, unclear)[0]).toContain("nobody can say which of the trades of that day");
});

test("EAE: a row without a trade, or twice for one, differs where statements export trades", () => {
  expect(checksOf(eae, [row])).toEqual(["quantity differs by -1"]);
  expect(checksOf(eae, [row, { ...row }, expired])).toEqual([...agrees, "quantity differs by -1"]);
  const silent = [{ ...window, exports: new Set(["positions"] as const) }];
  expect(checksOf(eae, [row], [], silent)[0]).toContain("no statement exports trades of that day");
});

test("EAE: the trade may be reported on one of the two weekdays after it", () => {
  const until = (to: string) => [{ ...window, to: day(to) }];
  expect(checksOf(eae, [row], [], until("2025-01-20"))[0]).toContain(
    "its trade may be reported on 2025-01-21",
  );
  expect(checksOf(eae, [row], [], until("2025-01-21"))).toEqual(["quantity differs by -1"]);
});

test("EAE: rows that do not say enough are not reported", () => {
  const said = (given: Parameters<typeof optionEvent>[0]) => checksOf(eae, [optionEvent(given)])[0];
  expect(said({ type: null })).toContain("nobody has seen what rows with such a word repeat");
  expect(said({ instrument: null })).toContain("names no instrument");
  expect(said({ isDated: false })).toContain("does not say on which day");
  expect(checksOf(eae, [optionEvent({ quantity: "not exported" }), expired])).toEqual([
    "quantity not reported: not exported",
  ]);
});

test("EAE: a corrected trade and its correction share an id; the one that stands is meant", () => {
  const taken = trade({ ...booking, transaction: "2", quantity: "-1", cancelled: true });
  expect(checksOf(eae, [row, expired, taken])).toEqual(agrees);
  const revised = trade({ ...booking, quantity: "2" });
  expect(checksOf(eae, [row, revised, taken])).toEqual(agrees);
  expect(checksOf(eae, [row, trade({ ...booking, quantity: "5" }), taken])[0]).toContain(
    "the trade was corrected under the same id",
  );
});

test("EAE: a newer statement with the trade and no list may have restated it", () => {
  const files = [
    { ...window, generated: day("2025-02-01") },
    { ...window, generated: day("2025-03-01"), file: "newer.xml" },
  ];
  const restated = trade({ ...booking, quantity: "2" });
  const newer = { ...restated, source: { file: "newer.xml", line: 1 } };
  expect(checksOf(eae, [row, newer], [], files)[0]).toContain("a newer statement has the trade");
  expect(checksOf(eae, [row, restated], [], files)).toEqual(["quantity differs by 1"]);
});

test("EAE: the cash for delivered shares, up to the cents of the list", () => {
  const delivery = { type: "delivery", assetCategory: "STK", quantity: "10" } as const;
  const shares = (proceeds: string) =>
    trade({ ...booking, assetCategory: "STK", codes: ["A"], quantity: "10", proceeds });
  const said = (proceeds: string) =>
    checksOf(eae, [optionEvent({ ...delivery, proceeds }), shares("-50.125")])[1];
  expect(said("-50.13")).toBe("proceeds agrees");
  expect(said("-50.12")).toBe("proceeds agrees");
  expect(said("-50.14")).toBe("proceeds differs by 0.015");
  const future = optionEvent({ ...delivery, assetCategory: "FUT", proceeds: "0" });
  expect(checksOf(eae, [future, shares("-50")])).toEqual(agrees);
});

test("EAE: cash that settled an option against what was booked for its exercises", () => {
  const exercise = trade({ ...booking, codes: ["Ex"], quantity: "-1" });
  const other = trade({ ...booking, codes: ["Ex"], quantity: "-1", transaction: "2" });
  const paid = optionEvent({ type: "cash settlement", quantity: "0", proceeds: "300" });
  const booked = (event: EventId, proceeds: string) =>
    ({ kind: "trade", id: event, proceeds: amount(proceeds) }) as Trade as LedgerEvent;
  const said = (rows: readonly (typeof paid | typeof exercise)[], ...events: LedgerEvent[]) =>
    checksOf(eae, rows, [], [window], events);
  expect(said([paid, exercise], booked(exercise.event, "300"))).toEqual(["proceeds agrees"]);
  expect(said([paid, { ...paid }, exercise], booked(exercise.event, "300"))).toEqual([
    "proceeds differs by -300",
  ]);
  expect(
    said([paid, exercise, other], booked(exercise.event, "100"), booked(other.event, "200")),
  ).toEqual(["proceeds agrees"]);
  expect(said([paid])).toEqual(["proceeds differs by -300"]);
});
