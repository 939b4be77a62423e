/** `lotbook export FORMAT`: files for other programs. */
import { writeFileSync } from "node:fs";
import { Argument, type Command } from "commander";
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
      if (options.output === undefined) print(text);
      else writeFileSync(options.output, text);
      if (leftOut.length > 0)
        console.error(
          `${counted(leftOut.length, "instrument")} left out; the file names them and says why.`,
        );
      process.exitCode = exitCodeOf(report.diagnostics);
    });
}
