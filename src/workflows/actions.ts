/** Small stand-ins for the actions that our workflows use, and for `npm ci`. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Situation } from "./runner.ts";

export interface Place extends Situation {
  /** The job's own folder, and the checkout in it. */
  readonly folder: string;
  readonly workspace: string;
  readonly artifacts: Map<string, string>;
}

type Inputs = Readonly<Record<string, string>>;
type Action = (inputs: Inputs, place: Place) => Record<string, string>;

const ACTIONS: Readonly<Record<string, Action>> = {
  "actions/checkout": checkout,
  "actions/setup-node": () => ({}),
  "actions/upload-artifact": ({ name = "artifact", path = "" }, place) => upload(name, path, place),
  "actions/upload-pages-artifact": ({ path = "" }, place) => upload("github-pages", path, place),
  "actions/deploy-pages": () => ({ page_url: "https://someone.github.io/portfolio/" }),
};

/** Does what an action would do; answers its outputs. */
export function performAction(uses: string, inputs: Inputs, place: Place): Record<string, string> {
  const action = ACTIONS[uses.split("@")[0] ?? ""];
  if (action === undefined) throw new Error(`no stand-in for ${uses}`);
  return action(inputs, place);
}

/** A branch with its upstream, or a commit alone; of the history before it as many commits as are asked for. */
function checkout(
  { ref = "", "fetch-depth": depth = "1" }: Inputs,
  { workspace, remote, branch }: Place,
): Record<string, string> {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", workspace, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  git("init", "--quiet", "--initial-branch", branch);
  git("remote", "add", "origin", `file://${remote}`);
  if (/^[0-9a-f]{40}$/.test(ref)) {
    git("fetch", "--quiet", `--depth=${depth}`, "origin", ref);
    git("checkout", "--quiet", "--detach", "FETCH_HEAD");
  } else {
    const name = ref.replace("refs/heads/", "") || branch;
    git(
      "fetch",
      "--quiet",
      `--depth=${depth}`,
      "origin",
      `+refs/heads/${name}:refs/remotes/origin/${name}`,
    );
    git("checkout", "--quiet", "-B", name, `refs/remotes/origin/${name}`);
  }
  return {};
}

function upload(
  name: string,
  path: string,
  { workspace, folder, artifacts }: Place,
): Record<string, string> {
  const target = join(folder, `artifact-${name}`);
  if (!existsSync(join(workspace, path))) throw new Error(`there is no ${path} to upload`);
  cpSync(join(workspace, path), target, { recursive: true });
  artifacts.set(name, target);
  return {};
}

/** Commands that would run the tests within the tests. */
const LEFT_OUT = ["npm run lint", "npm test"];

/** `npm ci` as links to the packages that are installed here. Answers whether the script has a stand-in. */
export function standIn(script: string, { workspace }: Place): boolean {
  if (LEFT_OUT.includes(script.trim())) return true;
  if (script.trim() !== "npm ci") return false;
  const own = resolve("node_modules");
  mkdirSync(join(workspace, "node_modules"));
  for (const name of readdirSync(own))
    if (!/^\.(astro|vite)/.test(name))
      symlinkSync(join(own, name), join(workspace, "node_modules", name));
  return true;
}
