/** Writing to disk so that a killed process or a full disk leaves the old state or the new one, never half of one. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";

/**
 * Where work in progress lies, beside `data/` on the same disk: files that are not whole yet, and the marks of running
 * processes. Never committed; whatever a killed process left there is removed by the next one.
 */
export const workFolder = (root: string): string => join(root, ".lotbook");

const HERE = hostname().replaceAll(/[^A-Za-z0-9]/g, "");
const OWN = new Set<string>();

/** Writes a whole file: to a temporary one, flushed, then renamed over the target. */
export function writeWhole(root: string, target: string, bytes: Uint8Array | string): void {
  mkdirSync(workFolder(root), { recursive: true });
  mkdirSync(dirname(target), { recursive: true });
  const temporary = join(workFolder(root), ownName("tmp"));
  writeFlushed(temporary, bytes);
  try {
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    // The store lies on another disk, where only a file beside the target can be renamed.
    replaceFile(target, bytes);
  }
  flushFolder(dirname(target));
}

/**
 * Puts a whole file in the place of another, by way of a temporary one in the same folder: whoever reads it finds the old
 * one or the new one. The folder must be there. Throws what the system says, and then leaves nothing behind.
 */
export function replaceFile(target: string, bytes: Uint8Array | string): void {
  const beside = join(dirname(target), `.${ownName("tmp")}`);
  try {
    writeFlushed(beside, bytes);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  flushFolder(dirname(target));
}

function writeFlushed(path: string, bytes: Uint8Array | string): void {
  const handle = openSync(path, "wx");
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Throws what the system says where a file could not be written: better before a statement is asked for than after. */
export function assertWritable(path: string): void {
  let nearest = path;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  accessSync(nearest, constants.W_OK);
}

/** Appends one line in one write, on a line of its own also where the last one was cut off. */
export function appendLine(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const start = endsInLine(path) ? "" : "\n";
  const handle = openSync(path, "a");
  try {
    writeSync(handle, `${start}${line}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function endsInLine(path: string): boolean {
  if (!existsSync(path)) return true;
  const { size } = statSync(path);
  if (size === 0) return true;
  const handle = openSync(path, "r");
  try {
    const last = Buffer.alloc(1);
    readSync(handle, last, 0, 1, size - 1);
    return last.toString() === "\n";
  } finally {
    closeSync(handle);
  }
}

/** A renamed file survives a power cut only once its folder is flushed; not every system allows that. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Windows cannot open folders; the file itself is flushed.
  }
}

const HOUR = 3_600_000;

/** Removes what processes that are gone have left in the work folder. */
export function clearWork(root: string): void {
  for (const name of leftIn(root))
    if (/\.(tmp|claim)$/.test(name) && !isAlive(root, name))
      rmSync(join(workFolder(root), name), { force: true });
}

/** Names of the files in the work folder. */
export const leftIn = (root: string): string[] =>
  existsSync(workFolder(root)) ? readdirSync(workFolder(root)) : [];

/** A name in the work folder that tells which process made it, and where. */
export function ownName(suffix: string): string {
  const name = `${process.pid}-${HERE}-${Date.now()}-${OWN.size}.${suffix}`;
  OWN.add(name);
  return name;
}

/**
 * Whether the process that made a file of the work folder may still be there. A process of another machine (the folder
 * may be shared) is taken to be, for an hour: nothing here works longer.
 */
export function isAlive(root: string, name: string): boolean {
  const made = statSync(join(workFolder(root), name), { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined || Date.now() - made > HOUR) return false;
  const [pid, host] = name.split("-");
  if (host === undefined) return false;
  if (host !== HERE) return true;
  // In a container the number of a process that is gone is often our own.
  return Number(pid) === process.pid ? OWN.has(name) : isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A killed process whose parent has not noticed yet still has its number; in containers nobody may ever notice. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}
