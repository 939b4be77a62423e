/** The raw statements, line by line in pages. */
import type { Report } from "../../analytics/report.ts";
import { countText } from "../format/number.ts";
import { latin1, type RawFile, rawFiles, utf8 } from "../raw/files.ts";
import { lineItem } from "../raw/markup.ts";
import type { Mask } from "../raw/mask.ts";
import { LINE, type RawPage, sparseIndex } from "../raw/split.ts";
import { eventByRow, instrumentOf } from "./lookup.ts";
import { placesOf } from "./places.ts";
import { type FileRow, fileRow } from "./raw-list.ts";

export interface RawPageView {
  readonly file: FileRow;
  readonly slug: string;
  readonly number: number;
  readonly pages: readonly {
    readonly text: string;
    readonly path: string;
    readonly current: boolean;
  }[];
  /** Escaped list items; empty for a large file. */
  readonly lines: string;
  readonly from: number;
  readonly to: number;
  /** For a file that is too large for pages: what a script needs to fetch parts of it. */
  readonly large: {
    readonly url: string;
    readonly step: number;
    readonly offsets: readonly number[];
  } | null;
}

const STEP = 200;
const CUT = " … the rest of this line is left out of the page";

/** The lines of one page of a file, masked. */
export function rawPage(report: Report, mask: Mask, path: string, number: number): RawPageView {
  const raw = rawFiles(report).get(path);
  const page = raw?.pages[number - 1];
  if (raw === undefined) throw new Error(`There is no file ${path}`);
  return {
    file: fileRow(report, mask, raw),
    slug: raw.slug,
    number,
    pages: nearPages(raw, number),
    lines: page === undefined ? "" : linesOf(report, mask, raw, page),
    from: page?.firstLine ?? 1,
    to: page?.lastLine ?? 1,
    large: raw.large
      ? {
          url: `/raw/${raw.slug}/masked.xml`,
          step: STEP,
          offsets: sparseIndex(raw.file.bytes, STEP),
        }
      : null,
  };
}

/** The first, the last, and the pages around this one. */
function nearPages({ pages, slug }: RawFile, number: number): RawPageView["pages"] {
  const near = (page: RawPage) =>
    page.number === 1 ||
    page.number === pages.length ||
    (page.number > number - 3 && page.number < number + 3);
  return pages.filter(near).map((page) => ({
    text: `${countText(page.firstLine)}–${countText(page.lastLine)}`,
    path: `/raw/${slug}/${page.number}/`,
    current: page.number === number,
  }));
}

function linesOf(report: Report, mask: Mask, { file }: RawFile, page: RawPage): string {
  const text = mask.raw(latin1(file.bytes, page.from, page.to).replace(/\r?\n$/, ""));
  const events = eventByRow(report);
  const places = placesOf(report);
  const items = text.split("\n").map((line, index) => {
    const number = page.firstLine + index;
    const event = events.get(`${file.path}:${number}`);
    const target = event === undefined ? null : places.event(event.id);
    const symbol = event === undefined ? "" : symbolOf(report, instrumentOf(event));
    const shown = line.length > LINE ? utf8(line.slice(0, LINE)) + CUT : utf8(line);
    return lineItem(
      number,
      shown.replace(/\r$/, ""),
      target === null || event === undefined
        ? undefined
        : { href: target, text: `${event.kind === "unbooked" ? "not booked" : "booked"}${symbol}` },
    );
  });
  return items.join("\n");
}

const symbolOf = (report: Report, id: string | null): string => {
  const symbol = id === null ? undefined : report.instruments.get(id as never)?.symbol;
  return symbol === undefined ? "" : `, ${symbol}`;
};

/** All pages of all files, for the router. */
export const rawPaths = (report: Report) =>
  [...rawFiles(report).values()].flatMap(({ file, slug, pages, large }) =>
    (large ? [1] : pages.map(({ number }) => number)).map((number) => ({
      params: { slug, page: `${number}` },
      props: { path: file.path, number },
    })),
  );

/** The files that scripts fetch parts of. */
export const largePaths = (report: Report) =>
  [...rawFiles(report).values()]
    .filter(({ large }) => large)
    .map(({ file, slug }) => ({ params: { slug }, props: { path: file.path } }));

/** A file with everything personal masked, byte for byte as long as the original. */
export function maskedBytes(report: Report, mask: Mask, path: string): Uint8Array {
  const bytes = rawFiles(report).get(path)?.file.bytes ?? new Uint8Array();
  const masked = new Uint8Array(bytes.length);
  const size = 8_000_000;
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(10, from + size);
    const to = newline < 0 ? bytes.length : newline + 1;
    masked.set(Buffer.from(mask.raw(latin1(bytes, from, to)), "latin1"), from);
    from = to;
  }
  return masked;
}
