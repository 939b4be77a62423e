/**
 * Reading YAML that a person wrote: every scalar as its source text, so that a ticker such as 0700 or TRUE stays what was
 * typed, and every place by its line. What is no YAML becomes problems with their lines, never an exception.
 */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** What is wrong with a text, and where. */
export interface YamlProblem {
  /** A sentence without a full stop. */
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A text that is YAML. */
export interface YamlSource {
  /** Maps, lists and texts; null where there is nothing but comments. */
  readonly value: unknown;
  /** The line of the deepest part of a path that is there; 1 where none is. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  /** The line of the key at the end of a path, which may be above its value. */
  readonly lineOfKey: (path: readonly PropertyKey[]) => number;
}

/** Reads a text as YAML, or says why it is none. A key that stands twice makes it none: either value might be meant. */
export function readYaml(source: string): YamlSource | readonly YamlProblem[] {
  const lines = new LineCounter();
  try {
    const document = parseDocument(source, {
      lineCounter: lines,
      uniqueKeys: true,
      schema: "failsafe",
      logLevel: "error",
    });
    if (document.errors.length > 0)
      return document.errors.map(({ message, pos }) => ({
        message: firstLine(message),
        line: lines.linePos(pos[0]).line,
      }));
    const line = (node: Placed | null): number => {
      const offset = node?.range?.[0];
      return offset === undefined ? 1 : lines.linePos(offset).line;
    };
    return {
      value: document.toJS() ?? null,
      lineOf: (path) => line(nearest(document, path)),
      lineOfKey: (path) => line(keyAt(document, path) ?? nearest(document, path)),
    };
  } catch (error) {
    // An alias without its anchor, or aliases within aliases until nothing fits into memory.
    return [{ message: firstLine(error instanceof Error ? error.message : "unreadable"), line: 1 }];
  }
}

const firstLine = (text: string): string => text.split("\n")[0] ?? text;

type YamlDocument = ReturnType<typeof parseDocument>;

/** A node with its offsets in the text. */
interface Placed {
  readonly range?: readonly number[] | null | undefined;
}

/** The key at the end of a path. */
function keyAt(document: YamlDocument, path: readonly PropertyKey[]): Placed | null {
  const map = document.getIn(path.slice(0, -1), true);
  if (!isMap(map)) return null;
  const found = map.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isScalar(found?.key) ? found.key : null;
}

/** The deepest node on a path that exists. */
function nearest(document: YamlDocument, path: readonly PropertyKey[]): Placed | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return isMap(document.contents) ? document.contents : null;
}

/** What is wrong with a value; of a key, why it cannot be one. */
export const reasonOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;

/** The line of an issue within the entry at a path; of a key that means nothing, that of the key. */
export const lineOfIssue = (
  issue: z.core.$ZodIssue,
  yaml: YamlSource,
  path: readonly PropertyKey[],
): number =>
  issue.code === "unrecognized_keys"
    ? yaml.lineOfKey([...path, ...issue.path, ...issue.keys.slice(0, 1)])
    : yaml.lineOf([...path, ...issue.path]);
