/**
 * A counterpart of Prometheus and its Pushgateway that reads metrics strictly: it refuses what either of them refuses
 * (no line feed at the end, timestamps, a series twice, a type that contradicts itself), and also what both would take
 * but nobody wants (numbers that are not finite or have an exponent, a sample without a type, families that are mixed).
 */

export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As it stands in the text. */
  readonly value: string;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const VALUE = /^-?\d+(\.\d+)?$/;
const TYPES: ReadonlySet<string> = new Set(["counter", "gauge", "untyped"]);

/** Reads metrics in the text format 0.0.4; throws a sentence with the number of the line that is wrong. */
export function readMetrics(text: string): readonly MetricSample[] {
  if (text === "") return [];
  if (!text.endsWith("\n")) throw new Error("the last line does not end with a line feed");
  const reader = new Reader();
  for (const [index, line] of text.slice(0, -1).split("\n").entries())
    try {
      reader.line(line);
    } catch (error) {
      throw new Error(`line ${index + 1}: ${(error as Error).message}`);
    }
  return reader.samples;
}

class Reader {
  readonly samples: MetricSample[] = [];
  readonly #series = new Set<string>();
  readonly #helped = new Set<string>();
  readonly #typed = new Set<string>();
  /** The family that lines belong to now, and those that are over. */
  #family = "";
  readonly #over = new Set<string>();

  line(line: string): void {
    if (line.trim() === "") throw new Error("empty");
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind !== undefined) this.#about(kind, name, rest);
    else if (line.startsWith("#")) throw new Error("a comment that is neither HELP nor TYPE");
    else this.#sample(sampleIn(line));
  }

  #about(kind: string, name: string, rest: string): void {
    const seen = kind === "HELP" ? this.#helped : this.#typed;
    if (!NAME.test(name)) throw new Error(`${name} is no name of a metric`);
    if (seen.has(name)) throw new Error(`a second ${kind} of ${name}`);
    if (kind === "TYPE" && !TYPES.has(rest)) throw new Error(`${rest} is no type`);
    seen.add(name);
    this.#enter(name);
  }

  #sample(sample: MetricSample): void {
    const { name, labels } = sample;
    if (!this.#typed.has(name)) throw new Error(`${name} has no type`);
    this.#enter(name);
    const series = JSON.stringify([name, Object.entries(labels).toSorted()]);
    if (this.#series.has(series)) throw new Error(`a series twice: ${series}`);
    this.#series.add(series);
    this.samples.push(sample);
  }

  #enter(name: string): void {
    if (name === this.#family) return;
    this.#over.add(this.#family);
    if (this.#over.has(name)) throw new Error(`${name} goes on after another metric`);
    this.#family = name;
  }
}

function sampleIn(line: string): MetricSample {
  const [head = ""] = /^[^{ ]*/.exec(line) ?? [];
  if (!NAME.test(head)) throw new Error(`${head} is no name of a metric`);
  const { labels, end } =
    line[head.length] === "{" ? labelsIn(line, head.length + 1) : { labels: {}, end: head.length };
  const [value = "", ...more] = line.slice(end).replace(/^ /, "").split(" ");
  if (more.length > 0) throw new Error("a timestamp, or text after the value");
  if (!VALUE.test(value)) throw new Error(`${value} is no plain finite number`);
  return { name: head, labels, value };
}

const PAIR = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|\})/y;

/** The labels from a place behind the brace. */
function labelsIn(line: string, start: number): { labels: Record<string, string>; end: number } {
  const labels: Record<string, string> = {};
  PAIR.lastIndex = start;
  for (;;) {
    const [, name = "", value = "", next] = PAIR.exec(line) ?? [];
    if (next === undefined) throw new Error("labels that cannot be read");
    if (name in labels) throw new Error(`the label ${name} twice`);
    labels[name] = value.replaceAll(/\\(.)/g, (_, char) => (char === "n" ? "\n" : char));
    if (next === "}") return { labels, end: PAIR.lastIndex };
  }
}
