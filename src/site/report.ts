/** The report that all pages print, built once. The only door from the site to the pipeline. */
import { join } from "node:path";
import { clock } from "../core/dates.ts";
import {
  attributeMeanings,
  buildReport,
  DEMO_ROOT,
  inputsIn,
  readRepository,
} from "../pipeline.ts";
import { rawMask } from "./raw/files.ts";
import { noMask } from "./raw/mask.ts";

const home = process.cwd();
const now = clock(process.env["LOTBOOK_NOW"]);

/** Pages that everybody can read are built with `LOTBOOK_DEMO=only`; `lotbook ci target` hands on `true` and `false`. */
const DEMO: Readonly<Record<string, "only" | "fallback">> = {
  only: "only",
  true: "only",
  false: "fallback",
  "": "fallback",
};
const demo = DEMO[process.env["LOTBOOK_DEMO"] ?? ""];
if (demo === undefined)
  throw new Error(
    "LOTBOOK_DEMO is `only` (or `true`) for the demo account, else `false` or not set",
  );
const input = readRepository(process.env["LOTBOOK_ROOT"] ?? home, { demo, home, now });

export const report = buildReport({
  ...input,
  onStage: (name) => process.stderr.write(`${name.slice(0, 1).toUpperCase()}${name.slice(1)} …\n`),
});

/** What each attribute of a raw row means. */
export const meanings = attributeMeanings();

export const settings = input.settings.site;

/** Settings and labels that may move figures, for the digest. */
export const inputs = inputsIn(
  input.demo ? join(home, DEMO_ROOT) : (process.env["LOTBOOK_ROOT"] ?? home),
);

/** What hides account numbers, names and addresses; nothing is hidden where the settings say so. */
export const mask = settings.showAccountNumbers ? noMask : rawMask(report);
