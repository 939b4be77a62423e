/** The raw files of a report as the site shows them: their place, their pages, and what is hidden in them. */
import type { RawFileReport } from "../../analytics/report.ts";
import { slugsOf } from "../links.ts";
import { once } from "../views/once.ts";
import { accountNumbers, maskOf, personalNames } from "./mask.ts";
import { LARGE, type RawPage, splitPages } from "./split.ts";

const CHUNK = 4_000_000;
const OVERLAP = 400;

export interface RawFile {
  readonly file: RawFileReport;
  readonly slug: string;
  /** Empty for a large file. */
  readonly pages: readonly RawPage[];
  readonly large: boolean;
}

const identifying = (text: string): string[] => [...accountNumbers(text), ...personalNames(text)];

/** A mask that knows every account number and every name of every file. */
export const rawMask = once((report) => {
  const numbers = new Set<string>(report.accountNumbers);
  for (const { bytes } of report.files)
    for (let from = 0; from < bytes.length; from += CHUNK)
      for (const number of identifying(latin1(bytes, from, from + CHUNK + OVERLAP)))
        numbers.add(number);
  return maskOf(numbers);
});

export const rawFiles = once((report): ReadonlyMap<string, RawFile> => {
  const mask = rawMask(report);
  const slug = (path: string) => mask.text(path.replace(/^data\//, "").replace(/\.xml$/i, ""));
  const slugs = slugsOf(report.files.map(({ path }) => slug(path)));
  return new Map(
    report.files.map((file) => {
      const large = file.bytes.length > LARGE;
      const pages = large ? [] : splitPages(file.bytes);
      return [file.path, { file, slug: slugs.get(slug(file.path)) ?? "", pages, large }];
    }),
  );
});

/** Bytes as text with one character per byte. */
export const latin1 = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", from, to);

/** Text with one character per byte as what those bytes say in UTF-8. */
export const utf8 = (text: string): string => Buffer.from(text, "latin1").toString("utf8");
