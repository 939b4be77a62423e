/** The report that all pages print, built once. The only door from the site to the pipeline. */
import type { IsoDateTime } from "../core/dates.ts";
import { attributeMeanings, buildReport, readRepository } from "../pipeline.ts";
import { rawMask } from "./raw/files.ts";
import { noMask } from "./raw/mask.ts";

const home = process.cwd();
const now = (process.env["LOTBOOK_NOW"] ?? new Date().toISOString().slice(0, 19)) as IsoDateTime;
const input = readRepository(process.env["LOTBOOK_ROOT"] ?? home, { demo: "fallback", home, now });

export const report = buildReport({
  ...input,
  onStage: (name) => process.stderr.write(`${name.slice(0, 1).toUpperCase()}${name.slice(1)} …\n`),
});

/** What each attribute of a raw row means. */
export const meanings = attributeMeanings();

export const settings = input.settings.site;

/** What hides account numbers, names and addresses; nothing is hidden where the settings say so. */
export const mask = settings.showAccountNumbers ? noMask : rawMask(report);
