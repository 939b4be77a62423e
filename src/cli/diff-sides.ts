/** The two sides of a comparison: a commit, a folder with data/, a file that `lotbook digest` wrote, or the work tree. */
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  commitNamed,
  extract,
  hashesOf,
  isClean,
  isShallow,
  prefixOf,
  type Tree,
} from "../adapters/git/extract.ts";
import type { Git } from "../adapters/git/git.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { type Digest, isDigest, readDigest } from "../exports/digest.ts";
import { EXIT } from "./run.ts";

export interface Side {
  readonly name: string;
  /** Where its data/ and lotbook.yml are; null for a digest. */
  readonly root: string | null;
  readonly digest: Digest | null;
  /** Its commit, whose own code may compute the figures, too. */
  readonly tree: Tree | null;
  /** Equal for sides with the same data, labels and settings; null where that is not known. */
  readonly content: string | null;
}

/** Why there is no such side, and the exit code. */
export interface NoSide {
  readonly problem: string;
  readonly exit: number;
}

interface Place {
  readonly root: string;
  readonly git: Git;
  /** A folder of ours for what is taken out of commits. */
  readonly scratch: string;
}

/** What may move a figure; waivers and decisions may stand under notes/, too. */
const OWN = ["data", "labels", "notes", "lotbook.yml"];

/** The work tree as it is, uncommitted files included. */
export async function workTree({ root, git }: Place): Promise<Side> {
  const commit = await commitNamed(git, "HEAD");
  const isCommitted = commit !== null && (await isClean(git, OWN));
  const content = isCommitted ? await contentOf(git, await treeOf(git, commit)) : null;
  return { name: "the work tree", root, digest: null, tree: null, content };
}

const treeOf = async (git: Git, commit: string): Promise<Tree> => ({
  commit,
  prefix: await prefixOf(git),
});

async function contentOf(git: Git, tree: Tree): Promise<string> {
  return JSON.stringify([...(await hashesOf(git, tree, OWN))].sort());
}

/** What an argument names: a digest or a folder with data/ where there is one, else a commit. */
export async function sideOf(argument: string, place: Place): Promise<Side | NoSide> {
  const name = withoutAccountNumbers(argument);
  const stat = statSync(argument, { throwIfNoEntry: false });
  if (stat?.isFile()) return digestSide(name, readFileSync(argument, "utf8"));
  const isRoot = ["data", "lotbook.yml"].some((own) => existsSync(join(argument, own)));
  if (stat?.isDirectory() && isRoot)
    return { name, root: resolve(argument), digest: null, tree: null, content: null };
  return commitSide(argument, name, place);
}

function digestSide(name: string, text: string): Side | NoSide {
  const digest = isDigest(text) ? readDigest(text) : { refused: "it is no digest" };
  return "refused" in digest
    ? {
        problem: `${name} cannot be used: ${digest.refused}\n  hint: write it with lotbook digest > FILE`,
        exit: EXIT.refused,
      }
    : { name, root: null, digest, tree: null, content: null };
}

async function commitSide(argument: string, name: string, place: Place): Promise<Side | NoSide> {
  const { git, scratch } = place;
  const commit = await commitNamed(git, argument);
  if (commit === null) return noCommit(name, git);
  const tree = await treeOf(git, commit);
  const root = mkdtempSync(join(scratch, "files-"));
  const refused = await extract(git, tree, OWN, root);
  if (refused !== null)
    return {
      problem: `The files of ${name} could not be taken out of git: ${refused}`,
      exit: EXIT.settings,
    };
  const short = commit.slice(0, 7);
  return {
    name: commit.startsWith(argument) ? short : `${name} (${short})`,
    root,
    digest: null,
    tree,
    content: await contentOf(git, tree),
  };
}

async function noCommit(name: string, git: Git): Promise<NoSide> {
  const hint = (await isShallow(git))
    ? "the history is cut off here: git fetch --unshallow, or fetch-depth: 2 in a workflow"
    : "name a commit of the repository at --root, a folder that holds data/, or a file written by lotbook digest";
  return {
    problem: `There is no commit, folder or digest ${name}.\n  hint: ${hint}`,
    exit: EXIT.settings,
  };
}
