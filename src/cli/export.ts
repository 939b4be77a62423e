/** `lotbook export FORMAT`: files for other programs. */
import { resolve } from "node:path";
import { Argument, type Command } from "commander";
import { replaceFile } from "../adapters/raw/files.ts";
import { beancountFile } from "../exports/beancount.ts";
import { EXIT, exitCodeOf, print, type RootOptions, reportOf, withRoot } from "./run.ts";
import { counted } from "./text.ts";

interface ExportOptions extends RootOptions {
  readonly account?: string;
  readonly output?: string;
}

/** Registers `lotbook export`. */
export function addExport(program: Command): void {
  withRoot(program.command("export"))
    .description("print what happened as a file for another program (docs/export.md)")
    .addArgument(new Argument("<format>", "of the file").choices(["beancount"]))
    .option("--account <alias>", "of one account; of all of them where left out")
    .option("--output <file>", "write to a file instead of printing")
    .action((_format: string, options: ExportOptions) => {
      const report = reportOf(options);
      if (report === null) return;
      const aliases = report.accounts.map(({ account }) => account);
      const account = aliases.find((alias) => alias === options.account);
      if (options.account !== undefined && account === undefined) {
        console.error(`There is no account ${options.account}; there is ${aliases.join(", ")}.`);
        process.exitCode = EXIT.settings;
        return;
      }
      const { text, leftOut } = beancountFile(report, account);
      process.exitCode = exitCodeOf(report.diagnostics);
      if (options.output === undefined) print(text);
      else if (!written(options.output, text)) process.exitCode = EXIT.settings;
      if (leftOut.length > 0)
        console.error(
          `${counted(leftOut.length, "instrument")} left out; the file names them and says why.`,
        );
    });
}

/** Replaces the file as a whole; says why where that is not possible. */
function written(file: string, text: string): boolean {
  try {
    replaceFile(resolve(file), text);
    return true;
  } catch (error) {
    console.error(`The export was not written to ${file}: ${(error as Error).message}.`);
    return false;
  }
}
