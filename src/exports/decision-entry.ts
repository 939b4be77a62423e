/** The entry under `corporateActions:` that decides an action, as text to paste into a file under labels/. (Design, section 13.) */
import { Document, type Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { CaseKind } from "../ledger/actions/action.ts";

/** A key of an entry besides action and kind. */
export interface EntryField {
  readonly name: string;
  /** A text, or a text for each instrument. Empty where it is not known, for the user to fill in. */
  readonly value: string | ReadonlyMap<string, string>;
  /** Where the value is from; of one that is not known, what to fill in. */
  readonly comment?: string;
  /** Whether nobody vouches for the value, so that it stands as a comment until the user takes the `#` away. */
  readonly isProposal?: boolean;
}

/** An action to decide, with what is known about it. */
export interface CaseEntry {
  readonly action: string;
  readonly kind: CaseKind;
  readonly fields: readonly EntryField[];
}

/**
 * The entry as an item of a list in block style, with a line end. A key whose value is not known, or only proposed, is a
 * comment: until the user has seen to it, the reader names what is missing.
 */
export function entryOf({ action, kind, fields }: CaseEntry): string {
  const map = new YAMLMap<Scalar>();
  for (const [name, value] of Object.entries({ action, kind })) map.add(pairOf({ name, value }));
  let open: string[] = [];
  for (const field of fields)
    if (isKnown(field) && field.isProposal !== true) {
      map.add(pairOf(field, open.join("\n")));
      open = [];
    } else open.push(commentOf(field));
  if (open.length > 0) map.comment = open.join("\n");
  const list = new YAMLSeq<YAMLMap>();
  list.add(map);
  return written(list);
}

const isKnown = ({ value }: EntryField): boolean =>
  typeof value === "string" ? value !== "" : value.size > 0 && ![...value.values()].includes("");

/** A key that stands as a comment until the user has seen to it: the lines without their `#`. */
function commentOf(field: EntryField): string {
  const { name, value, comment } = field;
  const shown = typeof value === "string" ? value || blank(name) : partsToFill(value);
  const map = new YAMLMap<Scalar>();
  const what = comment === undefined ? "" : `: ${comment}`;
  const own = isKnown(field) ? comment : `fill in${what}`;
  map.add(pairOf({ name, value: shown, ...(own === undefined ? {} : { comment: own }) }));
  return written(map, "QUOTE_DOUBLE").trimEnd().replaceAll(/^/gm, " ");
}

const partsToFill = (parts: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...parts].map(([instrument, part]) => [instrument, part === "" ? "0.…" : part]));

/** What stands for a value that is not known; the reader refuses it wherever a decision needs one. */
const blank = (name: string): string => (name === "basisFraction" ? "0.…" : "…");

/** A key with its value, its comment behind it and another one, already made, before it. */
function pairOf({ name, value, comment }: EntryField, before = ""): Pair<Scalar> {
  const key = new Scalar(name);
  if (before !== "") key.commentBefore = before;
  const node = new Document(value).contents;
  const behind = typeof value === "string" ? node : key;
  if (comment !== undefined && behind !== null) behind.comment = onOneLine(comment);
  return new Document().createPair(key, node) as Pair<Scalar>;
}

const onOneLine = (comment: string): string => ` ${comment.replaceAll(/[\s\p{C}]+/gu, " ").trim()}`;

/** Texts that other readers would take for numbers or truth values are quoted; every value stays on the line of its key. */
const written = (
  node: YAMLMap<Scalar> | YAMLSeq<YAMLMap>,
  values: "PLAIN" | "QUOTE_DOUBLE" = "PLAIN",
): string =>
  new Document(node).toString({
    defaultStringType: values,
    defaultKeyType: "PLAIN",
    lineWidth: 0,
    blockQuote: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
