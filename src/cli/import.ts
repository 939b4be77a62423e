/** `lotbook import FILE…`: puts statements that were downloaded by hand into data/, after the checks of every download. */
import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { accountBook, ofListedAccounts } from "../adapters/flex/accounts.ts";
import { type FlexDocument, readFlexFile } from "../adapters/flex/document.ts";
import {
  contentHash,
  type RawFile,
  rawFile,
  storedPath,
  writeOnce,
} from "../adapters/raw/store.ts";
import { listedAccounts } from "../adapters/yaml/settings.ts";
import { type Diagnostic, printed } from "../core/diagnostics.ts";
import { readRepository } from "../pipeline.ts";
import { EXIT, exitCodeOf, HOME, now, print } from "./run.ts";
import { counted } from "./text.ts";

export function addImport(program: Command): void {
  program
    .command("import")
    .description("put downloaded statements into data/, with the same checks as a fetch")
    .argument("<file...>", "Activity Flex statements as XML")
    .option("--root <dir>", "where data/ and lotbook.yml are", HOME)
    .action((files: string[], { root }: { root: string }) => {
      if (!existsSync(root)) {
        console.error(`There is no folder ${root}; name the folder that holds data/ with --root.`);
        process.exitCode = EXIT.settings;
        return;
      }
      process.exitCode = importFiles(files, resolve(root));
    });
}

interface Candidate {
  readonly file: RawFile;
  readonly document: FlexDocument;
}

/** Checks all files first; where one is of another account, nothing at all is written. Answers the exit code. */
function importFiles(paths: readonly string[], root: string): number {
  const {
    settings,
    files: stored,
    diagnostics: problems,
  } = readRepository(root, {
    demo: "never",
    home: HOME,
    now: now(),
  });
  const settingsExit = exitCodeOf(problems.filter(({ code }) => code === "settings/invalid"));
  if (settingsExit !== EXIT.done) {
    for (const problem of problems) console.error(printed(problem));
    return settingsExit;
  }
  const candidates: Candidate[] = [];
  const refusals: Diagnostic[] = [];
  for (const path of paths) {
    const read = readCandidate(path);
    if ("code" in read) refusals.push(read);
    else candidates.push(read);
  }
  const known = stored.flatMap((file) => readFlexFile(file).value ?? []);
  const documents = candidates.map(({ document }) => document);
  const accounts = accountBook(listedAccounts(settings), [...known, ...documents]);
  const guard = ofListedAccounts(
    documents.flatMap(({ statements }) => statements),
    accounts,
  ).diagnostics;
  for (const refusal of [...refusals, ...guard]) console.error(printed(refusal));
  if (guard.length > 0) return EXIT.accountGuard;
  const contents = new Map(stored.map((file) => [contentHash(file.bytes), file.path]));
  for (const { file, document } of candidates) {
    const [first] = document.statements;
    const alias = first === undefined ? null : accounts.aliasOf(first.accountId);
    if (first === undefined || alias === null) continue;
    const content = contentHash(file.bytes);
    const same = contents.get(content);
    const last =
      document.statements
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? first.to;
    const target = storedPath(alias, last, first.generated, file.sha256);
    if (same === undefined) writeOnce(root, target, file.bytes);
    contents.set(content, same ?? target);
    print(
      same === undefined
        ? `stored ${target}`
        : `nothing new: the same statement is stored as ${same}`,
    );
  }
  return refusals.length === 0 ? EXIT.done : exitCodeOf(refusals) || EXIT.refused;
}

/** A complete Activity statement, or why the file is none. */
function readCandidate(path: string): Candidate | Diagnostic {
  const file = rawFile(dirname(resolve(path)), basename(path));
  if (file === null)
    return {
      code: "store/unreadable",
      message: `${path} could not be read`,
      at: [],
      hint: "check the path and its permissions",
    };
  const { value: document, diagnostics } = readFlexFile(file);
  const blocking = diagnostics.find(
    ({ code }) => code === "flex/statement-count" || code === "flex/bad-statement",
  );
  if (document === null || blocking !== undefined)
    return (
      blocking ??
      diagnostics[0] ?? { code: "flex/malformed", message: `${path} was refused`, at: [] }
    );
  if (document.type === "activity" && document.statements.length > 0) return { file, document };
  return {
    code: "flex/not-a-statement",
    message: `${basename(path)} is no Activity statement (${counted(document.statements.length, "statement")}, ${document.type})`,
    at: [{ file: file.path, line: 1 }],
    expected: "an Activity Flex statement",
    hint: "create an Activity Flex query in the portal and download it as XML",
  };
}
