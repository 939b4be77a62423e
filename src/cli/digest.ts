/** `lotbook digest`: every derived figure by id, as text: what `lotbook diff` compares. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { digestOf, digestText } from "../exports/digest.ts";
import { DEMO_ROOT, inputsIn } from "../pipeline.ts";
import { exitCodeOf, HOME, print, type RootOptions, reportOf, withRoot } from "./run.ts";

/** Registers `lotbook digest`. */
export function addDigest(program: Command): void {
  withRoot(program.command("digest"))
    .description("print every derived figure by id, sorted: what lotbook diff compares")
    .action((options: RootOptions) => {
      const report = reportOf(options);
      if (report === null) return;
      const inputs = inputsIn(options.demo ? resolve(HOME, DEMO_ROOT) : resolve(options.root));
      print(digestText(digestOf(report, inputs)));
      process.exitCode = exitCodeOf(report.diagnostics);
    });
}
