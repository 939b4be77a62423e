/** What the build was made from: the commit of the repository, where there is one. */
import { execFileSync } from "node:child_process";

export interface Commit {
  /** Empty where it is not known. */
  readonly full: string;
  readonly short: string;
}

function headOf(folder: string): Commit {
  try {
    const git = ["-C", folder, "rev-parse", "HEAD"];
    const full = execFileSync("git", git, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return { full, short: full.slice(0, 7) };
  } catch {
    return { full: "", short: "an unknown commit" };
  }
}

export const commit: Commit = headOf(process.env["LOTBOOK_ROOT"] ?? process.cwd());
