/**
 * From any figure to the comparisons with the broker that it stands or falls with, by the id of the figure. What a sum of
 * figures compares with is what its parts compare with.
 */
import type { Report } from "../../analytics/report.ts";
import type { Figure } from "../../core/figures.ts";
import type { Check } from "../../ledger/checks.ts";
import { sinceOf } from "./chains.ts";
import { stateOf } from "./lookup.ts";
import { once } from "./once.ts";

interface CheckIndex {
  readonly byFigure: Grouped;
  readonly byEvent: Grouped;
  /** `rule|account|instrument`. */
  readonly byInstrument: Grouped;
  /** `account|date`, of rules about whole days. */
  readonly byDay: Grouped;
  /** `account|currency`, where the currency may be `BASE`: the lines of the cash report. */
  readonly byCurrency: Grouped;
  readonly returns: Grouped;
  /** By the id of a figure of an open lot, the end of the id of its check: the moment of its opening. */
  readonly lots: ReadonlyMap<string, string>;
  readonly hasOpen: boolean;
  /** By `account|instrument`, the open differences that touch all that is held or was realized of it. */
  readonly openHoldings: Grouped;
}
type Grouped = ReadonlyMap<string, readonly Check[]>;

/** Rules that compare a day's net asset value, or what moved it. */
const DAYS: ReadonlySet<string> = new Set(["E1", "E2", "R8", "R9", "C9", "C10", "N2"]);

/** Rules whose open differences touch all that is held or was realized of an instrument. */
const HOLDING: ReadonlySet<string> = new Set(["R2", "R3", "R4", "R5"]);

const indexOf = once((report): CheckIndex => {
  const { checks } = report;
  const by = (some: readonly Check[], key: (check: Check) => string) => Map.groupBy(some, key);
  const of = (rule: string) => checks.filter((check) => check.rule === rule);
  const open = checks.filter((check) => stateOf(check) === "unexplained");
  return {
    byFigure: by(
      checks.filter(({ figure }) => figure !== undefined),
      ({ figure }) => figure ?? "",
    ),
    byEvent: by(
      checks.filter(({ event }) => event !== undefined),
      ({ event }) => event ?? "",
    ),
    byInstrument: by(
      checks.filter(({ instrument }) => instrument !== null),
      ({ rule, account, instrument }) => `${rule}|${account}|${instrument}`,
    ),
    byDay: by(
      checks.filter(({ rule, instrument }) => DAYS.has(rule) && instrument === null),
      ({ account, date }) => `${account}|${date}`,
    ),
    byCurrency: by(of("R6"), ({ id }) => id.split("/").slice(1, 3).join("|")),
    returns: by(of("R11"), ({ account }) => account),
    lots: new Map(
      report.positions.flatMap(({ lots }) =>
        lots.flatMap(({ lot, quantity, costBasis }) =>
          [quantity, costBasis].map(({ id }): [string, string] => [id, lot.opened ?? ""]),
        ),
      ),
    ),
    hasOpen: open.length > 0,
    openHoldings: by(
      open.filter(({ rule, instrument }) => HOLDING.has(rule) && instrument !== null),
      ({ account, instrument }) => `${account}|${instrument}`,
    ),
  };
});

const NONE: readonly Check[] = [];

/** Those of the newest day among them. */
function newest(checks: readonly Check[]): readonly Check[] {
  const last = checks.reduce((day: string, { date }) => (date > day ? date : day), "");
  return checks.filter(({ date }) => date === last);
}

/** The checks that compare a figure of the report; none where the broker gives nothing to compare it with. */
export function checksOf(report: Report, id: string): readonly Check[] {
  const index = indexOf(report);
  const [kind = "", account = "", ...rest] = id.split("/");
  const last = rest.pop() ?? "";
  if (kind === "positions") return ofPosition(index, id, account, rest.join("/"), last);
  if (kind === "realized") return ofRealized(index, account, rest.join("/"), last);
  if (kind === "closings") return index.byEvent.get(id.slice("closings/".length)) ?? NONE;
  if (kind === "daily")
    return ofInstrumentDay(index, account, rest.slice(1).join("/"), rest[0] ?? "", last);
  if (kind === "cash") return newest(index.byFigure.get(id) ?? NONE);
  if (kind === "totals")
    return (index.byCurrency.get(`${account}|${rest.join("/")}`) ?? NONE).filter(
      ({ field }) => field === last,
    );
  if (kind === "nav") return ofDay(index.byDay.get(`${account}|${rest[0]}`) ?? NONE, last);
  if (kind === "returns") return last === "twr" ? (index.returns.get(account) ?? NONE) : NONE;
  if (kind === "events")
    return (index.byEvent.get(id.replace(/^events\/|\/cash\/[^/]*$/g, "")) ?? NONE).filter(
      ({ rule }) => rule === "T1" || rule === "T2",
    );
  return NONE;
}

/** Which rules compare which figure of a position. */
const POSITION: Readonly<Record<string, readonly string[]>> = {
  quantity: ["R2"],
  costBasis: ["R3"],
  averageCost: ["R3"],
  costBasisBase: ["R3"],
  markPrice: ["P1"],
  marketValue: ["P1"],
  marketValueBase: ["P1"],
  unrealized: ["P2"],
  unrealizedBase: ["R5"],
};

