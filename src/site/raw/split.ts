/**
 * Where the lines of a raw file begin and which page shows them. A page holds at most {@link PAGE} bytes of markup; a file
 * beyond {@link LARGE} has one page that fetches what it shows.
 */
const PAGE = 260_000;
export const LARGE = 20_000_000;
/** What a page shows of a single line; more would be no reading matter. */
export const LINE = 100_000;
const NEWLINE = 10;
const QUOTE = 34;
/** Markup around a line, and around an attribute. */
const LINE_COST = 110;
const QUOTE_COST = 4;

export interface RawPage {
  /** Counted from 1. */
  readonly number: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Byte offsets into the file. */
  readonly from: number;
  readonly to: number;
}

/** Splits a file into pages of whole lines. An empty file has one page. */
export function splitPages(bytes: Uint8Array, limit = PAGE): readonly RawPage[] {
  const pages: RawPage[] = [];
  let page = { from: 0, firstLine: 1, size: 0 };
  let line = 1;
  let from = 0;
  const close = (to: number, lastLine: number) =>
    pages.push({
      number: pages.length + 1,
      firstLine: page.firstLine,
      lastLine,
      from: page.from,
      to,
    });
  while (from < bytes.length) {
    const next = nextLine(bytes, from);
    const cost = costOf(bytes, from, next);
    if (page.size > 0 && page.size + cost > limit) {
      close(from, line - 1);
      page = { from, firstLine: line, size: 0 };
    }
    page.size += cost;
    from = next;
    line++;
  }
  if (pages.length === 0 || page.size > 0)
    close(bytes.length, line > page.firstLine ? line - 1 : line);
  return pages;
}

/** The page that shows a line: the last one that begins at or before it. */
export function pageOfLine(pages: readonly RawPage[], line: number): number {
  let low = 0;
  let high = pages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pages[middle]?.firstLine ?? 1) <= line) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** Byte offsets of lines 1, 1 + step, 1 + 2 × step …, for a script that fetches parts of a file; the last is its end. */
export function sparseIndex(bytes: Uint8Array, step: number): readonly number[] {
  const offsets: number[] = [];
  let line = 0;
  for (let from = 0; from < bytes.length; from = nextLine(bytes, from))
    if (line++ % step === 0) offsets.push(from);
  return [...offsets, bytes.length];
}

function nextLine(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end < 0 ? bytes.length : end + 1;
}

function costOf(bytes: Uint8Array, from: number, to: number): number {
  const end = to - from > LINE ? from + LINE : to;
  let cost = end - from + LINE_COST;
  for (let at = from; at < end; at++) if (bytes[at] === QUOTE) cost += QUOTE_COST;
  return cost;
}
