/** Events by year, newest first, in pages of a size that a phone can bear. */
import type { LedgerEvent } from "../../events/event.ts";
import { newestFirst } from "./lookup.ts";
import { once } from "./once.ts";
import { partsOf } from "./parts.ts";

const SIZE = 500;

export interface ActivityPage {
  readonly year: string;
  /** Counted from 1. */
  readonly number: number;
  readonly pages: number;
  readonly path: string;
  readonly events: readonly LedgerEvent[];
}

export const activityPath = (year: string, number: number): string =>
  number === 1 ? `/activity/${year}/` : `/activity/${year}/${number}/`;

export const activityPages = once((report): readonly ActivityPage[] =>
  [...Map.groupBy(newestFirst(report), ({ date }) => date.slice(0, 4))].flatMap(
    ([year, events]) => {
      const parts = partsOf(events, SIZE);
      return parts.map((part, index) => ({
        year,
        number: index + 1,
        pages: parts.length,
        path: activityPath(year, index + 1),
        events: part,
      }));
    },
  ),
);
