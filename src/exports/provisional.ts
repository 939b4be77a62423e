/**
 * What is provisional: cost and results that rest on a corporate action which the user has not decided. Quantities, prices
 * and values are exact.
 */
import type { PositionReport } from "../analytics/report.ts";
import type { Figure } from "../core/figures.ts";
import { type CorporateAction, namedType } from "../events/corporate-action.ts";
import { isTakenBack } from "../events/event.ts";
import type { BookedAction } from "../ledger/actions/action.ts";
import type { Closing, Holding, Ledger } from "../ledger/ledger.ts";

/** What is read of a report. */
interface Facts {
  readonly ledger: Pick<Ledger, "holdings" | "actions">;
  readonly positions: readonly Pick<PositionReport, "lots">[];
}

/** `spin-off main/9-20250310` */
export const actionName = ({ type, action }: CorporateAction): string =>
  `${namedType(type)} ${action}`;

/** Figures of a position that rest on its cost. */
const OF_COST: ReadonlySet<string> = new Set([
  "costBasis",
  "averageCost",
  "costBasisBase",
  "unrealized",
  "unrealizedBase",
]);

/** The figures of a report that are provisional; looks through it once. */
export class Provisional {
  /** The actions that were booked, by name; one that was taken back has the same name. */
  readonly #actions: ReadonlyMap<string, BookedAction>;
  /** By `account|instrument`. */
  readonly #holdings: ReadonlyMap<string, string>;
  /** By the id of the closing. */
  readonly #closings: ReadonlyMap<string, string>;
  /** By the id of the figure of an open lot's cost. */
  readonly #lots: ReadonlyMap<string, string>;
  /** By the id of the figure of a day. */
  readonly #days: ReadonlyMap<string, string>;

  constructor({ ledger, positions }: Facts) {
    this.#actions = new Map(
      ledger.actions
        .filter(({ event }) => !isTakenBack(event))
        .map((one) => [one.event.action, one]),
    );
    const own = ledger.holdings.filter(({ provisional }) => provisional.length > 0);
    this.#holdings = new Map(
      own.map(({ account, instrument, provisional: [first = ""] }) => [
        `${account}|${instrument}`,
        first,
      ]),
    );
    this.#closings = new Map(own.flatMap(({ closings }) => closings.flatMap(restingOn)));
    this.#days = new Map(own.flatMap((holding) => daysOf(this, holding)));
    this.#lots = new Map(
      positions.flatMap(({ lots }) =>
        lots.flatMap(({ lot, costBasis }): [string, string][] =>
          lot.provisional === null ? [] : [[costBasis.id, lot.provisional]],
        ),
      ),
    );
  }

  /** An undecided action by its name. */
  action(name: string): BookedAction | null {
    return this.#actions.get(name) ?? null;
  }

  /** The name of the undecided action that a figure rests on; null where it is exact. */
  behind({ id }: Pick<Figure, "id">): string | null {
    const [kind = "", account = "", third = "", fourth = ""] = id.split("/");
    if (kind === "closings") return this.#closings.get(id.slice("closings/".length)) ?? null;
    if (kind === "positions" && fourth === "lots") return this.#lots.get(id) ?? null;
    if (kind === "positions" && OF_COST.has(fourth))
      return this.#holdings.get(`${account}|${third}`) ?? null;
    if (kind === "realized") return this.#holdings.get(`${account}|${third}`) ?? null;
    return kind === "daily" ? (this.#days.get(id) ?? null) : null;
  }
}

function restingOn({ id, lots }: Closing): [string, string][] {
  const name = lots.find(({ lot }) => lot.provisional !== null)?.lot.provisional ?? null;
  return name === null ? [] : [[id, name]];
}

/**
 * What a closing realizes is what the change of unrealized profit then lacks, so a day's total is exact; only on the day of
 * the action, when cost moves between instruments, is it not.
 */
function daysOf(
  actions: Pick<Provisional, "action">,
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
      const event = actions.action(action)?.event;
      return event === undefined ? [] : figures(event.date, ["unrealized", "total"], action);
    }),
  ];
}
