/** Lines about corporate actions and what is decided about them. */
import { type Amount, unknown } from "../../core/amount.ts";
import { assert } from "../../core/assert.ts";
import { Decimal } from "../../core/decimal.ts";
import type { ActionLeg, ActionType, CorporateAction } from "../../events/corporate-action.ts";
import type { CaseKind } from "../actions/action.ts";
import type { ActionDecision } from "../decisions.ts";
import type { Told } from "./told.ts";

/** Verbs, and whether what stands first goes away. */
const VERBS: Readonly<Record<string, { readonly type: ActionType; readonly goes: boolean }>> = {
  split: { type: "split", goes: false },
  "spin off": { type: "spin-off", goes: false },
  rights: { type: "rights issue", goes: false },
  dividend: { type: "stock dividend", goes: false },
  subscribe: { type: "subscription", goes: false },
  receive: { type: "other", goes: false },
  exchange: { type: "identity change", goes: true },
  merge: { type: "merger", goes: true },
  tender: { type: "tender", goes: true },
  cash: { type: "merger", goes: true },
  redeem: { type: "redemption", goes: true },
  remove: { type: "removal", goes: true },
  "give up": { type: "other", goes: true },
};

export const ACTION_VERBS = Object.keys(VERBS);

const SYNTAX =
  /^(?<verb>spin off|give up|[a-z]+) (?<moment>\S+) (?<first>-?[\d.]+.*?)(?: into (?<second>.+?))?(?: from (?<parent>[A-Z][A-Z0-9.]*))?(?: gets (?<gets>-?[\d.]+))?(?: pays (?<pays>[\d.]+))?(?: realized (?<realized>-?[\d.]+))?(?: worth (?<worth>-?[\d.]+))?(?: (?<to>[\d.]+) for (?<of>[\d.]+))?$/;

type Part =
  | "verb"
  | "moment"
  | "first"
  | "second"
  | "parent"
  | "gets"
  | "pays"
  | "realized"
  | "worth"
  | "to"
  | "of";

/**
 * `split DATE UNITS [NAME] [5 for 4]`; `exchange|merge|tender DATE LEGS into LEGS [gets N|pays N] [realized N]`;
 * `cash|redeem DATE LEGS gets N`; `remove DATE LEGS`; `spin off|rights DATE LEGS from NAME`; `dividend DATE LEGS [worth N]`;
 * `subscribe DATE LEGS pays N`; `receive` and `give up`, of which nothing else is said. Legs are `UNITS [NAME]`, joined by
 * `and`, and signed like what is held; cash, result and worth stand on the first row.
 */
export function readAction(told: Told): void {
  const parts = told.parts<Part>(SYNTAX);
  const { type, goes } = VERBS[parts.verb] ?? { type: "other", goes: false };
  const first = legsOf(told, parts.first, goes);
  const second = parts.second === "" ? [] : legsOf(told, parts.second, false);
  const cash = parts.gets !== "" ? Decimal.of(parts.gets) : Decimal.of(parts.pays || "0").negated();
  const [own, ...others] = [...first, ...second];
  assert(own !== undefined, "a corporate action has a leg");
  const head = told.head("corporate-action", parts.moment);
  const day = head.date.replaceAll("-", "");
  const given = (text: string): Amount => (text === "" ? unknown("not told") : Decimal.of(text));
  const leg = {
    ...own,
    proceeds: cash,
    realized: given(parts.realized),
    value: parts.worth === "" ? Decimal.zero : Decimal.of(parts.worth),
  };
  const legs = [leg, ...others] as const;
  const action: CorporateAction = {
    ...head,
    kind: "corporate-action",
    type,
    action: `main/${head.transaction}-${day}`,
    legs: legs.map((one) => ({
      ...one,
      date: head.date,
      transaction: head.transaction,
    })) as unknown as CorporateAction["legs"],
    parent: parts.parent === "" ? null : told.instrument(parts.parent).id,
    terms: parts.to === "" ? null : { to: Decimal.of(parts.to), from: Decimal.of(parts.of) },
    cancels: null,
    cancelledBy: null,
  };
  told.events.push(action);
}

function legsOf(
  told: Told,
  text: string,
  goes: boolean,
): Omit<ActionLeg, "date" | "transaction">[] {
  return text.split(" and ").map((part) => {
    const [, units = "", name] = /^(-?[\d.]+)(?: (\S+))?$/.exec(part) ?? [];
    const quantity = Decimal.of(units);
    return {
      instrument: told.instrument(name).id,
      quantity: goes ? quantity.negated() : quantity,
      currency: "USD",
      proceeds: Decimal.zero,
      value: Decimal.zero,
      realized: unknown("not told"),
      source: told.source,
    };
  });
}

/**
 * `decide KIND [fraction N] [fractions NAME=N,NAME=N] [basis N] [gain N] [ignore|remove|receive] [source TEXT]`, about the
 * action that was told last.
 */
export function readDecision(told: Told): void {
  const { kind, rest } = told.parts<"kind" | "rest">(/^decide (?<kind>[a-z-]+)(?<rest>.*)$/);
  const options = told.options(
    rest,
    ["fraction", "fractions", "basis", "gain", "source"],
    ["ignore", "remove", "receive"],
  );
  const action = told.events.findLast((event) => event.kind === "corporate-action")?.action;
  assert(action !== undefined, "a decision follows its action");
  const number = (name: string): Decimal | null => {
    const text = options.get(name);
    return text === undefined ? null : Decimal.of(text);
  };
  const decision: ActionDecision = {
    action,
    kind: kind as CaseKind,
    basisFraction: number("fraction"),
    basisFractions: fractionsOf(options.get("fractions")),
    basis: number("basis"),
    gain: number("gain"),
    treatment: (["ignore", "remove", "receive"] as const).find((one) => options.has(one)) ?? null,
    source: options.get("source") ?? "",
    note: "",
    at: told.source,
  };
  told.decisions.set(action, decision);
}

const fractionsOf = (text: string | undefined): ReadonlyMap<string, Decimal> | null =>
  text === undefined
    ? null
    : new Map(
        text.split(",").map((one): [string, Decimal] => {
          const [name = "", fraction = ""] = one.split("=");
          return [name, Decimal.of(fraction)];
        }),
      );
