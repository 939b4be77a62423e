/** The list of the raw statements. */
import type { Report } from "../../analytics/report.ts";
import { dateText } from "../format/date.ts";
import { countText } from "../format/number.ts";
import { counted } from "../format/words.ts";
import { type RawFile, rawFiles } from "../raw/files.ts";
import type { Mask } from "../raw/mask.ts";
import { once } from "./once.ts";
import { partsOf } from "./parts.ts";

export interface FileRow {
  readonly path: string;
  readonly href: string;
  readonly name: string;
  readonly covers: string;
  readonly accounts: string;
  readonly generated: string;
  readonly size: string;
  readonly sha256: string;
  readonly used: boolean;
}

export interface RawListView {
  readonly summary: string;
  readonly files: readonly FileRow[];
  /** Links to all pages of the list, where there are several. */
  readonly pages: readonly {
    readonly text: string;
    readonly path: string;
    readonly current: boolean;
  }[];
}

const SIZE = 200;

const listPath = (number: number): string => (number === 1 ? "/raw/" : `/raw/list/${number}/`);

/** The numbers of the pages of the list beyond the first. */
export const rawListPaths = (report: Report): { params: { number: string } }[] =>
  parts(report)
    .slice(1)
    .map((_, index) => ({ params: { number: String(index + 2) } }));

/** One page of the list of all files, newest last day first. */
export function rawList(report: Report, mask: Mask, number = 1): RawListView {
  const all = parts(report);
  return {
    summary: `${counted(report.files.length, "file")}, exactly as received`,
    files: (all[number - 1] ?? []).map((file) => fileRow(report, mask, file)),
    pages: all.map((_, index) => ({
      text: String(index + 1),
      path: listPath(index + 1),
      current: index + 1 === number,
    })),
  };
}

const parts = once((report) => partsOf([...rawFiles(report).values()].toReversed(), SIZE));

const windowsByFile = once((report) => Map.groupBy(report.windows, ({ file }) => file));

/** What is said of one file. */
export function fileRow(report: Report, mask: Mask, { file, slug }: RawFile): FileRow {
  const windows = windowsByFile(report).get(file.path) ?? [];
  const name = file.path.split("/").at(-1) ?? file.path;
  return {
    path: mask.text(file.path),
    href: `/raw/${slug}/1/`,
    name: mask.text(name),
    covers: [
      ...new Set(windows.map(({ from, to }) => `${dateText(from)} to ${dateText(to)}`)),
    ].join(", "),
    accounts: [...new Set(windows.map(({ account }) => account))].join(", "),
    generated: [
      ...new Set(
        windows.flatMap(({ generated }) => (generated === null ? [] : [dateText(generated)])),
      ),
    ].join(", "),
    size: `${countText((file.bytes.length + 1023) >> 10)} kB`,
    sha256: file.sha256,
    used: !file.refused,
  };
}
