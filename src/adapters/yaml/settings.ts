/**
 * lotbook.yml: the user's settings, checked by a schema; a value that cannot be used is named with its line. Scalars are
 * read as their source text, so that a ticker such as 0700 or TRUE stays what was typed.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { parseIsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type Diagnostic, masked, type Staged } from "../../core/diagnostics.ts";
import type { AccountAlias } from "../../core/ids.ts";

const method = z.enum(["FIFO", "LIFO", "HIFO", "AVERAGE"]);
const text = z.string();
const amount = text.transform((value, context) => {
  const decimal = Decimal.parse(value);
  if (decimal !== null && decimal.sign >= 0) return decimal;
  context.addIssue({ code: "custom", message: "not a decimal of zero or more" });
  return z.NEVER;
});

const account = z
  .strictObject({ id: text.optional(), ids: z.array(text).optional(), name: z.string().optional() })
  .refine(({ id, ids }) => id !== undefined || (ids ?? []).length > 0, "an account needs an id");

/** A key without a value, as in a file whose lines are commented out, is as good as absent. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema);

const alias = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, "an alias has small letters, digits and hyphens");
const accounts = z.record(alias, account).refine((listed) => {
  const ids = Object.values(listed).flatMap((one) => [
    ...(one.id === undefined ? [] : [one.id]),
    ...(one.ids ?? []),
  ]);
  return new Set(ids).size === ids.length;
}, "an account number stands under two aliases");

const date = z.string().transform((value, context) => {
  const found = parseIsoDate(value);
  if (found !== null) return found;
  context.addIssue({ code: "custom", message: "not a date such as 2027-09-30" });
  return z.NEVER;
});

/** Where a build goes. Another way of showing it, such as an encrypted one, is another value of `as`. */
const publish = z
  .strictObject({
    to: z.enum(["artifact", "pages"]).default("artifact"),
    as: z.enum(["demo"]).optional(),
  })
  .refine(({ to, as }) => to !== "pages" || as === "demo", {
    path: ["to"],
    message:
      "pages needs `as: demo`: a page of GitHub Pages can be read by everybody, also that of a private repository, so real figures are never published there; look at them locally (npm start), on a server of your own or on members-only pages (docs/hosting.md), or download the artifact",
  });

export const settingsSchema = z.strictObject({
  accounts: optional(accounts.prefault({})),
  lots: optional(
    z
      .strictObject({
        method: method.default("FIFO"),
        accounts: z.record(z.string(), method).default({}),
        instruments: z.record(z.string(), method).default({}),
      })
      .prefault({}),
  ),
  tolerances: optional(
    z
      .strictObject({ cash: amount.prefault("0.01"), quantity: amount.prefault("0.00000001") })
      .prefault({}),
  ),
  flex: optional(
    z
      .strictObject({
        queries: optional(
          z
            .record(
              alias,
              z.string().regex(/^[\w-]+$/, "a query id is the number that the portal shows"),
            )
            .prefault({}),
        ),
        window: optional(z.enum(["incremental", "query"]).default("incremental")),
        tokenExpires: optional(date.optional()),
      })
      .prefault({}),
  ),
  site: optional(
    z
      .strictObject({
        title: z.string().default("Lotbook"),
        repository: z.url({ protocol: /^https$/ }).optional(),
        showAccountNumbers: z.stringbool().default(false),
      })
      .prefault({}),
  ),
  publish: optional(publish.prefault({})),
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
  const document = parseDocument(source, {
    lineCounter: lines,
    uniqueKeys: true,
    schema: "failsafe",
  });
  const place = (offset: number) => [{ file, line: lines.linePos(offset).line }];
  const broken = document.errors.map(
    (error): Diagnostic =>
      masked({
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
    diagnostics: parsed.error.issues.map((issue) => {
      const node = nearest(document, issue.path);
      return masked({
        code: "settings/invalid",
        message: `${issue.path.join(".") || file}: ${reasonOf(issue)}`,
        at: place(isNode(node) ? (node.range?.[0] ?? 0) : 0),
        hint: "mend the value; until then the defaults are used",
      });
    }),
  };
}

/** What is wrong with a value; of a key, why it cannot be one. */
const reasonOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;

/** Reads lotbook.yml under a root; without one the settings are the defaults. Raises what `readSettings` raises. */
export function settingsIn(root: string): Staged<Settings> {
  const path = join(root, "lotbook.yml");
  return existsSync(path)
    ? readSettings("lotbook.yml", readFileSync(path, "utf8"))
    : { value: defaultSettings(), diagnostics: [] };
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
