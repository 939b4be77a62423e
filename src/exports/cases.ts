/** Corporate actions and their cases: as JSON, and as what a user reads and pastes to decide one. */
import type { Report } from "../analytics/report.ts";
import { type Amount, isKnown } from "../core/amount.ts";
import type { Decimal } from "../core/decimal.ts";
import type { InstrumentId } from "../core/ids.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { namedType } from "../events/corporate-action.ts";
import { isTakenBack } from "../events/event.ts";
import { type Instrument, symbolOf } from "../events/instrument.ts";
import type {
  BookedAction,
  Case,
  CaseKind,
  CaseStatus,
  ProposedField,
} from "../ledger/actions/action.ts";
import { type EntryField, entryOf } from "./decision-entry.ts";
import type { CaseJson, CorporateActionJson } from "./schema.ts";

type Instruments = ReadonlyMap<InstrumentId, Instrument>;

/** A booked action whose case there is. */
export type ActionCase = BookedAction & { readonly case: Case };

const RANK: Readonly<Record<CaseStatus, number>> = { open: 0, broker: 1, decided: 2 };

/** All cases: open ones first, then those that the broker's rows answer, then those that are decided. */
export const casesOf = ({ ledger: { actions } }: Pick<Report, "ledger">): readonly ActionCase[] =>
  actions
    .flatMap((one) => (one.case === null ? [] : [{ ...one, case: one.case }]))
    .toSorted((a, b) => RANK[a.case.status] - RANK[b.case.status]);

/** What decides a case, as a whole YAML file: the key, and below it the entry with what is known filled in. */
export const entryToPaste = (of: ActionCase, instruments: Instruments): string =>
  `${KEY}\n${itemOf(of, instruments)}`;

const KEY = "corporateActions:";

const itemOf = (of: ActionCase, instruments: Instruments): string =>
  entryOf({
    action: of.case.action,
    kind: of.case.kind,
    fields: fieldsOf(of, instruments),
  }).replaceAll(/^(?=.)/gm, "  ");

function fieldsOf(of: ActionCase, instruments: Instruments): EntryField[] {
  const fields = of.case.proposal.map((field): EntryField => {
    const own = { name: field.name, value: valueText(field, of, instruments) };
    const isProposal = field.isByMarketValue === true;
    return field.value === null || isProposal || of.case.status === "open"
      ? { ...own, comment: commentOn(field, of.case.kind), isProposal }
      : own;
  });
  return of.case.status === "broker"
    ? [...fields, { name: "source", value: of.case.reason }]
    : fields;
}

function valueText(
  { name, value }: ProposedField,
  of: ActionCase,
  instruments: Instruments,
): EntryField["value"] {
  if (value instanceof Map) {
    const own = value as ReadonlyMap<InstrumentId, Decimal>;
    return new Map([...own].map(([id, part]) => [nameOf(id, of, instruments), `${part}`]));
  }
  if (value !== null) return `${value as Decimal | string}`;
  if (name !== "basisFractions") return "";
  return new Map(receivedBy(of).map((id) => [nameOf(id, of, instruments), ""]));
}

/** Instruments that the action brought, in the order of their rows. */
function receivedBy({ event, after }: BookedAction): readonly InstrumentId[] {
  const there = new Set(after.map(({ instrument }) => instrument));
  return [...new Set(event.legs.map(({ instrument }) => instrument))].filter((id) => there.has(id));
}

/** As a decision names an instrument: its symbol, or its conid where two of the action share that or it is none. */
function nameOf(id: InstrumentId, { case: { instruments: own } }: ActionCase, all: Instruments) {
  const symbol = all.get(id)?.symbol ?? "";
  const isOne = own.filter((one) => all.get(one)?.symbol === symbol).length === 1;
  return isOne && /^(?!conid:|isin:)\S(.*\S)?$/.test(symbol) ? symbol : `conid:${id}`;
}

const WANTED: Readonly<Record<ProposedField["name"], string>> = {
  basisFraction: "the part of the old cost basis that goes to what was received, 0 to 1",
  basisFractions: "the part of the cost basis that goes to each, together exactly 1",
  basis: "the total cost basis of what was received",
  gain: "the gain that is recognized in all, negative for a loss",
  treatment: "ignore, remove, or receive with a basis",
};

/** Kinds in which the old lots stay and keep what no instrument gets. */
const KEEPS_REST: ReadonlySet<CaseKind> = new Set(["spin-off", "rights-issue"]);
const PARTS = "the part of the old cost basis that goes to each; the old shares keep the rest";

/** Where a value is from; of one that nothing proposes, what to fill in. */
function commentOn({ name, value, isByMarketValue }: ProposedField, kind: CaseKind): string {
  if (value === null)
    return name === "basisFractions" && KEEPS_REST.has(kind) ? PARTS : WANTED[name];
  const sign = value instanceof Map ? "each #" : "the #";
  return isByMarketValue === true
    ? `by market value: take ${sign} away if that is right`
    : "all of it: only one instrument was received";
}

