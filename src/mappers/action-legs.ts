/**
 * Which legs of one corporate action are booked together. An issuer's action reaches options on its shares too, each series
 * of which becomes another one; these are actions of their own, as are contracts for difference. (Accounting notes 2.15 and
 * 6, "a new conid is issued".)
 */
import type { InstrumentId } from "../core/ids.ts";
import type { ActionLeg } from "../events/corporate-action.ts";
import type { Instrument } from "../events/instrument.ts";

/** Classes that stand for shares without being any; shares, units, rights, warrants and bonds turn into one another. */
const DERIVED: ReadonlySet<string> = new Set(["OPT", "FOP", "IOPT", "FUT", "CFD"]);

/** Parts of the legs of an action, each in the order of the legs. */
export function partsOf<T extends { readonly leg: ActionLeg }>(
  drafts: readonly T[],
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): readonly (readonly [T, ...T[]])[] {
  const classOf = ({ leg }: T): string => {
    const category = instruments.get(leg.instrument)?.assetCategory ?? "";
    return DERIVED.has(category) ? category : "";
  };
  const optionOf = ({ leg }: T) => instruments.get(leg.instrument)?.option ?? null;
  return [...Map.groupBy(drafts, classOf)].flatMap(([name, own]) => {
    if (name === "" || own.length < 3) return [own as [T, ...T[]]];
    const series = Map.groupBy(own, (draft) => {
      const option = optionOf(draft);
      return option === null ? draft.leg.instrument : `${option.right}|${option.expiry}`;
    });
    return [...series.values()].flatMap((some) => pairs(some, optionOf));
  });
}

/** Old and new contracts of one right and expiry, the lowest strike with the lowest; all together where none fits. */
function pairs<T extends { readonly leg: ActionLeg }>(
  drafts: readonly T[],
  optionOf: (draft: T) => Instrument["option"],
): (readonly [T, ...T[]])[] {
  const byStrike = (a: T, b: T): number => {
    const [left, right] = [optionOf(a)?.strike, optionOf(b)?.strike];
    return left === undefined || right === undefined ? 0 : left.compare(right);
  };
  const [negative, positive] = [-1, 1].map((sign) =>
    drafts.filter(({ leg }) => leg.quantity.sign === sign).toSorted(byStrike),
  );
  if (negative === undefined || positive === undefined || negative.length !== positive.length)
    return [drafts as [T, ...T[]]];
  return negative.map((draft, index) => [draft, positive[index] as T]);
}
