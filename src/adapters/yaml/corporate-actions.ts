/** The key `corporateActions` of a file under labels/: decisions on actions that no statement determines. (Design, section 13.) */
import type { z } from "zod";
import type { Decimal } from "../../core/decimal.ts";
import { type Diagnostic, masked, type Staged } from "../../core/diagnostics.ts";
import type { RowRef } from "../../core/ids.ts";
import {
  type ActionKind,
  decisionSchema,
  KINDS,
  SHAPES,
  type TREATMENTS,
} from "./action-schema.ts";
import { lineOfIssue, reasonOf, type YamlSource } from "./source.ts";

/** What the user says about the cost basis of a corporate action. What its kind has no use for is null. */
export interface ActionDecision {
  /** The action's id: `main/9-20250310`. */
  readonly action: string;
  readonly kind: ActionKind;
  /** The part of the old lots' cost basis that goes to what was received, from 0 to 1. */
  readonly basisFraction: Decimal | null;
  /** By instrument received (symbol, `conid:…`, `isin:…`), from 0 to 1, together 1. */
  readonly basisFractions: ReadonlyMap<string, Decimal> | null;
  /** Total cost basis of what was received, zero or more, in its instrument's currency. */
  readonly basis: Decimal | null;
  /** The gain recognized in all, negative for a loss, in the instrument's currency. */
  readonly gain: Decimal | null;
  readonly treatment: (typeof TREATMENTS)[number] | null;
  /** Where the figures are from; empty where nothing says so. */
  readonly source: string;
  readonly note: string;
  readonly at: RowRef;
}

/**
 * Reads the decisions of a file. Raises `decisions/invalid` at the line of each value that cannot be used; that entry is
 * then left out as a whole, and the others are in force.
 */
export function readDecisions(
  file: string,
  yaml: YamlSource,
  value: unknown,
): Staged<ActionDecision[]> {
  if (value === "" || value === undefined) return { value: [], diagnostics: [] };
  if (!Array.isArray(value)) {
    const at = { file, line: yaml.lineOfKey(["corporateActions"]) };
    return { value: [], diagnostics: [invalid(at, "corporateActions: is no list", null, value)] };
  }
  const decisions: ActionDecision[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, entry] of value.entries()) {
    const path = ["corporateActions", index];
    const parsed = decisionSchema.safeParse(entry);
    if (parsed.success) decisions.push(decisionOf(parsed.data, { file, line: yaml.lineOf(path) }));
    else
      for (const issue of parsed.error.issues.flatMap(keyByKey))
        diagnostics.push(faultOf(issue, entry, { file, line: lineOfIssue(issue, yaml, path) }));
  }
  return { value: decisions, diagnostics };
}

/**
 * The decisions on actions that one entry alone decides. Raises `decisions/repeated` at each further entry: either might
 * be meant, so none of them is in force.
 */
export function decidedOnce(decisions: readonly ActionDecision[]): Staged<ActionDecision[]> {
  const byAction = [...Map.groupBy(decisions, ({ action }) => action).values()];
  return {
    value: byAction.flatMap((entries) => (entries.length === 1 ? entries : [])),
    diagnostics: byAction.flatMap(([first, ...more]) =>
      first === undefined ? [] : more.map((one) => repeated(one, first)),
    ),
  };
}

/** The keys of all kinds. */
type Fields = { readonly [Key in keyof ActionDecision]?: ActionDecision[Key] | undefined };

function decisionOf(entry: z.output<typeof decisionSchema>, at: RowRef): ActionDecision {
  const own: Fields = entry;
  return {
    action: entry.action,
    kind: entry.kind,
    basisFraction: own.basisFraction ?? null,
    basisFractions: own.basisFractions ?? null,
    basis: own.basis ?? null,
    gain: own.gain ?? null,
    treatment: own.treatment ?? null,
    source: entry.source ?? "",
    note: entry.note ?? "",
    at,
  };
}

/** Keys that mean nothing, each with its own line. */
const keyByKey = (issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => ({ ...issue, keys: [key] }))
    : [issue];

function faultOf(issue: z.core.$ZodIssue, entry: unknown, at: RowRef): Diagnostic {
  const kind = KINDS.find((one) => one === valueAt(entry, ["kind"])) ?? null;
  const action = valueAt(entry, ["action"]);
  const about = typeof action === "string" && action !== "" ? `decision on ${action}` : "decision";
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const why = `the ${about} has the key ${key}, which means nothing ${kind === null ? "here" : `for kind ${kind}`}`;
    return invalid(at, why, kind, valueAt(entry, [...issue.path, key]));
  }
  const what = issue.path.length === 0 ? `the ${about}` : `${issue.path.join(".")} of the ${about}`;
  const found = valueAt(entry, issue.path);
  return invalid(at, `${what}: ${wrongWith(issue, found)}`, kind, found);
}

function wrongWith(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined) return "is missing";
  // A kind or a treatment that there is none of.
  return issue.code === "invalid_union" ? "means nothing" : reasonOf(issue);
}

/** What the user wrote at a path; undefined where there is nothing. */
const valueAt = (entry: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    entry,
  );

const invalid = (
  at: RowRef,
  message: string,
  kind: ActionKind | null,
  found: unknown,
): Diagnostic =>
  masked({
    code: "decisions/invalid",
    message,
    at: [at],
    expected:
      kind === null
        ? `a list of entries such as ${SHAPES["rights-issue"]}, each with one of these kinds: ${KINDS.join(", ")}`
        : SHAPES[kind],
    actual: found === undefined ? "nothing" : JSON.stringify(found).slice(0, 200),
    hint: "mend it (docs/corporate-actions.md has an example for each kind); until then the decision is not in force",
  });

const repeated = (one: ActionDecision, first: ActionDecision): Diagnostic =>
  masked({
    code: "decisions/repeated",
    message: `${one.action} is decided more than once`,
    at: [one.at, first.at],
    expected: "one entry for each action",
    actual: `another entry at ${first.at.file}:${first.at.line}`,
    hint: "delete all entries but the one that you mean; until then none of them is in force",
  });
