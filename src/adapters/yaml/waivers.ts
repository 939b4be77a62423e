/** The key `waivers` of a file under labels/: differences that the user accepts. (Design, section 13.) */
import { z } from "zod";
import type { IsoDate } from "../../core/dates.ts";
import type { Decimal } from "../../core/decimal.ts";
import { type Diagnostic, masked, type Staged } from "../../core/diagnostics.ts";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { amount, date } from "./scalars.ts";
import { lineOfIssue, reasonOf, type YamlSource } from "./source.ts";

/** A difference that the user accepts, with its place. */
export interface Waiver {
  /** Id of a check, or the beginning of ids up to a `/`; without a `/` at its end. */
  readonly check: string;
  readonly upTo: Decimal;
  readonly reason: string;
  readonly until: IsoDate;
  readonly file: string;
  readonly line: number;
}

const filled = z.string().regex(/\S/, "is empty");

export const waiverSchema = z.strictObject({
  check: z
    .string()
    .regex(/[^\s/]/, "names no check")
    .transform((text) => text.trim().replace(/\/+$/, "")),
  upTo: amount,
  // It stands with the difference, wherever that is shown.
  reason: filled.transform((text) => withoutAccountNumbers(text.trim())),
  until: date,
});

export const waiversSchema = z.array(waiverSchema);

const SHAPE = '{ check: R3/main/265598, upTo: "0.05", reason: why, until: 2027-01-01 }';

/**
 * Reads the waivers of a file. Raises `waivers/invalid` at the line of each value that cannot be used; that entry is then
 * left out as a whole, and the others are in force.
 */
export function readWaivers(file: string, yaml: YamlSource, value: unknown): Staged<Waiver[]> {
  if (value === "" || value === undefined) return { value: [], diagnostics: [] };
  const waivers: Waiver[] = [];
  const diagnostics: Diagnostic[] = [];
  if (!Array.isArray(value))
    return {
      value: [],
      diagnostics: [invalid(file, yaml.lineOfKey(["waivers"]), "waivers: is no list")],
    };
  for (const [index, entry] of value.entries()) {
    const path = ["waivers", index];
    const parsed = waiverSchema.safeParse(entry);
    if (parsed.success) waivers.push({ ...parsed.data, file, line: yaml.lineOf(path) });
    else
      for (const issue of parsed.error.issues) {
        const line = lineOfIssue(issue, yaml, path);
        diagnostics.push(invalid(file, line, `${nameOf(issue)}: ${wrongIn(issue, entry)}`));
      }
  }
  return { value: waivers, diagnostics };
}

const nameOf = ({ path }: z.core.$ZodIssue): string =>
  path.length === 0 ? "a waiver" : `${path.join(".")} of a waiver`;

function wrongIn(issue: z.core.$ZodIssue, entry: unknown): string {
  const [key] = issue.path;
  const isMissing = key !== undefined && typeof entry === "object" && !(key in (entry ?? {}));
  return isMissing ? "is missing" : reasonOf(issue);
}

const invalid = (file: string, line: number, reason: string): Diagnostic =>
  masked({
    code: "waivers/invalid",
    message: reason,
    at: [{ file, line }],
    expected: SHAPE,
    hint: "mend it; until then the waiver is not in force",
  });
