/** `lotbook fetch [ALIAS]`: downloads the statement of each query, checks it and stores it in data/. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { accountBook } from "../adapters/flex/accounts.ts";
import { type Fetched, type FetchResult, fetchAll } from "../adapters/ingest/fetch.ts";
import { alone } from "../adapters/raw/claim.ts";
import { listedAccounts, settingsIn } from "../adapters/yaml/settings.ts";
import type { Days } from "../core/dates.ts";
import { printed } from "../core/diagnostics.ts";
import { gapsByQuery } from "../pipeline.ts";
import { EXIT, HOME, isFolder, now, print, worst } from "./run.ts";
import {
  exitOfFailure,
  failureLines,
  queriesOf,
  refuse,
  serviceOf,
  statusPrinter,
} from "./service.ts";

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
  const { root, json } = flags;
  if (!isFolder(root)) return EXIT.settings;
  const { value: settings, diagnostics } = settingsIn(root);
  if (diagnostics.length > 0) return refuse(EXIT.settings, diagnostics.map(printed), json);
  const queries =
    Object.keys(settings.accounts).length === 0
      ? NO_ACCOUNTS
      : queriesOf(settings, process.env, only);
  if (typeof queries === "string") return refuse(EXIT.settings, [`${queries}. ${GUIDE}`], json);
  const service = serviceOf(process.env);
  if (typeof service === "string") return refuse(EXIT.settings, [`${service}. ${GUIDE}`], json);
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
  return refuse(
    EXIT.notReady,
    ["Another fetch of this folder is running; this one did nothing."],
    json,
  );
}

const GUIDE = "docs/setup.md goes through it step by step.";
const NO_ACCOUNTS =
  "lotbook.yml lists no accounts: list yours under accounts:, so that a statement of another one is refused";

function said(fetched: Fetched, { json }: FetchFlags): number {
  if ("foreign" in fetched) {
    const met = fetched.failures.flatMap(({ query, failure }) => failureLines(query, failure));
    return refuse(
      EXIT.accountGuard,
      [...fetched.foreign.map(printed), ...met, "Nothing was written."],
      json,
    );
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
  if (result.outcome === "not asked" && result.restraint.kind !== "done") return EXIT.notReady;
  return EXIT.done;
}

function resultText({ query, result }: FetchResult): string[] {
  switch (result.outcome) {
    case "failed":
      return failureLines(query, result.failure);
    case "not asked":
      return [`${query}: not asked, because ${result.restraint.why}`];
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
