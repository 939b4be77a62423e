/** `lotbook ci issues`: one issue per class of failure, opened, kept up to date and closed again. */
import type { Command } from "commander";
import { apiOf } from "../adapters/github/api.ts";
import { trackIssues } from "../adapters/github/issues.ts";
import { FAILURES, type Failure, failuresOf } from "./ci-failures.ts";
import { remark } from "./ci-output.ts";
import { codeOf, type ExitOptions, exitCode, reportIn, withRootAlone } from "./ci-read.ts";
import { EXIT, isFolder, print } from "./run.ts";

interface IssuesOptions extends ExitOptions {
  readonly commitExit?: string;
}

/** Registers `lotbook ci issues`. */
export function addIssues(ci: Command): void {
  withRootAlone(ci.command("issues"))
    .description(
      "open, update and close one issue per class of failure (GITHUB_TOKEN, GITHUB_REPOSITORY)",
    )
    .option("--fetch-exit <code>", "how the fetch ended", exitCode)
    .option("--commit-exit <code>", "how the commit ended", exitCode)
    .action(async ({ root, fetchExit, commitExit }: IssuesOptions) => {
      if (!isFolder(root)) {
        process.exitCode = EXIT.settings;
        return;
      }
      const exits = { fetchExit: codeOf(fetchExit), commitExit: codeOf(commitExit) };
      const failures = failuresOf({ report: reportIn(root), ...exits });
      print(
        failures.length === 0 ? "nothing to report" : failures.map(({ title }) => title).join("\n"),
      );
      await told(failures, process.env);
    });
}

/** Never fails: what cannot be told must not hide what happened. */
async function told(failures: readonly Failure[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { GITHUB_API_URL, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = environment;
  if (!repository || !token) return;
  const base = GITHUB_API_URL || "https://api.github.com";
  const { changes, problem } = await trackIssues(apiOf({ base, repository, token }), {
    names: FAILURES,
    topics: failures,
    footer: runLink(environment),
  });
  for (const { topic, done } of changes) print(`issue ${topic}: ${done}`);
  if (problem !== null)
    remark("warning", `The issues could not be brought up to date: ${problem}.`);
}

/** Where the run can be looked at. */
function runLink(environment: NodeJS.ProcessEnv): string {
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: run,
  } = environment;
  return server && repository && run
    ? `[The run that wrote this](${server}/${repository}/actions/runs/${run})`
    : "Written by a run of Lotbook.";
}
