/** `lotbook preview`: what a query delivers and what it lacks. Reads a file or downloads, and stores nothing. */
import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { refusalOf } from "../adapters/flex/accept.ts";
import { accountBook, type ListedAccount } from "../adapters/flex/accounts.ts";
import { type FlexDocument, readFlexFile } from "../adapters/flex/document.ts";
import { type Holdings, holdingsOf } from "../adapters/flex/holdings.ts";
import { lintQuery, type QueryReport, type SectionReport } from "../adapters/flex/lint.ts";
import { fieldLabel, pathToSection, sectionLabel } from "../adapters/flex/lint-portal.ts";
import { foreignAccounts } from "../adapters/ingest/guard.ts";
import { rawFile } from "../adapters/raw/store.ts";
import { listedAccounts, type Settings, settingsIn } from "../adapters/yaml/settings.ts";
import { type Amount, isKnown } from "../core/amount.ts";
import { easternDay } from "../core/dates.ts";
import { type Diagnostic, printed, type Staged, severityOf } from "../core/diagnostics.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { areMany, previewText } from "./preview-text.ts";
import { EXIT, HOME, isFolder, now, print } from "./run.ts";
import { refuse } from "./service.ts";

/**
 * Downloads the statement of a query and stores nothing: the query of the alias, else the only one. Answers the exit
 * code instead where there is none, after it has said why.
 */
export type PreviewDownload = (
  root: string,
  settings: Settings,
  alias: string | undefined,
  json: boolean,
) => Promise<Staged<FlexDocument | null> | number>;

/** A statement, what was noticed in it, and why it would not be stored. */
type Read = Staged<FlexDocument | null> & { readonly refusal?: Diagnostic | undefined };

interface Flags {
  readonly root: string;
  readonly file?: string;
  readonly json?: boolean;
}

const AFTER = `
Exit codes: 0 shown, whatever is missing; 2 the file is of an account that lotbook.yml does not list; 5 settings; 6 the
file is no statement, or not a complete one. docs/setup.md goes through the portal step by step.`;

/** Adds the command. Without a way to download, it reads files only. */
export function addPreview(program: Command, download: PreviewDownload | null = null): void {
  program
    .command("preview")
    .description("show the holdings that a query delivers, and what it lacks; stores nothing")
    .argument("[alias]", "only the query of this name")
    .option("--file <file>", "read this statement instead of downloading one")
    .option("--root <dir>", "where lotbook.yml is", HOME)
    .option("--json", "print { holdings, cash, sections, findings } as JSON")
    .addHelpText("after", AFTER)
    .action(async (alias: string | undefined, flags: Flags) => {
      process.exitCode = await run(alias, { ...flags, root: resolve(flags.root) }, download);
    });
}

async function run(
  alias: string | undefined,
  { root, file, json }: Flags,
  download: PreviewDownload | null,
): Promise<number> {
  if (!isFolder(root)) return EXIT.settings;
  const { value: settings, diagnostics } = settingsIn(root);
  if (diagnostics.length > 0) return refuse(EXIT.settings, diagnostics.map(printed), json);
  if (file === undefined && download === null)
    return refuse(EXIT.settings, ["Name a downloaded statement with --file."], json);
  const read: Read | number | undefined =
    file === undefined
      ? await download?.(root, settings, alias, json === true)
      : readStatement(file);
  if (read === undefined || typeof read === "number") return read ?? EXIT.settings;
  if (read.value === null) return refuse(EXIT.refused, read.diagnostics.map(printed), json);
  return printPreview(read.value, {
    json: json === true,
    diagnostics: read.diagnostics,
    refusal: read.refusal,
    listed: listedAccounts(settings),
    next: file === undefined ? "npm run lotbook -- fetch" : "npm run lotbook -- import FILE",
  });
}

/** A file as a document. The path is shown without account numbers, which names of downloads may hold. */
function readStatement(path: string): Read {
  const file = rawFile(dirname(resolve(path)), basename(path));
  if (file !== null) {
    const shown = { ...file, path: withoutAccountNumbers(file.path) };
    const read = readFlexFile(shown);
    if (read.value === null) return read;
    return { ...read, refusal: refusalOf(read.value, read.diagnostics, shown, easternDay(now())) };
  }
  const unreadable: Diagnostic = {
    code: "store/unreadable",
    message: `${withoutAccountNumbers(path)} could not be read`,
    at: [],
    hint: "check the path and its permissions",
  };
  return { value: null, diagnostics: [unreadable] };
}

export interface PreviewOptions {
  readonly json: boolean;
  /** The accounts of lotbook.yml; none: every account is welcome. */
  readonly listed?: readonly ListedAccount[];
  /** What was noticed while the document was read. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Why the statement would not be stored. */
  readonly refusal?: Diagnostic | undefined;
  /** The command that stores the statement. */
  readonly next?: string;
}

/**
 * Prints what a statement holds and what its query lacks, without any account number. Answers the exit code: 2 and
 * nothing printed where it is of an account that is not listed (`accounts/not-listed`), 6 where it would not be stored,
 * else 0.
 */
export function printPreview(document: FlexDocument, options: PreviewOptions): number {
  const { listed = [], diagnostics = [], next = "npm run lotbook -- fetch" } = options;
  const accounts = accountBook(listed, [document]);
  const foreign = foreignAccounts([document], accounts);
  if (foreign.length > 0) return refuse(EXIT.accountGuard, foreign.map(printed), options.json);
  const holdings = holdingsOf(document, accounts);
  const report = lintQuery(document, { diagnostics, listed });
  print(
    options.json
      ? JSON.stringify(previewJson(holdings, report))
      : previewText({ document, holdings, report, next, refusal: options.refusal }),
  );
  for (const one of diagnostics) if (severityOf(one) === "error") console.error(printed(one));
  const { refusal } = options;
  if (refusal === undefined) return EXIT.done;
  if (!diagnostics.includes(refusal)) console.error(printed(refusal));
  return EXIT.refused;
}

const amountJson = (amount: Amount) =>
  isKnown(amount) ? amount.toString() : { unknown: amount.unknown };

/** { holdings, cash, sections, findings }: decimals are strings, an unknown is { unknown: why }. */
function previewJson({ holdings, cash }: Holdings, { sections, findings }: QueryReport): unknown {
  return {
    holdings: isKnown(holdings)
      ? holdings.map(({ account, symbol, units, currency, conid }) => ({
          ...(areMany(holdings) ? { account } : {}),
          symbol,
          units: amountJson(units),
          currency,
          conid,
        }))
      : holdings,
    cash: isKnown(cash)
      ? cash.map(({ account, currency, amount }) => ({
          ...(areMany(cash) ? { account } : {}),
          currency,
          amount: amountJson(amount),
        }))
      : cash,
    sections: sections.map(sectionJson),
    findings,
  };
}

const sectionJson = (report: SectionReport) => ({
  section: report.container,
  portal: sectionLabel(report.container),
  state: report.state,
  rows: report.rows,
  severity: report.severity,
  without: report.without,
  levels: report.levels.map(({ need: { level, box, need }, state }) => ({
    level,
    portal: box,
    state,
    severity: need?.severity ?? null,
    without: need?.without ?? null,
  })),
  fields: report.fields.map(({ element, name, state, severity, without }) => ({
    field: `${element}.${name}`,
    portal: fieldLabel(name),
    state,
    severity,
    without,
  })),
  path: pathToSection(report.container),
});
