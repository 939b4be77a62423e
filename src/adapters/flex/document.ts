/**
 * A Flex file as values: statements, their sections, their rows with file and line. The file is scanned once; rows
 * read their attributes from the bytes when asked. A file is refused as a whole only where it is no complete
 * statement; what is merely unknown is reported and kept.
 */
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import type { Diagnostic, Staged } from "../../core/diagnostics.ts";
import type { RowRef } from "../../core/ids.ts";
import { Builder } from "./build.ts";
import { refuseAtSight, refuseFault, refuseRoot } from "./refuse.ts";
import { scan } from "./scan.ts";

export interface RawInput {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Attributes {
  /** The value as text, decoded. Undefined: the query does not export it; empty: it is blank. */
  get(name: string): string | undefined;
  names(): readonly string[];
}

export interface FlexRow {
  readonly element: string;
  readonly section: string;
  readonly place: RowRef;
  /** Byte offsets of the row's tag in the file. */
  readonly start: number;
  readonly end: number;
  attributes(): Attributes;
  /** Whether another row is written with the same characters. */
  saysTheSame(other: FlexRow): boolean;
}

export interface FlexSection {
  readonly container: string;
  readonly place: RowRef;
  /** Empty where the query selects the section and nothing happened. */
  readonly rows: readonly FlexRow[];
  /** Names of all attributes of its rows. */
  readonly columns: ReadonlySet<string>;
}

export interface FlexStatement {
  readonly accountId: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly generated: IsoDate | IsoDateTime | null;
  /** The query's own period as a word; empty where the request chose the dates. */
  readonly period: string;
  readonly place: RowRef;
  /** By container. A section that is not in the map was not selected in the query. */
  readonly sections: ReadonlyMap<string, FlexSection>;
}

export interface FlexDocument {
  readonly path: string;
  readonly type: "activity" | "trade confirmation";
  readonly queryName: string;
  readonly statements: readonly FlexStatement[];
}

/**
 * Reads one file. Answers null, with one error, where the file is refused: `flex/empty`, `flex/not-xml`,
 * `flex/error-response`, `flex/not-a-statement`, `flex/doctype`, `flex/malformed`. Otherwise the diagnostics are
 * `flex/statement-count`, `flex/bad-statement` and what the catalogue does not know (see drift.ts). Pure: the answer
 * depends on path and bytes alone.
 */
export function readFlexFile(file: RawInput): Staged<FlexDocument | null> {
  const early = refuseAtSight(file);
  if (early !== null) return refused(early);
  const builder = new Builder(file);
  const fault = scan(file.bytes, builder);
  if (fault?.rule === "doctype") return refused(refuseFault(file, fault));
  const { root } = builder;
  if (root !== null && root.element !== "FlexQueryResponse")
    return refused(refuseRoot(file, root.element, root.line));
  if (fault !== null) return refused(refuseFault(file, fault));
  return builder.finish();
}

const refused = (why: Diagnostic): Staged<null> => ({ value: null, diagnostics: [why] });
