/** One process at a time: two fetches at once would ask for two statements, which is what locks a token. */
import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clearWork, isAlive, leftIn, ownName, workFolder } from "./files.ts";

const SUFFIX = "claim";
const TRIES = 5;

/**
 * Does the work unless another process of the same root is at it; null then. Each process first puts down a mark of its
 * own and only then looks for others, so of two at least one sees the other; both may step back, and try again. The mark
 * of a killed process is known by its process being gone.
 */
export async function alone<T>(root: string, work: () => Promise<T>): Promise<T | null> {
  mkdirSync(workFolder(root), { recursive: true });
  clearWork(root);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const name = ownName(SUFFIX);
    const mark = join(workFolder(root), name);
    closeSync(openSync(mark, "wx"));
    try {
      if (!others(root, name)) return await work();
    } finally {
      rmSync(mark, { force: true });
    }
    await sleep(100 * attempt * Math.random());
  }
  return null;
}

const others = (root: string, own: string): boolean =>
  leftIn(root).some((name) => name.endsWith(`.${SUFFIX}`) && name !== own && isAlive(root, name));