function ofPosition(
  { byInstrument, lots }: CheckIndex,
  id: string,
  account: string,
  path: string,
  field: string,
): readonly Check[] {
  const instrument = path.replace(/\/lots\/\d+$/, "");
  const of = (rule: string) => byInstrument.get(`${rule}|${account}|${instrument}`) ?? NONE;
  const opened = lots.get(id);
  if (opened !== undefined)
    return of("R3").filter((check) => opened !== "" && check.id.endsWith(`/${opened}`));
  const rules = POSITION[field] ?? [];
  const found = rules.flatMap((rule) => newest(of(rule).filter((check) => fits(check, field))));
  const whole = found.filter((check) => check.id.includes("/summary"));
  return whole.length > 0 ? whole : found;
}

/** R5 compares two figures of an instrument. */
const fits = ({ rule, field }: Check, name: string): boolean =>
  rule !== "R5" || field.startsWith("total") === name.startsWith("realized");

function ofRealized(
  { byInstrument }: CheckIndex,
  account: string,
  instrument: string,
  field: string,
): readonly Check[] {
  const of = (rule: string) => byInstrument.get(`${rule}|${account}|${instrument}`) ?? NONE;
  const windows = field === "realizedBase" ? of("R5").filter((check) => fits(check, field)) : NONE;
  return [...windows, ...of("R4")];
}

/** The trades of the day, and the first window that ends with or after it. */
function ofInstrumentDay(
  { byInstrument }: CheckIndex,
  account: string,
  instrument: string,
  day: string,
  field: string,
): readonly Check[] {
  const of = (rule: string) => byInstrument.get(`${rule}|${account}|${instrument}`) ?? NONE;
  const window = (rule: string) => {
    const later = of(rule).filter(({ date }) => date >= day);
    const first = later.reduce((end, { date }) => (end === "" || date < end ? date : end), "");
    return later.filter(({ date }) => date === first);
  };
  const closings = of("R4").filter(({ date }) => date === day);
  if (field === "realized")
    return [...closings, ...window("R5").filter((check) => fits(check, "realized"))];
  return [...(field === "total" ? closings : NONE), ...window("R5"), ...window("M2")];
}

const COLUMNS: ReadonlySet<string> = new Set([
  "cash",
  "stock",
  "options",
  "dividendAccruals",
  "interestAccruals",
]);

/** A column of net asset value: its own comparisons, the sum of all columns, and for the total whatever names none. */
function ofDay(checks: readonly Check[], column: string): readonly Check[] {
  if (column === "flow") return checks.filter(({ rule }) => rule === "R9" || rule === "C10");
  return checks.filter(
    ({ rule, field }) =>
      field === column ||
      rule === "E1" ||
      (column === "total" && !COLUMNS.has(field) && rule !== "E2") ||
      (column === "cash" && rule === "C9"),
  );
}

const isSum = (id: string): boolean => id.startsWith("overview/") || id.startsWith("groups/");

/** The checks of a figure, or of what it is the sum of. */
export function checksBehind(report: Report, figure: Figure): readonly Check[] {
  if (!isSum(figure.id)) return checksOf(report, figure.id);
  const parts = figure.lines().map((line) => line.figure);
  return [...new Set(parts.flatMap((id) => (id === undefined ? NONE : checksOf(report, id))))];
}

/** The open difference that touches a figure; null where none does. */
export function openOf(report: Report, figure: Figure): Check | null {
  if (!indexOf(report).hasOpen) return null;
  const parts = isSum(figure.id) ? figure.lines().map((line) => line.figure) : [figure.id];
  for (const id of parts) {
    const found = id === undefined ? null : touching(report, id);
    if (found !== null) return found;
  }
  return null;
}

/** Figures of a position that depend on how much is held, not on what it cost. */
const UNITS: ReadonlySet<string> = new Set([
  "quantity",
  "markPrice",
  "marketValue",
  "marketValueBase",
]);

/**
 * Its own check is open, or one of what is held or was realized of its instrument. What is held is off from the first day
 * of a difference on, and so is the result of each day after.
 */
function touching(report: Report, id: string): Check | null {
  const own = checksOf(report, id).find((check) => stateOf(check) === "unexplained");
  if (own !== undefined) return own;
  const { openHoldings } = indexOf(report);
  // The basis of a lot has a comparison of its own.
  const [, owner, of, name = ""] =
    /^(?:positions|realized)\/([^/]+)\/(.+?)\/([^/]+)$/.exec(
      /\/lots\/\d+\/\w+$/.test(id) ? "" : id,
    ) ?? [];
  if (owner !== undefined) {
    const open = openHoldings.get(`${owner}|${of}`) ?? NONE;
    return open.find(({ rule }) => rule === "R2" || !UNITS.has(name)) ?? null;
  }
  const [, account, day = "", instrument] = /^daily\/([^/]+)\/([^/]+)\/(.+)\/total$/.exec(id) ?? [];
  const held = openHoldings.get(`${account}|${instrument}`) ?? NONE;
  const since = held.find(
    (check) => (check.rule === "R2" || check.rule === "R3") && sinceOf(report, check) <= day,
  );
  return since ?? null;
}
