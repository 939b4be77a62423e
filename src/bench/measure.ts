/** Runs the pipeline over one folder, in a process of its own, and prints what each stage took as JSON. */
import { dirname } from "node:path";
import type { IsoDateTime } from "../core/dates.ts";
import { buildReport, readRepository } from "../pipeline.ts";

export interface StageCost {
  readonly stage: string;
  readonly milliseconds: number;
  /** In use when the stage ended, in megabytes. */
  readonly heap: number;
  readonly rss: number;
}

export interface Measurement {
  readonly stages: readonly StageCost[];
  /** Highest resident set of the process, in megabytes. */
  readonly peak: number;
  readonly checks: number;
  /** The checks that differ, by name. Empty, or something is wrong with the pipeline. */
  readonly differing: readonly string[];
  readonly diagnostics: readonly string[];
}

const NOW = "2026-11-21T06:00:00" as IsoDateTime;
const HOME = dirname(dirname(import.meta.dirname));
const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

class Stopwatch {
  readonly stages: StageCost[] = [];
  #name = "";
  #since = 0;

  /** Ends the stage before and starts the next. */
  start(name: string): void {
    this.stop();
    this.#name = name;
    this.#since = performance.now();
  }

  stop(): void {
    if (this.#name === "") return;
    const milliseconds = Math.round(performance.now() - this.#since);
    const { heapUsed, rss } = process.memoryUsage();
    const [stage, heap, resident] = [this.#name, megabytes(heapUsed), megabytes(rss)];
    this.stages.push({ stage, milliseconds, heap, rss: resident });
    this.#name = "";
  }
}

function measure(root: string): Measurement {
  const watch = new Stopwatch();
  watch.start("loading from disk");
  const input = readRepository(root, { demo: "never", home: HOME, now: NOW });
  const report = buildReport({ ...input, onStage: (name) => watch.start(name) });
  watch.stop();
  const differing = report.checks.filter(({ status }) => status === "differs");
  return {
    stages: watch.stages,
    peak: megabytes(process.resourceUsage().maxRSS * 1024),
    checks: report.checks.length,
    differing: differing.map(({ id }) => id),
    diagnostics: report.diagnostics.map(({ code, message }) => `${code}: ${message}`),
  };
}

const [root] = process.argv.slice(2);
if (import.meta.main && root !== undefined) console.log(JSON.stringify(measure(root)));
