/**
 * Runs the jobs of a workflow on this machine, the way GitHub would: each job in a folder of its own, `run:` steps in a
 * shell with their outputs and summary, actions by the stand-ins of `actions.ts`.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Place, performAction, standIn } from "./actions.ts";
import { type Context, filled, holds } from "./expression.ts";
import { type Job, readWorkflow, type Step } from "./workflow.ts";

export interface Situation {
  /** Where everything is put that the run leaves behind. */
  readonly folder: string;
  /** The bare repository. */
  readonly remote: string;
  readonly branch: string;
  readonly event: { readonly name: string; readonly payload: object; readonly inputs?: object };
  readonly secrets: Readonly<Record<string, string>>;
  /** What `github.token` is. */
  readonly token: string;
  /** Variables of the machine: where the fakes are, and its clock. */
  readonly env: Readonly<Record<string, string>>;
}

export interface JobRun {
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly summary: string;
  /** Folders by name. */
  readonly artifacts: ReadonlyMap<string, string>;
}

/** Runs a workflow file, its jobs in the order in which they are written. */
export async function runWorkflow(
  file: string,
  situation: Situation,
): Promise<Readonly<Record<string, JobRun>>> {
  const { jobs } = readWorkflow(readFileSync(file, "utf8"));
  const runs: Record<string, JobRun> = {};
  for (const [name, job] of Object.entries(jobs)) {
    const before =
      job.needs === undefined ? [] : ancestors(job.needs, jobs).map((one) => runs[one]);
    const success = before.every((one) => one?.result === "success");
    const needs = job.needs === undefined ? {} : { [job.needs]: runs[job.needs] };
    const context = { values: { ...contextOf(situation), needs }, success };
    runs[name] = holds(job.if, context) ? await runJob(job, context, situation) : SKIPPED;
  }
  return runs;
}

const SKIPPED: JobRun = {
  result: "skipped",
  outputs: {},
  log: "",
  summary: "",
  artifacts: new Map(),
};

/** A job and those that it needs in turn. */
const ancestors = (name: string, jobs: Readonly<Record<string, Job>>): string[] => {
  const next = jobs[name]?.needs;
  return next === undefined ? [name] : [name, ...ancestors(next, jobs)];
};

const REPOSITORY = "someone/portfolio";

function contextOf({ branch, event, secrets, token }: Situation): Context["values"] {
  return {
    github: {
      token,
      ref: `refs/heads/${branch}`,
      ref_name: branch,
      event_name: event.name,
      event: event.payload,
    },
    inputs: event.inputs ?? {},
    secrets,
  };
}

interface Going {
  success: boolean;
  log: string;
  readonly steps: Record<string, { outputs: Record<string, string> }>;
}

async function runJob(job: Job, outer: Context, situation: Situation): Promise<JobRun> {
  const folder = mkdtempSync(join(situation.folder, "job-"));
  const summary = join(folder, "summary.md");
  const place: Place = {
    ...situation,
    folder,
    workspace: join(folder, "work"),
    artifacts: new Map(),
  };
  mkdirSync(place.workspace);
  writeFileSync(summary, "");
  const going: Going = { success: true, log: "", steps: {} };
  for (const step of job.steps) {
    const values = { ...outer.values, steps: going.steps };
    const context = { values, success: going.success };
    if (!holds(step.if, context)) continue;
    await runStep(step, { context, place, going, summary });
  }
  const values = { ...outer.values, steps: going.steps };
  const outputs = Object.entries(job.outputs).map(([name, text]) => [
    name,
    filled(text, { values, success: going.success }),
  ]);
  return {
    result: going.success ? "success" : "failure",
    outputs: Object.fromEntries(outputs),
    log: going.log,
    summary: readFileSync(summary, "utf8"),
    artifacts: place.artifacts,
  };
}

interface StepRoom {
  readonly context: Context;
  readonly place: Place;
  readonly going: Going;
  readonly summary: string;
}

async function runStep(step: Step, { context, place, going, summary }: StepRoom): Promise<void> {
  const fill = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(text, context)]));
  if (step.run === undefined) {
    const outputs = performAction(step.uses ?? "", fill(step.with), place);
    if (step.id !== undefined) going.steps[step.id] = { outputs };
    return;
  }
  const done = standIn(step.run, place);
  if (done) return;
  const output = join(
    place.folder,
    `output-${Object.keys(going.steps).length}-${going.log.length}`,
  );
  writeFileSync(output, "");
  const env = {
    ...machineEnv(place),
    ...fill(step.env),
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
  };
  const { code, text } = await shell(step.run, place, env);
  going.log += `${text}\n`;
  if (code !== 0) going.success = false;
  if (step.id !== undefined) going.steps[step.id] = { outputs: outputsIn(output) };
}

/** Variables of every step: what GitHub sets, and what the test says of the machine. */
function machineEnv({ folder, branch, event, env, workspace }: Place): Record<string, string> {
  const payload = join(folder, "event.json");
  if (!existsSync(payload)) writeFileSync(payload, JSON.stringify(event.payload));
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RUN_ID: "4711",
    GITHUB_REF: `refs/heads/${branch}`,
    GITHUB_REF_NAME: branch,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: payload,
    ...env,
  };
}

function shell(
  script: string,
  { workspace, folder }: Place,
  env: Record<string, string>,
): Promise<{ code: number; text: string }> {
  const file = join(folder, "step.sh");
  writeFileSync(file, script);
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-e", file], { cwd: workspace, env });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, text }));
  });
}

function outputsIn(file: string): Record<string, string> {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      if (at < 1) throw new Error(`no output: ${line}`);
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
