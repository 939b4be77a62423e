/** What is provisional, with links to what is to be decided. */
import type { Report } from "../../analytics/report.ts";
import type { Figure } from "../../core/figures.ts";
import { actionName, Provisional } from "../../exports/provisional.ts";
import type { Holding } from "../../ledger/ledger.ts";
import { actionHref } from "./action-pages.ts";
import type { Linked } from "./linked.ts";
import { once } from "./once.ts";

const provisionalIn = once((report) => new Provisional(report));

/** The undecided actions that a holding rests on, each with a link to its case. */
export const provisionalOf = (report: Report, { provisional }: Pick<Holding, "provisional">) =>
  provisional.map((name) => caseLink(report, name));

/** `spin-off main/9-20250310`, which leads to its case. */
export function caseLink(report: Report, name: string): Linked {
  const action = provisionalIn(report).action(name);
  if (action === null) return { text: name, href: null };
  const page = actionHref(report, action.event.id);
  return { text: actionName(action.event), href: page === null ? null : `${page}#case` };
}

/** The undecided action that a figure rests on; null where it is exact. */
export function provisionalFigure(report: Report, figure: Figure): Linked | null {
  const name = provisionalIn(report).behind(figure);
  return name === null ? null : caseLink(report, name);
}
