/** From the committed files to everything that pages, exports and commands print. */
import { join } from "node:path";
import { type AccountBook, accountBook, ofListedAccounts } from "./adapters/flex/accounts.ts";
import { collect } from "./adapters/flex/collect.ts";
import { type FlexDocument, readFlexFile } from "./adapters/flex/document.ts";
import { checkNeeds, unusedRows } from "./adapters/flex/needs.ts";
import { runDiagnostics, tokenDiagnostics } from "./adapters/raw/run-state.ts";
import { type Run, readRuns } from "./adapters/raw/runs.ts";
import { type RawFile, readStore } from "./adapters/raw/store.ts";
import type { ActionDecision } from "./adapters/yaml/corporate-actions.ts";
import { readLabels } from "./adapters/yaml/labels.ts";
import { listedAccounts, type Settings, settingsIn } from "./adapters/yaml/settings.ts";
import { analyze } from "./analytics/analyze.ts";
import type { Report } from "./analytics/report.ts";
import { type Days, dayOf, type IsoDateTime } from "./core/dates.ts";
import { type Diagnostic, inOrder, masked } from "./core/diagnostics.ts";
import { compareText } from "./core/ids.ts";
import { gapsToFill } from "./events/coverage.ts";
import { accountsOf } from "./events/ingestion.ts";
import { book } from "./ledger/book.ts";
import { countByRule } from "./ledger/checks.ts";
import { LOT_METHODS } from "./ledger/lot-methods/methods.ts";
import { differences, reconcile } from "./ledger/reconcile.ts";
import { type Waiver, withWaivers } from "./ledger/waivers.ts";
import { type MappedRows, mapRows } from "./mappers/map.ts";

export { attributeMeanings } from "./adapters/flex/catalogue.ts";
export { inputsIn } from "./adapters/yaml/in-force.ts";
export type { Report };

export interface ReportInput {
  readonly files: readonly RawFile[];
  readonly settings: Settings;
  /** Differences that the user accepts. */
  readonly waivers: readonly Waiver[];
  /** What the user decided about corporate actions. */
  readonly decisions: readonly ActionDecision[];
  /** The log of ingestion runs, oldest first. */
  readonly runs: readonly Run[];
  /** Whether the files are those of the demo account. */
  readonly demo: boolean;
  /** What was noticed while reading from disk. */
  readonly diagnostics: readonly Diagnostic[];
  /** The build's clock. */
  readonly now: IsoDateTime;
  /** Told the name of each stage as it starts. */
  readonly onStage?: (name: string) => void;
}

/** Where the demo account lies: a root of its own, with data and settings. */
export const DEMO_ROOT = "fixtures/demo";

export interface ReadOptions {
  /** `only`: the demo account; `fallback`: the demo account where there is no statement; `never`: what is there. */
  readonly demo: "only" | "fallback" | "never";
  /** Where Lotbook itself lies, for the demo account. */
  readonly home: string;
  readonly now: IsoDateTime;
}

/** Reads settings and raw files from disk; everything after this is pure. */
export function readRepository(root: string, { demo, home, now }: ReadOptions): ReportInput {
  if (demo === "only") return { ...readRoot(join(home, DEMO_ROOT), now), demo: true };
  const own = readRoot(root, now);
  if (
    demo === "never" ||
    own.files.length > 0 ||
    own.diagnostics.some(({ code }) => code.startsWith("store/"))
  )
    return own;
  return { ...readRoot(join(home, DEMO_ROOT), now), demo: true };
}

function readRoot(root: string, now: IsoDateTime): ReportInput {
  const store = readStore(root);
  const runs = readRuns(root);
  const settings = settingsIn(root);
  const labels = readLabels(root);
  return {
    files: store.value,
    settings: settings.value,
    waivers: labels.value.waivers,
    decisions: labels.value.decisions,
    runs: runs.value,
    demo: false,
    diagnostics: [
      ...store.diagnostics,
      ...settings.diagnostics,
      ...labels.diagnostics,
      ...runs.diagnostics,
    ],
    now,
  };
}

/** From the committed files to the report. Pure: same files, same settings, same clock, same report. */
export function buildReport(input: ReportInput): Report {
  const stage = input.onStage ?? (() => {});
  const { mapped, accountNumbers, files, diagnostics: reading } = readEvents(input);
  const { events, instruments, windows } = mapped;
  stage(`booking ${events.length} events`);
  const ledger = book({
    ...mapped,
    methodOf: methodFor(input.settings),
    decisions: input.decisions,
  });
  stage("comparing with the broker");
  const { tolerances } = input.settings;
  const reconciled = reconcile({ ...mapped, ledger: ledger.value, tolerances });
  const checks = withWaivers(reconciled.value, input.waivers, dayOf(input.now));
  stage("computing figures");
  const figures = analyze({ ...mapped, ledger: ledger.value });
  return {
    ...figures,
    builtAt: input.now,
    demo: input.demo,
    summary: countByRule(checks.value),
    checks: checks.value,
    diagnostics: inOrder(
      [
        ...reading,
        ...runDiagnostics(input.runs),
        ...tokenDiagnostics(input.settings.flex.tokenExpires, input.now),
        ...namesWithoutMatch(input.settings, mapped),
        ...ledger.diagnostics,
        ...reconciled.diagnostics,
        ...checks.diagnostics,
        ...differences(checks.value, instruments),
      ].map(masked),
    ),
    restatements: mapped.restatements,
    events,
    instruments,
    ledger: ledger.value,
    windows,
    ingestion: {
      runs: input.runs,
      queries: Object.keys(input.settings.flex.queries),
      tokenExpires: input.settings.flex.tokenExpires ?? null,
    },
    files,
    accountNumbers,
  };
}

