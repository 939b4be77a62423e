/** How the table of needs (lint-table.ts) is written, and what is found wrong with a query. */

/** needed: figures are unknown or wrong without it. useful: a check is lost or a stand-in serves. advice: nothing is lost today. */
export type Severity = "needed" | "useful" | "advice";

export interface Need {
  readonly severity: Severity;
  /** What is unknown, or not checked, without it. */
  readonly without: string;
}

export interface FieldNeed extends Need {
  /** Whether every build reports its absence (`flex/missing-attribute`), not only the preview. */
  readonly atBuild: boolean;
  /** A section whose rows make it no more than useful. */
  readonly unless?: string;
}

/** A tick box of a section that adds rows of one level of detail. */
export interface LevelNeed {
  readonly level: string;
  /** Its label in the portal. */
  readonly box: string;
  /** Null: its rows repeat those of the others. */
  readonly need: Need | null;
}

export interface SectionNeed extends Need {
  readonly container: string;
  /** Whether every build reports its absence (`flex/missing-section`). */
  readonly atBuild: boolean;
  readonly levels: readonly LevelNeed[];
  /** Element → attribute → why. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, FieldNeed>>>>;
}

/** Something to change in a query. */
export interface Finding {
  readonly severity: Severity;
  /** The container of a section, where the finding is about one. */
  readonly section: string | null;
  /** The attribute (`Trade.fxRateToBase`) or level (`LOT`) that it is about. */
  readonly name: string | null;
  /** What is wrong: a sentence without a full stop. */
  readonly problem: string;
  /** What is unknown without a section, level or field; for the others a sentence without a full stop. */
  readonly effect: string;
  /** The way to it in the portal. */
  readonly path: string;
}

export type Marked = readonly [severity: Severity, without: string, unless?: string];
const fields = (atBuild: boolean, marked: Readonly<Record<string, Marked>>) =>
  Object.fromEntries(
    Object.entries(marked).map(([name, [severity, without, unless]]): [string, FieldNeed] => [
      name,
      { severity, without, atBuild, ...(unless === undefined ? {} : { unless }) },
    ]),
  );
/** Fields whose absence every build reports. */
export const always = (marked: Readonly<Record<string, Marked>>) => fields(true, marked);
/** Fields that only the preview looks for. */
export const looked = (marked: Readonly<Record<string, Marked>>) => fields(false, marked);

export const level = (
  name: string,
  box: string,
  need?: readonly [Severity, string],
): LevelNeed => ({
  level: name,
  box,
  need: need === undefined ? null : { severity: need[0], without: need[1] },
});

export const section = (
  container: string,
  [severity, without]: readonly [Severity, string],
  rest: Partial<Pick<SectionNeed, "atBuild" | "levels" | "fields">>,
): SectionNeed => ({
  container,
  severity,
  without,
  atBuild: false,
  levels: [],
  fields: {},
  ...rest,
});

export const RATE: Marked = [
  "needed",
  "figures in base currency, unless the rate of the day is exported",
  "ConversionRates",
];
export const REPEATS = "telling repeated rows apart (their values stand in)";
