/** `lotbook ci …`: the steps of the workflows that are more than one command. They run anywhere. */
import type { Command } from "commander";
import { addIssues } from "./ci-issues.ts";
import { addReady } from "./ci-ready.ts";
import { addSummary } from "./ci-summary.ts";
import { addTarget } from "./ci-target.ts";

/** Registers `lotbook ci` with its commands. */
export function addCi(program: Command): void {
  const ci = program
    .command("ci")
    .description("steps of a workflow: what to do, how it went, whom to tell");
  addReady(ci);
  addTarget(ci);
  addSummary(ci);
  addIssues(ci);
}
