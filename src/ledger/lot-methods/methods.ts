/** The four methods. FIFO is the default, as it is the broker's. (Accounting notes 2.1.) */
import { type Amount, isKnown } from "../../core/amount.ts";
import { basisOf, spread } from "../pool.ts";
import { type Compare, inOrder, type LotMethod, type LotMethodName, oldest } from "./method.ts";

/** Dearest unit first; lots of unknown basis last, because nothing can be said about them. */
const dearest: Compare = (a, b) => {
  if (!isKnown(a.costBasis) || !isKnown(b.costBasis))
    return (isKnown(a.costBasis) ? 0 : 1) - (isKnown(b.costBasis) ? 0 : 1) || oldest(a, b);
  const [left, right] = [a.costBasis.times(b.quantity), b.costBasis.times(a.quantity)];
  return right.compare(left) || oldest(a, b);
};

export const fifo = inOrder("FIFO", oldest);
export const lifo = inOrder("LIFO", (a, b) => oldest(b, a));
export const hifo = inOrder("HIFO", dearest);

/** Every unit of the pool has the same basis; the oldest lots leave first, which decides the holding period. */
export const average: LotMethod = {
  ...fifo,
  name: "AVERAGE",
  add(pool, lot) {
    fifo.add(pool, lot);
    const bases = spread(
      basisOf(pool),
      pool.map(({ quantity }) => quantity),
    );
    for (const [index, one] of pool.entries())
      pool[index] = { ...one, costBasis: bases[index] as Amount };
  },
};

export const LOT_METHODS: Readonly<Record<LotMethodName, LotMethod>> = {
  FIFO: fifo,
  LIFO: lifo,
  HIFO: hifo,
  AVERAGE: average,
};
