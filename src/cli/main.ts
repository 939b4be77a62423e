/** The command line. Each command is a file of its own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { readToken } from "../adapters/service/token.ts";
import { addCheck } from "./check.ts";
import { addCi } from "./ci.ts";
import { addCommit } from "./commit.ts";
import { addCoverage } from "./coverage.ts";
import { addDiff } from "./diff.ts";
import { addDigest } from "./digest.ts";
import { addExplain } from "./explain.ts";
import { addExport } from "./export.ts";
import { addFetch } from "./fetch.ts";
import { addImport } from "./import.ts";
import { addPreview } from "./preview.ts";
import { downloadForPreview } from "./preview-download.ts";
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
addDigest(program);
addDiff(program);
addExport(program);
addFetch(program);
addPreview(program, downloadForPreview);
addImport(program);
addCoverage(program);
addCommit(program);
addCi(program);

/** A defect of ours with its stack, or what the system refused, without the token that an error about a request may hold. */
function fail(error: unknown): void {
  const isOfSystem = error instanceof Error && "syscall" in error;
  const text = isOfSystem
    ? `${error.message}; is the disk full, or the folder not yours to write?`
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  const token = readToken(process.env);
  console.error(typeof token === "string" ? text : token.mask(text));
  process.exitCode = EXIT.defect;
}

process.on("uncaughtException", fail);
// The launcher was killed, so this process is not wanted any more.
process.once("disconnect", () => process.exit(EXIT.defect));
process.channel?.unref();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.settings;
  else fail(error);
}
