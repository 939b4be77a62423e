/** `lotbook import FILE…`: puts statements that were downloaded by hand into data/, after the checks of every download. */
import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { acceptStatement } from "../adapters/flex/accept.ts";
import { accountBook } from "../adapters/flex/accounts.ts";
import { type FlexDocument, readFlexFile } from "../adapters/flex/document.ts";
import { foreignAccounts } from "../adapters/ingest/guard.ts";
import { type Kept, keep } from "../adapters/ingest/keep.ts";
import { rawFile, readStore } from "../adapters/raw/store.ts";
import { listedAccounts, type Settings, settingsIn } from "../adapters/yaml/settings.ts";
import { easternDay } from "../core/dates.ts";
import { printed, type Staged } from "../core/diagnostics.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { EXIT, exitCodeOf, HOME, isFolder, now, print } from "./run.ts";

export function addImport(program: Command): void {
  program
    .command("import")
    .description("put downloaded statements into data/, with the same checks as a fetch")
    .argument("<file...>", "Activity Flex statements as XML")
    .option("--root <dir>", "where data/ and lotbook.yml are", HOME)
    .action((files: string[], { root }: { root: string }) => {
      process.exitCode = isFolder(root) ? importFiles(files, resolve(root)) : EXIT.settings;
    });
}

interface Candidate {
  readonly bytes: Uint8Array;
  readonly document: FlexDocument;
}

/** Checks all files first; where one is of another account, nothing at all is written. Answers the exit code. */
function importFiles(paths: readonly string[], root: string): number {
  const { value: settings, diagnostics: problems } = settingsIn(root);
  for (const problem of problems) console.error(printed(problem));
  if (problems.length > 0) return EXIT.settings;
  const read = paths.map(readCandidate);
  const candidates = read.flatMap(({ value }) => value ?? []);
  const refusals = read.flatMap(({ diagnostics }) => diagnostics);
  const documents = candidates.map(({ document }) => document);
  const accounts = accountBook(listedAccounts(settings), [...stored(root, settings), ...documents]);
  const foreign = foreignAccounts(documents, accounts);
  for (const refusal of [...refusals, ...foreign]) console.error(printed(refusal));
  if (foreign.length > 0) {
    console.error("Nothing was written.");
    return EXIT.accountGuard;
  }
  for (const { bytes, document } of candidates) {
    const [first] = document.statements;
    const alias = first === undefined ? null : accounts.aliasOf(first.accountId);
    const { outcome, path } = keep(root, alias ?? "", bytes, document);
    print(TEXT[outcome](path));
  }
  return refusals.length === 0 ? EXIT.done : exitCodeOf(refusals) || EXIT.refused;
}

const TEXT: Readonly<Record<Kept["outcome"], (path: string | null) => string>> = {
  stored: (path) => `stored ${path}`,
  unchanged: (path) => `nothing new: the same statement is stored as ${path}`,
  empty: () => "nothing new: the file holds no statement",
};

/** With no accounts listed, aliases are given in the order in which accounts appear in all statements. */
const stored = (root: string, settings: Settings): FlexDocument[] =>
  listedAccounts(settings).length > 0
    ? []
    : readStore(root).value.flatMap((file) => readFlexFile(file).value ?? []);

/** A complete Activity statement, or why the file is none. */
function readCandidate(path: string): Staged<Candidate | null> {
  const file = rawFile(dirname(resolve(path)), basename(path));
  if (file === null)
    return {
      value: null,
      diagnostics: [
        {
          code: "store/unreadable",
          message: `${withoutAccountNumbers(path)} could not be read`,
          at: [],
          hint: "check the path and its permissions",
        },
      ],
    };
  const shown = { ...file, path: withoutAccountNumbers(file.path) };
  const { value: document, diagnostics } = acceptStatement(shown, easternDay(now()));
  if (document === null) return { value: null, diagnostics };
  return { value: { bytes: file.bytes, document }, diagnostics: [] };
}
