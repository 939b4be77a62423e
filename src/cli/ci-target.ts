/** `lotbook ci target`: where a build may go, and whether it shows your figures or the demo account. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { visibilityOf } from "../adapters/github/visibility.ts";
import { settingsIn } from "../adapters/yaml/settings.ts";
import { printed } from "../core/diagnostics.ts";
import { readRepository } from "../pipeline.ts";
import { output, remark, summarize } from "./ci-output.ts";
import { withRootAlone } from "./ci-read.ts";
import { EXIT, HOME, isFolder, now } from "./run.ts";

/** Registers `lotbook ci target`. */
export function addTarget(ci: Command): void {
  withRootAlone(ci.command("target"))
    .description(
      "say where the built site may go: artifact or pages, your figures or the demo account",
    )
    .action(async ({ root }: { root: string }) => {
      if (!isFolder(root)) {
        process.exitCode = EXIT.settings;
        return;
      }
      const target = await targetOf(resolve(root));
      if (typeof target === "string") {
        summarize(`**Not published.** ${target}`);
        remark("error", target);
        process.exitCode = EXIT.settings;
        return;
      }
      const { to, demo } = target;
      const base = to === "pages" ? baseOf(process.env["GITHUB_REPOSITORY"] ?? "") : "/";
      output({ target: to, demo: String(demo), base });
      remark(
        "notice",
        `The site goes to ${to}, with ${demo ? "the demo account" : "your figures"}.`,
      );
    });
}

interface Target {
  readonly to: "artifact" | "pages";
  /** Whether the invented account is built, whatever there is under data/. */
  readonly demo: boolean;
}

/** Where to, or why nowhere. */
async function targetOf(root: string): Promise<Target | string> {
  const { value: settings, diagnostics } = settingsIn(root);
  if (diagnostics.length > 0) return diagnostics.map(printed).join("\n");
  const { to, as } = settings.publish;
  const { files } = readRepository(root, { demo: "never", home: HOME, now: now() });
  const demo = as === "demo" || files.length === 0;
  const visibility = await visibilityOf(process.env);
  if (demo || visibility === "private" || visibility === "local") return { to, demo };
  const who = {
    public: "everybody with an account at the forge",
    internal: "everybody at your organization",
    unknown: "nobody knows who",
  }[visibility];
  return [
    `The site shows your real figures, and ${who} could download it from a repository whose visibility is ${visibility}.`,
    "Look at it locally (npm start), serve it from a server of your own behind a password, or use members-only pages (docs/hosting.md says how);",
    "make the repository private; or publish the demo account: publish: { as: demo } in lotbook.yml.",
  ].join(" ");
}

/** GitHub Pages serve a repository below its name, except the one that is named after its owner. */
function baseOf(repository: string): string {
  const [owner = "", name = ""] = repository.split("/");
  return name === "" || name.toLowerCase() === `${owner.toLowerCase()}.github.io`
    ? "/"
    : `/${name}/`;
}
