/** The command line. Each command is a file of its own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { addCheck } from "./check.ts";
import { addExplain } from "./explain.ts";
import { addImport } from "./import.ts";
import { addReport } from "./report.ts";
import { EXIT, HOME } from "./run.ts";

const { version } = JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")) as {
  version: string;
};

const program = new Command("lotbook")
  .description(
    "A portfolio ledger for Interactive Brokers accounts that lives in a git repository.",
  )
  .version(version)
  .showHelpAfterError("(add --help to see what the command takes)")
  .exitOverride();

addReport(program);
addCheck(program);
addExplain(program);
addImport(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.settings;
  else {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = EXIT.defect;
  }
}
