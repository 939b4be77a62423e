/**
 * The fake Flex service by hand, for trying `lotbook fetch` without a token of the broker:
 * `node bin/launch.js src/fakes/serve.ts --token T --query ID`. It serves an invented account up to yesterday.
 */
import { existsSync, readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { startFlexService } from "./flex-service.ts";
import { historySource } from "./statement.ts";

interface ServeOptions {
  readonly token: string;
  readonly query: string;
  readonly port?: number;
  readonly statement?: string;
  readonly polls: number;
}

/** A whole number of zero or more. */
function count(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError("Not a whole number.");
  return +text;
}

const today = (): string => new Date().toISOString().slice(0, 10);

await new Command("serve")
  .description("serve invented statements the way the broker's Flex Web Service does")
  .requiredOption("--token <token>", "the token that it takes")
  .requiredOption("--query <id>", "the query that it knows")
  .option("--port <number>", "default: any that is free", count)
  .option("--statement <file>", "serve this file instead of the invented account")
  .option("--polls <number>", "how often it says that a statement is not ready", count, 1)
  .action(async ({ token, query, port, statement, polls }: ServeOptions) => {
    if (statement !== undefined && !existsSync(statement)) {
      console.error(`There is no file ${statement}.`);
      process.exitCode = 5;
      return;
    }
    const source = statement === undefined ? historySource({ today }) : readFileSync(statement);
    const service = await startFlexService({
      tokens: [token],
      queries: { [query]: source },
      pollsUntilReady: polls,
      ...(port !== undefined && { port }),
    });
    console.log(`IBKR_FLEX_BASE_URL=${service.baseUrl}`);
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => service.close());
  })
  .parseAsync();