interface ReadEvents {
  readonly mapped: MappedRows;
  readonly files: Report["files"];
  readonly accountNumbers: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The first half of the way: from bytes to events and what the broker asserts. */
export function readEvents(input: ReportInput): ReadEvents {
  const stage = input.onStage ?? (() => {});
  stage(`reading ${input.files.length} ${input.files.length === 1 ? "file" : "files"}`);
  const read = readFiles(input.files);
  const listed = listedAccounts(input.settings);
  const accounts = accountBook(listed, read.documents);
  const statements = ofListedAccounts(
    read.documents.flatMap((document) => document.statements),
    accounts,
  );
  stage("merging rows");
  const merging: Diagnostic[] = [];
  const rows = collect(statements.kept, accounts, (diagnostic) => merging.push(diagnostic));
  stage("mapping rows to events");
  const mapped = mapRows(rows, (alias) => listed.find((one) => one.alias === alias)?.name ?? alias);
  const refused = new Set(statements.diagnostics.map(({ at }) => at[0]?.file));
  return {
    mapped: mapped.value,
    files: read.files.map((file) => ({ ...file, refused: file.refused || refused.has(file.path) })),
    accountNumbers: numbersOf(accounts, read.documents),
    diagnostics: [
      ...input.diagnostics,
      ...read.diagnostics,
      ...statements.diagnostics,
      ...unusedRows(statements.kept),
      ...merging,
      ...accounts.refusedRows,
      ...mapped.diagnostics,
      ...(input.files.length === 0 ? [NO_STATEMENT] : []),
    ],
  };
}

/** The days that a fetch could still bring, by alias of the query: those that no stored statement proves for its accounts. */
export function gapsByQuery(
  root: string,
  queries: readonly string[],
  now: IsoDateTime,
): Readonly<Record<string, readonly Days[]>> {
  const { windows } = readEvents(readRoot(root, now)).mapped;
  return Object.fromEntries(
    queries.map((query) => [
      query,
      accountsOf(query, queries, windows).flatMap((account) => gapsToFill(windows, account)),
    ]),
  );
}

const NO_STATEMENT: Diagnostic = {
  code: "store/empty",
  message: "there is no statement under data/",
  at: [],
  hint: "import one with `npm run lotbook -- import FILE`, or look at the demo account with --demo",
};

interface ReadFiles {
  readonly documents: readonly FlexDocument[];
  readonly files: Report["files"];
  readonly diagnostics: readonly Diagnostic[];
}

function readFiles(files: readonly RawFile[]): ReadFiles {
  const documents: FlexDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const reports: Report["files"][number][] = [];
  for (const file of files.toSorted((a, b) => compareText(a.path, b.path))) {
    const document = readFlexFile(file);
    diagnostics.push(...document.diagnostics);
    reports.push({ ...file, refused: document.value === null });
    if (document.value === null) continue;
    documents.push(document.value);
    diagnostics.push(...checkNeeds(document.value.statements));
  }
  return { documents, files: reports, diagnostics };
}

const methodFor =
  ({ lots }: Settings): Parameters<typeof book>[0]["methodOf"] =>
  (account, { id, symbol }) =>
    LOT_METHODS[
      lots.instruments[id] ?? lots.instruments[symbol] ?? lots.accounts[account] ?? lots.method
    ];

/** Names under `lots:` that are no account, conid or symbol: a typing error would silently choose another method. */
function namesWithoutMatch(
  { lots }: Settings,
  { accounts, instruments }: MappedRows,
): Diagnostic[] {
  const known = new Set<string>([
    ...accounts.map(({ alias }) => alias),
    ...[...instruments.values()].flatMap(({ id, symbol }) => [id, symbol]),
  ]);
  return [...Object.keys(lots.accounts), ...Object.keys(lots.instruments)]
    .filter((name) => !known.has(name))
    .map((name) => ({
      code: "settings/matches-nothing",
      message: `${name} under lots: in lotbook.yml is no account and no instrument`,
      at: [{ file: "lotbook.yml", line: 1 }],
      hint: "write the alias of an account, or the symbol or conid of an instrument, as the statements have it",
    }));
}

/** Every account number that occurs, for masking. */
const numbersOf = (
  accounts: AccountBook,
  documents: readonly FlexDocument[],
): readonly string[] => [
  ...new Set([
    ...accounts.numbers,
    ...documents.flatMap(({ statements }) => statements.map(({ accountId }) => accountId)),
  ]),
];
