/** A workflow file as an object. What the harness does not know is refused. */
import { parse } from "yaml";
import { z } from "zod";

const texts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);

const step = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  env: texts.default({}),
  run: z.string().optional(),
  uses: z.string().optional(),
  with: texts.default({}),
});

const permissions = z.record(z.string(), z.enum(["read", "write", "none"]));
const concurrency = z.union([
  z.string(),
  z.strictObject({ group: z.string(), "cancel-in-progress": z.boolean() }),
]);

const job = z.strictObject({
  needs: z.string().optional(),
  if: z.string().optional(),
  "runs-on": z.string(),
  "timeout-minutes": z.int(),
  concurrency: concurrency.optional(),
  permissions,
  environment: z
    .union([z.string(), z.strictObject({ name: z.string(), url: z.string() })])
    .optional(),
  outputs: texts.default({}),
  steps: z.array(step),
});

const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency,
  jobs: z.record(z.string(), job),
});

export type Workflow = z.output<typeof workflow>;
export type Job = z.output<typeof job>;
export type Step = z.output<typeof step>;

/** Reads a workflow file. */
export const readWorkflow = (source: string): Workflow => workflow.parse(parse(source));
