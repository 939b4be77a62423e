/** lotbook.yml: the user's settings, checked by a schema; a value that cannot be used is named with its line. */
import { isMap, isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { Decimal } from "../../core/decimal.ts";
import type { Diagnostic, Staged } from "../../core/diagnostics.ts";
import type { AccountAlias } from "../../core/ids.ts";

const method = z.enum(["FIFO", "LIFO", "HIFO", "AVERAGE"]);
const text = z.union([z.string(), z.number()]).transform(String);
const amount = text.transform((value, context) => {
  const decimal = Decimal.parse(value);
  if (decimal !== null && decimal.sign >= 0) return decimal;
  context.addIssue({ code: "custom", message: "not a decimal of zero or more" });
  return z.NEVER;
});

const account = z
  .strictObject({ id: text.optional(), ids: z.array(text).optional(), name: z.string().optional() })
  .refine(({ id, ids }) => id !== undefined || (ids ?? []).length > 0, "an account needs an id");

export const settingsSchema = z.strictObject({
  accounts: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "an alias has small letters, digits and hyphens"),
      account,
    )
    .prefault({}),
  lots: z
    .strictObject({
      method: method.default("FIFO"),
      accounts: z.record(z.string(), method).default({}),
      instruments: z.record(z.string(), method).default({}),
    })
    .prefault({}),
  tolerances: z
    .strictObject({ cash: amount.prefault("0.01"), quantity: amount.prefault("0.00000001") })
    .prefault({}),
  flex: z.looseObject({}).optional(),
  site: z
    .strictObject({
      title: z.string().default("Lotbook"),
      repository: z.url({ protocol: /^https$/ }).optional(),
      showAccountNumbers: z.boolean().default(false),
    })
    .prefault({}),
  publish: z.looseObject({}).optional(),
});

export type Settings = z.output<typeof settingsSchema>;

/** The settings of a new repository. */
export const defaultSettings = (): Settings => settingsSchema.parse({});

/**
 * Reads the text of lotbook.yml. Raises `settings/invalid` at the line of each value that cannot be used; the settings
 * are then the defaults as a whole, so that no half of them is in force.
 */
export function readSettings(file: string, source: string): Staged<Settings> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  const place = (offset: number) => [{ file, line: lines.linePos(offset).line }];
  const broken = document.errors.map(
    (error): Diagnostic => ({
      code: "settings/invalid",
      message: `${file} is not valid YAML: ${error.message.split("\n")[0]}`,
      at: place(error.pos[0]),
      hint: "mend the line; until then the defaults are used",
    }),
  );
  if (broken.length > 0) return { value: defaultSettings(), diagnostics: broken };
  const parsed = settingsSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { value: parsed.data, diagnostics: [] };
  return {
    value: defaultSettings(),
    diagnostics: parsed.error.issues.map(({ path, message }) => {
      const node = nearest(document, path);
      return {
        code: "settings/invalid",
        message: `${path.join(".") || file}: ${message}`,
        at: place(isNode(node) ? (node.range?.[0] ?? 0) : 0),
        hint: "mend the value; until then the defaults are used",
      };
    }),
  };
}

/** The deepest node on a path that exists. */
function nearest(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): unknown {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return isMap(document.contents) ? document.contents : null;
}

/** The accounts that the settings list, with all their numbers. */
export const listedAccounts = ({ accounts }: Settings) =>
  Object.entries(accounts).map(([alias, { id, ids, name }]) => ({
    alias: alias as AccountAlias,
    name: name ?? alias,
    ids: [...(id === undefined ? [] : [id]), ...(ids ?? [])],
  }));
