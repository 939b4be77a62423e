/** `lotbook fetch [ALIAS]`: downloads the statement of each query, checks it and stores it in data/. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { accountBook } from "../adapters/flex/accounts.ts";
import { type Fetched, type FetchResult, fetchAll } from "../adapters/ingest/fetch.ts";
import { alone } from "../adapters/raw/claim.ts";
import { isShort } from "../adapters/raw/runs.ts";
import { listedAccounts, settingsIn } from "../adapters/yaml/settings.ts";
import type { Days } from "../core/dates.ts";
import { printed } from "../core/diagnostics.ts";
import { gapsByQuery } from "../pipeline.ts";
import { EXIT, HOME, isFolder, now, print, worst } from "./run.ts";
import { exitOfFailure, failureLines, queriesOf, serviceOf, statusPrinter } from "./service.ts";

interface FetchFlags {
  readonly root: string;
  readonly force?: boolean;
  readonly fillGaps?: boolean;
  readonly json?: boolean;
}

const AFTER = `
The token comes from IBKR_FLEX_TOKEN or the file that IBKR_FLEX_TOKEN_FILE names, the queries from lotbook.yml
(flex: queries:) or IBKR_FLEX_QUERY_ID. Exit codes: 0 done, or nothing new; 2 a statement of an account that
lotbook.yml does not list; 3 the token was refused; 4 not ready, try at the next schedule; 5 settings; 6 the answer was
no complete statement.`;

export function addFetch(program: Command): void {
  program
    .command("fetch")
    .description(
      "download the statement of each query, check it and store it in data/; safe to repeat",
    )
    .argument("[alias]", "only the query of this name")
    .option("--root <dir>", "where data/ and lotbook.yml are", HOME)
    .option(
      "--force",
      "ask also where today's statement is here, or where the service should be left alone for a while",
    )
    .option(
      "--fill-gaps",
      "ask for days that no stored statement covers, instead of the newest ones",
    )
    .option("--json", "print what was done as JSON")
    .addHelpText("after", AFTER)
    .action(async (only: string | undefined, flags: FetchFlags) => {
      process.exitCode = await run(only, { ...flags, root: resolve(flags.root) });
    });
}

async function run(only: string | undefined, flags: FetchFlags): Promise<number> {
  const { root } = flags;
  if (!isFolder(root)) return EXIT.settings;
  const { value: settings, diagnostics } = settingsIn(root);
  for (const diagnostic of diagnostics) console.error(printed(diagnostic));
  if (diagnostics.length > 0) return EXIT.settings;
  const queries =
    Object.keys(settings.accounts).length === 0
      ? "lotbook.yml lists no accounts: list yours under accounts:, so that a statement of another one is refused"
      : queriesOf(settings, process.env, only);
  if (typeof queries === "string") {
    console.error(`${queries}. docs/setup.md goes through it step by step.`);
    return EXIT.settings;
  }
  const service = serviceOf(process.env);
  if (service === null) return EXIT.settings;
  const fetched = await alone(root, () =>
    fetchAll({
      root,
      queries,
      window: settings.flex.window,
      gaps: flags.fillGaps === true ? gapsByQuery(root, Object.keys(queries), now()) : null,
      force: flags.force === true,
      accounts: accountBook(listedAccounts(settings), []),
      service,
      now,
      onStatus: statusPrinter((text) => service.token.mask(text)),
    }),
  );
  if (fetched !== null) return said(fetched, flags);
  console.error("Another fetch of this folder is running; this one did nothing.");
  return EXIT.notReady;
}

function said(fetched: Fetched, { json }: FetchFlags): number {
  if ("foreign" in fetched) {
    for (const diagnostic of fetched.foreign) console.error(printed(diagnostic));
    console.error("Nothing was written.");
    return EXIT.accountGuard;
  }
  if (json) print(JSON.stringify({ queries: fetched.results.map(resultJson) }));
  for (const one of fetched.results)
    for (const line of resultText(one)) {
      if (json || one.result.outcome === "failed") console.error(line);
      else print(line);
    }
  return worst(fetched.results.map(exitOf));
}

function exitOf({ result }: FetchResult): number {
  if (result.outcome === "failed") return exitOfFailure(result.failure);
  if (result.outcome === "not asked" && result.restraint.kind === "wait") return EXIT.notReady;
  return EXIT.done;
}

function resultText({ query, asked, result }: FetchResult): string[] {
  switch (result.outcome) {
    case "failed":
      return failureLines(query, result.failure);
    case "not asked":
      return [`${query}: not asked, because ${result.restraint.why} (--force asks all the same)`];
    case "empty":
      return [
        `${query}: the answer holds no statement; nothing happened, or the query covers no account`,
      ];
    default: {
      const { received, path, outcome, notes } = result;
      const what =
        outcome === "stored"
          ? `stored ${path}`
          : `nothing new: the same figures are stored as ${path}`;
      return [
        `${query}: ${what} (${daysText(received)})`,
        ...(asked !== null && received !== null && isShort(asked, received)
          ? [`  warning: asked for ${daysText(asked)}`]
          : []),
        ...notes.map((note) => `  warning: ${note}`),
      ];
    }
  }
}

const daysText = (days: Days | null): string =>
  days === null ? "the query's own period" : `${days.from} to ${days.to}`;

/** The same for programs. A query is named by its alias; no number, no token. */
function resultJson({ query, asked, result }: FetchResult): unknown {
  switch (result.outcome) {
    case "failed": {
      const { kind, code, message, hint } = result.failure;
      return { query, outcome: kind, code, message, hint };
    }
    case "not asked":
      return { query, outcome: result.outcome, message: result.restraint.why };
    default: {
      const { outcome, path, received, notes } = result;
      return { query, outcome, file: path, asked, received, notes };
    }
  }
}
