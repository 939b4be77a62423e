/**
 * Ledger scenarios as text, for tests and for the examples of LOTS.md: one line for each thing that happened. What each
 * line may say stands at the function that reads it; a line that nothing reads is a mistake of ours and stops the test.
 */
import { assert } from "../../core/assert.ts";
import { ACTION_VERBS, readAction, readDecision } from "./actions.ts";
import { readBroker, readPrice } from "./broker.ts";
import { Told } from "./told.ts";
import {
  readCancellation,
  readExercise,
  readExpiry,
  readHeld,
  readTrade,
  readTransfer,
} from "./trades.ts";

/** Trims lines and drops empty ones. */
export const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim().replaceAll(/\s+/g, " "))
    .filter((line) => line !== "");

const READERS: Readonly<Record<string, (told: Told) => void>> = {
  buy: readTrade,
  sell: readTrade,
  expire: readExpiry,
  assign: readExercise,
  exercise: readExercise,
  transfer: readTransfer,
  held: readHeld,
  cancel: readCancellation,
  decide: readDecision,
  broker: readBroker,
  price: readPrice,
  ...Object.fromEntries(ACTION_VERBS.map((verb) => [verb, readAction])),
};

/** Everything that a story tells. */
export function storyOf(text: string): Told {
  const told = new Told();
  for (const [index, line] of lines(text).entries()) read(told, line, index);
  return told;
}

/** Reads one line; `number` is that of its first event, the next one where it is left out. */
export function read(told: Told, line: string, index: number, number?: number): void {
  const verb = /^(spin off|give up|\S+)/.exec(line)?.[0] ?? "";
  const reader = READERS[verb];
  assert(reader !== undefined, `no story begins a line with "${verb}"`);
  told.begin(line, index, number);
  reader(told);
}
