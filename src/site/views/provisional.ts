/**
 * What is provisional: cost and results that rest on a corporate action which the user has not decided. Quantities, prices
 * and values are exact.
 */
import type { Report } from "../../analytics/report.ts";
import type { Figure } from "../../core/figures.ts";
import { namedType } from "../../events/corporate-action.ts";
import type { Closing, Holding } from "../../ledger/ledger.ts";
import { actionHref, actionNamed } from "./action-pages.ts";
import type { Linked } from "./linked.ts";
import { once } from "./once.ts";

/** The undecided actions that a holding rests on, each with a link to its case. */
export const provisionalOf = (report: Report, { provisional }: Pick<Holding, "provisional">) =>
  provisional.map((name) => caseLink(report, name));

/** `spin-off main/9-20250310`, which leads to its case. */
export function caseLink(report: Report, name: string): Linked {
  const action = actionNamed(report, name);
  if (action === null) return { text: name, href: null };
  const page = actionHref(report, action.event.id);
  return {
    text: `${namedType(action.event.type)} ${name}`,
    href: page === null ? null : `${page}#case`,
  };
}

/** Figures of a position that rest on its cost. */
const OF_COST: ReadonlySet<string> = new Set([
  "costBasis",
  "averageCost",
  "costBasisBase",
  "unrealized",
  "unrealizedBase",
]);
/** The undecided action that a figure rests on; null where it is exact. */
export function provisionalFigure(report: Report, { id }: Figure): Linked | null {
  const name = nameBehind(report, id);
  return name === null ? null : caseLink(report, name);
}

function nameBehind(report: Report, id: string): string | null {
  const [kind = "", account = "", third = "", fourth = ""] = id.split("/");
  const { holdings, closings, lots, days } = indexOf(report);
  if (kind === "closings") return closings.get(id.slice("closings/".length)) ?? null;
  if (kind === "positions" && fourth === "lots") return lots.get(id) ?? null;
  if (kind === "positions" && OF_COST.has(fourth))
    return holdings.get(`${account}|${third}`) ?? null;
  if (kind === "realized") return holdings.get(`${account}|${third}`) ?? null;
  return kind === "daily" ? (days.get(id) ?? null) : null;
}

interface Index {
  /** By `account|instrument`. */
  readonly holdings: ReadonlyMap<string, string>;
  /** By the id of the closing. */
  readonly closings: ReadonlyMap<string, string>;
  /** By the id of the figure of an open lot's cost. */
  readonly lots: ReadonlyMap<string, string>;
  /** By the id of the figure of a day. */
  readonly days: ReadonlyMap<string, string>;
}

const indexOf = once((report): Index => {
  const own = report.ledger.holdings.filter(({ provisional }) => provisional.length > 0);
  return {
    holdings: new Map(
      own.map(({ account, instrument, provisional: [first = ""] }) => [
        `${account}|${instrument}`,
        first,
      ]),
    ),
    closings: new Map(own.flatMap(({ closings }) => closings.flatMap(restingOn))),
    days: new Map(own.flatMap((holding) => daysOf(report, holding))),
    lots: new Map(
      report.positions.flatMap(({ lots }) =>
        lots.flatMap(({ lot, costBasis }): [string, string][] =>
          lot.provisional === null ? [] : [[costBasis.id, lot.provisional]],
        ),
      ),
    ),
  };
});

function restingOn({ id, lots }: Closing): [string, string][] {
  const name = lots.find(({ lot }) => lot.provisional !== null)?.lot.provisional ?? null;
  return name === null ? [] : [[id, name]];
}

/**
 * What a closing realizes is what the change of unrealized profit then lacks, so a day's total is exact; only on the day of
 * the action, when cost moves between instruments, is it not.
 */
function daysOf(
  report: Report,
  { account, instrument, closings, provisional }: Holding,
): [string, string][] {
  const figures = (date: string, names: readonly string[], action: string): [string, string][] =>
    names.map((name) => [`daily/${account}/${date}/${instrument}/${name}`, action]);
  return [
    ...closings.flatMap((closing) =>
      restingOn(closing).flatMap(([, action]) =>
        figures(closing.date, ["realized", "unrealized"], action),
      ),
    ),
    ...provisional.flatMap((action) => {
      const event = actionNamed(report, action)?.event;
      return event === undefined ? [] : figures(event.date, ["unrealized", "total"], action);
    }),
  ];
}