/** Cases that are not decided, in words, and the file to paste that decides them; empty where all are. */
export function casesText(report: Report): string {
  const { instruments } = report;
  const undecided = casesOf(report).filter((one) => one.case.status !== "decided");
  if (undecided.length === 0) return "";
  const items = undecided.map((one) => itemOf(one, instruments));
  const named = undecided.map((one, index) => `${headOf(one, instruments)}${items[index]}`);
  return [
    ...undecided.map((one) => caseText(one, instruments)),
    instruction(undecided, items.join("")),
    `${KEY}\n${(items.length === 1 ? items : named).join("")}`.trimEnd(),
  ].join("\n\n");
}

function caseText(of: ActionCase, instruments: Instruments): string {
  const { action, status, question, reason } = of.case;
  const { event } = of;
  return [
    `${capital(STATUS[status])}: the ${namedType(event.type)} ${action} of ${event.date} (${namesOf(of, instruments)})`,
    `  ${question}`,
    `  ${status === "open" ? "Not known" : "Booked"}: ${reason}`,
  ].join("\n");
}

const STATUS: Readonly<Record<CaseStatus, string>> = {
  open: "to decide",
  broker: "from the broker",
  decided: "decided",
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const namesOf = ({ case: { instruments: own } }: ActionCase, instruments: Instruments): string =>
  own.map((id) => symbolOf(id, instruments)).join(", ");

/** A comment that says what the entry below it decides. */
const headOf = (of: ActionCase, instruments: Instruments): string =>
  `  # ${STATUS[of.case.status]}: the ${namedType(of.event.type)} of ${of.event.date} (${namesOf(of, instruments)})\n`;

/** How to paste, said once for all cases. */
function instruction(cases: readonly ActionCase[], entries: string): string {
  const isOne = cases.length === 1;
  const decide = cases.some((one) => one.case.status === "open")
    ? `To decide ${isOne ? "it" : "them"}`
    : `To make ${isOne ? "it your decision" : "them your decisions"}`;
  const comments = /^ *# /m.test(entries)
    ? "\nWhat stands behind a # counts once it is filled in and the # is taken away."
    : "";
  return `${decide}, paste this into labels/corporate-actions.yml; if the file has \`corporateActions:\` already, below that and\nwithout the first line.${comments}`;
}

/** How an action came to be booked. */
export function statusOf(of: BookedAction, { ledger }: Pick<Report, "ledger">): ActionStatus {
  const { event, case: own } = of;
  if (isTakenBack(event)) return "taken back";
  if (own !== null) return own.status;
  return of.before.length === 0 && of.after.length === 0 && hasStopped(of, ledger)
    ? "not booked"
    : "determined";
}

export type ActionStatus = CaseStatus | "taken back" | "not booked" | "determined";

/** Whether the books of an instrument of the action stop at it, or before it. */
const hasStopped = ({ event }: BookedAction, { holdings }: Report["ledger"]): boolean =>
  holdings.some(
    ({ account, unknown, events, moves }) =>
      account === event.account &&
      unknown !== null &&
      events.includes(event) &&
      !moves.some((move) => move.event === event),
  );

const amountJson = (amount: Amount): string | { unknown: string } =>
  isKnown(amount) ? `${amount}` : { unknown: amount.unknown };

const nameJson = (id: InstrumentId, instruments: Instruments) => ({
  conid: id as string,
  symbol: instruments.get(id)?.symbol ?? "",
});

export function caseJson(of: ActionCase, instruments: Instruments): CaseJson {
  const { action, kind, question, status, reason, rows, instruments: own } = of.case;
  return {
    action,
    kind,
    status,
    question,
    reason,
    instruments: own.map((id) => nameJson(id, instruments)),
    entry: entryToPaste(of, instruments),
    rows: rows.map(({ file, line }) => ({ file, line })),
  };
}

/** A corporate action with its legs. */
export function actionJson(of: BookedAction, report: Report): CorporateActionJson {
  const { event, reading, case: own } = of;
  return {
    account: event.account,
    action: event.action,
    date: event.date,
    type: event.type,
    description: withoutAccountNumbers(event.description),
    reading,
    status: statusOf(of, report),
    legs: event.legs.map((leg) => ({
      ...nameJson(leg.instrument, report.instruments),
      quantity: `${leg.quantity}`,
      currency: leg.currency,
      proceeds: amountJson(leg.proceeds),
      value: amountJson(leg.value),
      realized: amountJson(leg.realized),
      row: { file: leg.source.file, line: leg.source.line },
    })),
    case: own === null ? null : caseJson({ ...of, case: own }, report.instruments),
  };
}
