/** The code of a commit, run over data: what it makes of the same files tells what code alone has moved. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { blobHash, extract, hashesOf, type Tree } from "../adapters/git/extract.ts";
import type { Git } from "../adapters/git/git.ts";
import { type Digest, isDigest, readDigest } from "../exports/digest.ts";
import { HOME } from "./run.ts";

const CODE = ["bin", "src"];
/** Code that computes no figure. */
const ASIDE = /\.test\.ts$|^src\/(site|fakes|workflows|bench|corpus)\//;
const FIVE_MINUTES = 300_000;

/** Whether a commit has code of its own, and other code than the one that runs now. */
export async function hasOtherCode(git: Git, tree: Tree): Promise<boolean> {
  const hashes = new Map(
    [...(await hashesOf(git, tree, CODE, true))].filter(([path]) => !ASIDE.test(path)),
  );
  if (!hashes.has("bin/lotbook.js")) return false;
  const here = CODE.flatMap((folder) => filesIn(folder)).filter((path) => !ASIDE.test(path));
  return (
    here.some((path) => !hashes.has(path)) ||
    [...hashes].some(([path, hash]) => {
      const file = join(HOME, path);
      return !existsSync(file) || blobHash(readFileSync(file), hash) !== hash;
    })
  );
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(HOME, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(HOME, join(entry.parentPath, entry.name)).split(sep).join("/"));

/** The digest that the code of a commit makes of the files of a root, or why it could not be run. */
export async function digestByCodeOf(
  git: Git,
  tree: Tree,
  root: string,
  scratch: string,
): Promise<Digest | { readonly why: string }> {
  const engine = mkdtempSync(join(scratch, "code-"));
  const refused = await extract(git, tree, [...CODE, "package.json", "package-lock.json"], engine);
  if (refused !== null) return { why: refused };
  if (!existsSync(join(engine, "src/cli/digest.ts")))
    return { why: "it is older than the command digest" };
  if (!isSameFile("package-lock.json", engine)) return { why: "it has other dependencies" };
  symlinkSync(join(HOME, "node_modules"), join(engine, "node_modules"), "junction");
  const text = await run(join(engine, "bin/lotbook.js"), ["digest", "--root", root]);
  if (!isDigest(text)) return { why: "it ended without a digest" };
  const digest = readDigest(text);
  return "refused" in digest ? { why: "it writes another kind of digest" } : digest;
}

function isSameFile(name: string, folder: string): boolean {
  const [there, here] = [join(folder, name), join(HOME, name)];
  return existsSync(there) && readFileSync(there).equals(readFileSync(here));
}

/** Secrets, and files of a workflow that only this process may write to. */
const WITHHELD = /^(IBKR_|GITHUB_|ACTIONS_|LOTBOOK_PUSH_TOKEN$|NODE_OPTIONS$)/;

function run(script: string, args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !WITHHELD.test(name)),
  );
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      env,
      stdio: ["ignore", "pipe", "ignore"],
      timeout: FIVE_MINUTES,
    });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.on("error", () => resolve(""));
    child.on("close", () => resolve(Buffer.concat(out).toString()));
  });
}
