/** `lotbook ci issues`: one issue per class of failure, opened, kept up to date and closed again. */
import type { Command } from "commander";
import { apiAddress, apiOf } from "../adapters/github/api.ts";
import { trackIssues } from "../adapters/github/issues.ts";
import { FAILURES, type Failure, type FailureName, failuresOf, notKnownIn } from "./ci-failures.ts";
import { remark } from "./ci-output.ts";
import { codeOf, type ExitOptions, reportIn, withExits } from "./ci-read.ts";
import { EXIT, isFolder, print } from "./run.ts";

/** Registers `lotbook ci issues`. */
export function addIssues(ci: Command): void {
  withExits(ci.command("issues"))
    .description(
      "open, update and close one issue per class of failure (GITHUB_TOKEN, GITHUB_REPOSITORY)",
    )
    .action(async ({ root, fetchExit, commitExit }: ExitOptions) => {
      if (!isFolder(root)) {
        process.exitCode = EXIT.settings;
        return;
      }
      const exits = { fetchExit: codeOf(fetchExit), commitExit: codeOf(commitExit) };
      const situation = { report: reportIn(root), ...exits };
      const failures = failuresOf(situation);
      print(
        failures.length === 0 ? "nothing to report" : failures.map(({ title }) => title).join("\n"),
      );
      await told(failures, notKnownIn(situation), process.env);
    });
}

/** Never fails: what cannot be told must not hide what happened. */
async function told(
  failures: readonly Failure[],
  unknown: readonly FailureName[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = environment;
  if (!repository || !token) return;
  const base = apiAddress(environment);
  const { changes, problem } = await trackIssues(apiOf({ base, repository, token }), {
    names: FAILURES,
    topics: failures,
    unknown,
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
