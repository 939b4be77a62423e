/**
 * lotbook.yml: the user's settings, checked by a schema; a value that cannot be used is named with its line. Scalars are
 * read as their source text, so that a ticker such as 0700 or TRUE stays what was typed.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { masked, type Staged } from "../../core/diagnostics.ts";
import type { AccountAlias } from "../../core/ids.ts";
import { amount, date, optional } from "./scalars.ts";
import { readYaml, reasonOf } from "./source.ts";

const method = z.enum(["FIFO", "LIFO", "HIFO", "AVERAGE"]);
const text = z.string();
const account = z
  .strictObject({ id: text.optional(), ids: z.array(text).optional(), name: z.string().optional() })
  .refine(({ id, ids }) => id !== undefined || (ids ?? []).length > 0, "an account needs an id");

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
  const yaml = readYaml(source);
  if (!("value" in yaml))
    return {
      value: defaultSettings(),
      diagnostics: yaml.map(({ message, line }) =>
        masked({
          code: "settings/invalid",
          message: `${file} is not valid YAML: ${message}`,
          at: [{ file, line }],
          hint: "mend the line; until then the defaults are used",
        }),
      ),
    };
  const parsed = settingsSchema.safeParse(yaml.value ?? {});
  if (parsed.success) return { value: parsed.data, diagnostics: [] };
  return {
    value: defaultSettings(),
    diagnostics: parsed.error.issues.map((issue) =>
      masked({
        code: "settings/invalid",
        message: `${issue.path.join(".") || file}: ${reasonOf(issue)}`,
        at: [{ file, line: yaml.lineOf(issue.path) }],
        hint: "mend the value; until then the defaults are used",
      }),
    ),
  };
}

/** Reads lotbook.yml under a root; without one the settings are the defaults. Raises what `readSettings` raises. */
export function settingsIn(root: string): Staged<Settings> {
  const path = join(root, "lotbook.yml");
  return existsSync(path)
    ? readSettings("lotbook.yml", readFileSync(path, "utf8"))
    : { value: defaultSettings(), diagnostics: [] };
}

/** The accounts that the settings list, with all their numbers. */
export const listedAccounts = ({ accounts }: Settings) =>
  Object.entries(accounts).map(([alias, { id, ids, name }]) => ({
    alias: alias as AccountAlias,
    name: name ?? alias,
    ids: [...(id === undefined ? [] : [id]), ...(ids ?? [])],
  }));
