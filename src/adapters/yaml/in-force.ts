/** What of the user's own files may move a figure: settings in force, and the files of labels and notes by their hash. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { type Settings, settingsIn } from "./settings.ts";

/** By name: `lots.method` → `FIFO`, `labels/sectors.yml` → the first digits of its hash. No account numbers. */
export const inputsIn = (root: string): Readonly<Record<string, string>> => ({
  ...settingsInForce(settingsIn(root).value),
  ...filesIn(root, "labels"),
  ...filesIn(root, "notes"),
});

function settingsInForce({ accounts, lots, tolerances }: Settings): Record<string, string> {
  const named = (prefix: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value] as const);
  return Object.fromEntries([
    ...Object.keys(accounts).map((alias) => [`accounts.${alias}`, "listed"] as const),
    ["lots.method", lots.method],
    ...named("lots.accounts", lots.accounts),
    ...named("lots.instruments", lots.instruments),
    ["tolerances.cash", tolerances.cash.toString()],
    ["tolerances.quantity", tolerances.quantity.toString()],
  ]);
}

function filesIn(root: string, name: string): Record<string, string> {
  const folder = join(root, name);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((path) => [
      withoutAccountNumbers(relative(root, path).split(sep).join("/")),
      createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 8),
    ]),
  );
}
