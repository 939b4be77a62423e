/** Where everything is: the address of each figure's trace, each event, each raw row. Worked out once. */
import type { Report } from "../../analytics/report.ts";
import type { RowRef } from "../../core/ids.ts";
import { fragment, href } from "../links.ts";
import { rawFiles, rawMask } from "../raw/files.ts";
import { pageOfLine } from "../raw/split.ts";
import { activityPages } from "./activity-pages.ts";
import { type CheckState, checksByFigure, worstState } from "./lookup.ts";
import { once } from "./once.ts";
import {
  cashFigures,
  cashPath,
  groupFigures,
  instrumentFigures,
  instrumentPath,
  navPath,
  overviewFigures,
} from "./traced.ts";

export interface Places {
  /** The trace of a figure; null where no page has it. */
  readonly figure: (id: string) => string | null;
  readonly event: (id: string) => string | null;
  /** The row in its file; null where the file is none of the raw ones. */
  readonly row: (row: RowRef) => string | null;
  /** The row's place in words, file name shortened at the front: `…8e41c2d7.xml : 288`. */
  readonly rowText: (row: RowRef) => string;
  readonly instrument: (id: string) => string | null;
  readonly rule: (name: string) => string;
  /** How the newest checks of a figure came out; null where there are none. */
  readonly state: (id: string) => CheckState | null;
}

export const placesOf = once((report): Places => {
  const figures = figurePages(report);
  const events = new Map(
    activityPages(report).flatMap(({ path, events: own }) =>
      own.map((event) => [event.id as string, path]),
    ),
  );
  const instrument = (id: string) => {
    const path = instrumentPath(report, id);
    return path === null ? null : href(path);
  };
  const at = (pages: ReadonlyMap<string, string>) => (id: string) => {
    const path = pages.get(id);
    return path === undefined ? null : href(path) + fragment(id);
  };
  return {
    figure: at(figures),
    event: at(events),
    row: (row) => rowHref(report, row),
    rowText: ({ file, line }) => `${shortFile(rawMask(report).text(file))} : ${line}`,
    instrument,
    rule: (name) => href(`/reconciliation/${encodeURIComponent(name)}/`),
    state: (id) => {
      const checks = checksByFigure(report).get(id) ?? [];
      const newest = checks
        .map(({ date }) => date)
        .sort()
        .at(-1);
      return worstState(checks.filter(({ date }) => date === newest));
    },
  };
});

/** The page of each figure that some page tells the origin of. */
function figurePages(report: Report): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const place = (path: string, ids: Iterable<string>) => {
    for (const id of ids) pages.set(id, path);
  };
  const ids = (figures: readonly { readonly figure: { readonly id: string } }[]) =>
    figures.map(({ figure }) => figure.id);
  for (const row of report.nav) {
    const { account: _, date, ...figures } = row;
    place(
      navPath(date.slice(0, 4)),
      Object.values(figures).map(({ id }) => id),
    );
  }
  for (const { account, currency } of [...report.totals, ...report.cash])
    place(cashPath({ account, currency }), ids(cashFigures(report, account, currency)));
  for (const id of report.instruments.keys())
    place(instrumentPath(report, id) ?? "/positions/", ids(instrumentFigures(report, id)));
  place("/positions/by-currency/", ids(groupFigures(report, "currency")));
  place("/positions/", ids(groupFigures(report, "class")));
  place("/", ids(overviewFigures(report)));
  return pages;
}

function rowHref(report: Report, { file, line }: RowRef): string | null {
  const raw = rawFiles(report).get(file);
  if (raw === undefined) return null;
  const page = raw.large ? 1 : pageOfLine(raw.pages, line);
  return href(`/raw/${raw.slug}/${page}/#L${line}`);
}

/** The end of a file's name, which tells statements apart. */
function shortFile(path: string): string {
  const name = path.split("/").at(-1) ?? path;
  return name.length > 26 ? `…${name.slice(-24)}` : name;
}
