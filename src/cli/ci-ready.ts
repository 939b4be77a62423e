/** `lotbook ci ready`: whether there is anything to fetch, and whether this is a place for statements. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { type Visibility, visibilityOf } from "../adapters/github/visibility.ts";
import { listedAccounts, settingsIn } from "../adapters/yaml/settings.ts";
import { printed } from "../core/diagnostics.ts";
import { output, remark, summarize } from "./ci-output.ts";
import { withRootAlone } from "./ci-read.ts";
import { EXIT, isFolder } from "./run.ts";

/** Registers `lotbook ci ready`. */
export function addReady(ci: Command): void {
  withRootAlone(ci.command("ready"))
    .description(
      "say whether to fetch: not before lotbook.yml lists an account, and only in a private repository",
    )
    .action(async ({ root }: { root: string }) => {
      if (!isFolder(root)) {
        process.exitCode = EXIT.settings;
        return;
      }
      const verdict = await verdictOf(resolve(root));
      output({ ready: String(verdict.ready), report: String(verdict.report) });
      if (verdict.why !== "") summarize(`**${verdict.title}.** ${verdict.why}`);
      if (verdict.exit !== EXIT.done) remark("error", `${verdict.title}. ${verdict.why}`);
      else remark("notice", verdict.ready ? "Ready to fetch." : `${verdict.title}. ${verdict.why}`);
      process.exitCode = verdict.exit;
    });
}

interface Verdict {
  readonly ready: boolean;
  /** Whether issues may tell how it went. */
  readonly report: boolean;
  readonly exit: number;
  readonly title: string;
  readonly why: string;
}

async function verdictOf(root: string): Promise<Verdict> {
  const { value: settings, diagnostics } = settingsIn(root);
  const unset = diagnostics.length === 0 && listedAccounts(settings).length === 0;
  if (unset) return { ready: false, report: false, exit: EXIT.done, ...TEMPLATE };
  const visibility = await visibilityOf(process.env);
  if (visibility !== "private" && visibility !== "local")
    return { ready: false, report: false, exit: EXIT.settings, ...exposed(visibility) };
  if (diagnostics.length > 0)
    return {
      ready: false,
      report: true,
      exit: EXIT.settings,
      title: "lotbook.yml is not valid",
      why: diagnostics.map(printed).join("\n"),
    };
  return { ready: true, report: true, exit: EXIT.done, title: "", why: "" };
}

const TEMPLATE = {
  title: "Nothing to fetch yet",
  why: "lotbook.yml lists no account. List yours under accounts:, as docs/setup.md says, and the next run fetches its statements.",
};

/** Why statements are not fetched into a repository that others can read. */
function exposed(
  visibility: Exclude<Visibility, "private" | "local">,
): Pick<Verdict, "title" | "why"> {
  const title =
    visibility === "unknown"
      ? "It is not known whether this repository is private"
      : `This repository is ${visibility}`;
  return {
    title,
    why: [
      "Statements hold your account number, name and address, and every figure of your account; once pushed they stay in the history of every clone.",
      visibility === "unknown"
        ? "Give this step a token that may read the repository (GITHUB_TOKEN), so that it can ask."
        : "Make it private (Settings > General > Danger Zone > Change visibility), or work in a private copy.",
      "Nothing was asked of the broker.",
    ].join(" "),
  };
}
