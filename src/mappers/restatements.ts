/** The log of restatements: what newer statements say otherwise than older ones did about the same days. */
import { newestFirst, type Restatement } from "../events/restatement.ts";
import { restatedLevels } from "./restated-levels.ts";
import { restatedRows } from "./restated-rows.ts";
import type { Source } from "./source.ts";

/** Newest first, whatever the order of the files. */
export const mapRestatements = (source: Source): readonly Restatement[] =>
  newestFirst([...restatedRows(source), ...restatedLevels(source)]);
