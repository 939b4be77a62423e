/** `lotbook diff A B`: which derived figures differ between two commits, folders or versions of the code, and why. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { type Git, gitIn } from "../adapters/git/git.ts";
import { type Comparison, type DiffJson, diffJson, nothingMoved } from "../exports/diff.ts";
import { type Digest, digestOf } from "../exports/digest.ts";
import {
  buildReport,
  inputsIn,
  type Report,
  type ReportInput,
  readRepository,
} from "../pipeline.ts";
import { summarize } from "./ci-output.ts";
import { digestByCodeOf, hasOtherCode } from "./diff-engine.ts";
import { type Side, sideOf, workTree } from "./diff-sides.ts";
import { diffMarkdown } from "./diff-summary.ts";
import { diffText } from "./diff-text.ts";
import { EXIT, exitCodeOf, HOME, isFolder, now, print, progress } from "./run.ts";

interface DiffOptions {
  readonly root: string;
  readonly json?: boolean;
  readonly summary?: boolean;
  readonly all?: boolean;
  readonly engine: boolean;
}

/** Registers `lotbook diff`. */
export function addDiff(program: Command): void {
  program
    .command("diff")
    .description("print which figures differ between two commits, folders or digests, and why")
    .argument("[A]", "a commit, a folder with data/, or a file written by lotbook digest", "HEAD")
    .argument("[B]", "the same; without it the work tree")
    .option("--root <dir>", "the repository with data/ and lotbook.yml", HOME)
    .option("--json", "print it as JSON")
    .option("--all", "print every figure that moved, however many")
    .option("--summary", "print it as Markdown without amounts, also to the summary of the job")
    .option("--engine", "run the code of each commit over its own data where it differs (default)")
    .option("--no-engine", "compute both sides with this code")
    .action(async (a: string, b: string | undefined, options: DiffOptions) => {
      process.exitCode = isFolder(options.root) ? await diff(a, b, options) : EXIT.settings;
    });
}

async function diff(a: string, b: string | undefined, options: DiffOptions): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "lotbook-diff-"));
  const root = resolve(options.root);
  const place = { root, git: gitIn(root), scratch };
  try {
    const before = await sideOf(a, place);
    const after = b === undefined ? await workTree(place) : await sideOf(b, place);
    for (const side of [before, after])
      if ("problem" in side) {
        console.error(side.problem);
        return side.exit;
      }
    const [found, exit] = await compared(before as Side, after as Side, {
      ...place,
      engine: options.engine !== false,
    });
    show(found, options);
    return exit;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function show(found: DiffJson, { json, summary, all }: DiffOptions): void {
  const text = json
    ? JSON.stringify(found)
    : summary
      ? diffMarkdown(found)
      : diffText(found, all === true);
  print(text);
  if (summary && !json) summarize(text);
}

interface Means {
  readonly git: Git;
  readonly scratch: string;
  readonly engine: boolean;
}

async function compared(before: Side, after: Side, means: Means): Promise<[DiffJson, number]> {
  const own = [await ownCode(before, means), await ownCode(after, means)] as const;
  const isSame = before.content !== null && before.content === after.content;
  if (isSame && own.every((code) => code === null))
    return [nothingMoved(before.name, after.name), EXIT.done];
  const remarks = own.flatMap((code, index) =>
    code !== null && "why" in code
      ? [
          `The code of ${[before, after][index]?.name} could not be run: ${code.why}. What code alone moved is not seen.`,
        ]
      : [],
  );
  const [first, last] = own.map((code) => (code === null || "why" in code ? null : code));
  const [comparison, exit] = steps(before, after, first ?? null, last ?? null);
  return [diffJson({ ...comparison, remarks }), exit];
}

/** What a side's own code makes of its files, where it is other code than this; null where it is not. */
async function ownCode(
  { tree, root }: Side,
  { git, scratch, engine }: Means,
): Promise<Digest | { readonly why: string } | null> {
  if (!engine || tree === null || root === null || !(await hasOtherCode(git, tree))) return null;
  return digestByCodeOf(git, tree, root, scratch);
}

/** One thing changes at a time: code, settings and labels, rows, and code once more. */
function steps(
  before: Side,
  after: Side,
  first: Digest | null,
  last: Digest | null,
): readonly [Omit<Comparison, "remarks">, number] {
  const [a, b] = [built(before), built(after)];
  const exit = b.report === null ? EXIT.done : exitCodeOf(b.report.diagnostics);
  const names = { after: { name: after.name } };
  if (a.report === null || b.report === null) {
    const way = [{ digest: last ?? b.digest, changed: "all" as const }];
    const start = { name: before.name, digest: first ?? a.digest };
    return [{ before: start, way, ...names, reports: null }, exit];
  }
  const mixed = withSettingsOf(a, b);
  const way = [
    ...(first === null ? [] : [{ digest: a.digest, changed: "code" as const }]),
    ...(mixed === null ? [] : [{ digest: mixed.digest, changed: "settings" as const }]),
    { digest: b.digest, changed: "rows" as const },
    ...(last === null ? [] : [{ digest: last, changed: "code" as const }]),
  ];
  const start = { name: before.name, digest: first ?? a.digest };
  const reports = { before: mixed?.report ?? a.report, after: b.report };
  return [{ before: start, way, ...names, reports }, exit];
}

interface Built {
  readonly digest: Digest;
  /** Null for a digest that was read from a file. */
  readonly report: Report | null;
  readonly input: ReportInput | null;
  readonly inputs: Readonly<Record<string, string>>;
}

function built({ digest, root }: Side): Built {
  if (root === null || digest !== null)
    return { digest: digest as Digest, report: null, input: null, inputs: {} };
  const input = readRepository(root, { demo: "never", home: HOME, now: now() });
  return buildOf(input, inputsIn(root));
}

function buildOf(input: ReportInput, inputs: Built["inputs"]): Built {
  const onStage = progress();
  const report = buildReport({ ...input, onStage });
  onStage(null);
  return { digest: digestOf(report, inputs), report, input, inputs };
}

/** The files before with the settings and labels after; null where those are the same. */
function withSettingsOf(
  { input: a, inputs: old }: Built,
  { input: b, inputs }: Built,
): Built | null {
  if (a === null || b === null) return null;
  const isSame =
    JSON.stringify(a.settings) === JSON.stringify(b.settings) &&
    JSON.stringify(old) === JSON.stringify(inputs);
  return isSame ? null : buildOf({ ...b, files: a.files }, inputs);
}
