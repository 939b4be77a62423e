/**
 * The files under labels/ and notes/: what the user says about instruments, differences and corporate actions. Every
 * *.yml there is read, at any depth; how they are split is up to the user. (Design, section 13.)
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import { type Diagnostic, masked, type Staged } from "../../core/diagnostics.ts";
import { compareText } from "../../core/ids.ts";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { decisionsSchema } from "./action-schema.ts";
import { type ActionDecision, decidedOnce, readDecisions } from "./corporate-actions.ts";
import { optional } from "./scalars.ts";
import { readYaml, type YamlSource } from "./source.ts";
import { readWaivers, type Waiver, waiversSchema } from "./waivers.ts";

/** What a file may hold. A key that nothing reads yet may have any value. */
export const labelsSchema = z.strictObject({
  labels: z.unknown().optional(),
  rules: z.unknown().optional(),
  groups: z.unknown().optional(),
  tables: z.unknown().optional(),
  lots: z.unknown().optional(),
  corporateActions: optional(decisionsSchema.optional()),
  waivers: optional(waiversSchema.optional()),
  notes: z.unknown().optional(),
});

const KEYS = Object.keys(labelsSchema.shape);

export interface Labels {
  readonly waivers: readonly Waiver[];
  /** On corporate actions. */
  readonly decisions: readonly ActionDecision[];
}

const FOLDERS = ["labels", "notes"];

/**
 * Reads every file under `labels/` and `notes/`. Raises `labels/invalid` and what the readers of its keys raise, with
 * `decisions/repeated` over all files.
 */
export function readLabels(root: string): Staged<Labels> {
  const files = FOLDERS.flatMap(
    (folder) =>
      filesIn(root, folder)?.map((path) => readFile(root, path)) ?? [
        nothing([invalid(folder, 1, "is no folder that can be read", PERMISSIONS)]),
      ],
  );
  const decisions = decidedOnce(files.flatMap(({ value }) => value.decisions));
  return {
    value: { waivers: files.flatMap(({ value }) => value.waivers), decisions: decisions.value },
    diagnostics: [...files.flatMap(({ diagnostics }) => diagnostics), ...decisions.diagnostics],
  };
}

/** Paths from the root; null where the folder cannot be read. */
function filesIn(root: string, name: string): string[] | null {
  const folder = join(root, name);
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .toSorted(compareText);
  } catch {
    return null;
  }
}

function readFile(root: string, path: string): Staged<Labels> {
  const file = withoutAccountNumbers(path);
  try {
    return readLabelFile(file, readFileSync(join(root, path), "utf8"));
  } catch {
    return nothing([invalid(file, 1, "cannot be read", PERMISSIONS)]);
  }
}

/** Reads the text of one file. One that is no YAML has no effect as a whole; so has a key that means nothing. */
export function readLabelFile(file: string, source: string): Staged<Labels> {
  const yaml = readYaml(source);
  if (!("value" in yaml))
    return nothing(
      yaml.map(({ message, line }) => invalid(file, line, `is not valid YAML: ${message}`, MEND)),
    );
  if (yaml.value === null) return nothing([]);
  if (typeof yaml.value !== "object" || Array.isArray(yaml.value))
    return nothing([invalid(file, 1, "has no keys", `write one of ${KEYS.join(", ")}${BELOW}`)]);
  const content = yaml.value as Readonly<Record<string, unknown>>;
  const waivers = readWaivers(file, yaml, content["waivers"]);
  const decisions = readDecisions(file, yaml, content["corporateActions"]);
  return {
    value: { waivers: waivers.value, decisions: decisions.value },
    diagnostics: [
      ...unknownKeys(file, yaml, content),
      ...waivers.diagnostics,
      ...decisions.diagnostics,
    ],
  };
}

const MEND = "mend the line; until then nothing in this file has an effect";
/** A list that was pasted without the key above it. */
const BELOW = ", each with a colon, above the entries that belong to it";
const PERMISSIONS =
  "check its permissions; labels/ and notes/ are folders of files such as labels/waivers.yml";
const RENAME = "write the key that you mean, or delete it";

const nothing = (diagnostics: readonly Diagnostic[]): Staged<Labels> => ({
  value: { waivers: [], decisions: [] },
  diagnostics,
});

const unknownKeys = (file: string, yaml: YamlSource, content: object): Diagnostic[] =>
  Object.keys(content)
    .filter((key) => !KEYS.includes(key))
    .map((key) => ({
      ...invalid(file, yaml.lineOfKey([key]), `has the key ${key}, which means nothing`, RENAME),
      expected: `one of ${KEYS.join(", ")}`,
    }));

const invalid = (file: string, line: number, reason: string, hint: string): Diagnostic =>
  masked({ code: "labels/invalid", message: `${file} ${reason}`, at: [{ file, line }], hint });
