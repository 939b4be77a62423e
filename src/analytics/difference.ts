/**
 * What differs between two builds, and why: the figures are computed again with one thing changed at a time (code, then
 * settings and labels, then rows), so that each step shows what that thing alone moved.
 */
import type { IsoDate } from "../core/dates.ts";
import type { Digest } from "./digest.ts";
import { DigestIndex } from "./digest-index.ts";
import { type Move, type Moves, movesBetween } from "./moves.ts";
import type { RowReason, RowReasons } from "./row-reasons.ts";

/** What changes on the way to a digest; `all` where the steps between cannot be computed. */
export type Cause = "code" | "settings" | "rows" | "all";

/** A digest on the way from one build to the other, and what is new in it against the one before. */
export interface Station {
  readonly digest: Digest;
  readonly changed: Cause;
}

export interface Setting {
  readonly name: string;
  /** Empty where it was not there. */
  readonly before: string;
  readonly after: string;
}

export type Reason =
  | { readonly kind: "rows"; readonly rows: readonly RowReason[] }
  /** Those that differ and may be shown; account numbers are not. */
  | { readonly kind: "settings"; readonly settings: readonly Setting[] }
  | { readonly kind: "code" }
  /** One side is a digest alone, which names no rows. */
  | { readonly kind: "not told" }
  /** A defect: nothing behind the figure has changed. */
  | { readonly kind: "none" };

export interface ExplainedMove extends Move {
  readonly reasons: readonly Reason[];
}

export interface Difference extends Omit<Moves, "moved" | "last"> {
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly moved: readonly ExplainedMove[];
  readonly last: readonly Move[];
  /** What moved the figures of no single day. */
  readonly lastBecause: ReadonlySet<Cause | "newer days">;
  readonly settings: readonly Setting[];
}

/** From the first digest over those on the way to the last. `rows` finds the rows behind the step of the rows. */
export function differenceOf(
  first: Digest,
  way: readonly Station[],
  rows: RowReasons | null,
): Difference {
  const last = way.at(-1)?.digest ?? first;
  const start = new DigestIndex(first);
  const stations = way.map(({ digest, changed }) => ({ index: new DigestIndex(digest), changed }));
  const end = stations.at(-1)?.index ?? start;
  const settings = settingsBetween(first, last);
  const { moved, last: lastMoves, ...others } = movesBetween(start, end);
  const causesOf = (valueIn: (index: DigestIndex) => string | null): Set<Cause> => {
    const causes = new Set<Cause>();
    let before = valueIn(start);
    for (const { index, changed } of stations) {
      const after = valueIn(index);
      if (after !== before) causes.add(changed);
      before = after;
    }
    return causes;
  };
  const lastCauses = lastMoves.flatMap(({ id }) => [
    ...causesOf(({ digest }) => digest.last.get(id) ?? null),
  ]);
  return {
    ...others,
    from: first.asOf,
    to: last.asOf,
    settings,
    moved: moved.map((move) => ({
      ...move,
      reasons: reasonsOf(
        move,
        causesOf((index) => (move.date === null ? null : index.value(move.id, move.date))),
        settings,
        rows,
      ),
    })),
    last: lastMoves,
    lastBecause: new Set(
      lastCauses.map((cause) =>
        cause === "rows" && first.asOf !== last.asOf ? "newer days" : cause,
      ),
    ),
  };
}

function reasonsOf(
  move: Move,
  causes: ReadonlySet<Cause>,
  settings: readonly Setting[],
  rows: RowReasons | null,
): readonly Reason[] {
  const reasons: Reason[] = [];
  if (causes.has("code")) reasons.push({ kind: "code" });
  if (causes.has("settings")) reasons.push({ kind: "settings", settings });
  if (causes.has("rows")) {
    const found = rows?.of(move) ?? [];
    reasons.push(found.length > 0 ? { kind: "rows", rows: found } : { kind: "none" });
  }
  if (causes.has("all")) reasons.push({ kind: "not told" });
  return reasons;
}

function settingsBetween({ inputs: before }: Digest, { inputs: after }: Digest): Setting[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, before: before.get(name) ?? "", after: after.get(name) ?? "" }))
    .filter((setting) => setting.before !== setting.after);
}
