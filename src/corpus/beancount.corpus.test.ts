/** Beancount as a second opinion: booked by it first in, first out, the events give the same lots and gains. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../analytics/report.ts";
import { isKnown } from "../core/amount.ts";
import { dayOf } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import { beancountFile } from "../exports/beancount.ts";
import { Deliveries } from "../ledger/deliveries.ts";
import type { Holding } from "../ledger/ledger.ts";
import { reportOfBytes, reportOfFiles } from "./files.ts";
import type { Truth } from "./truth.ts";

const PYTHON = "/usr/bin/python3";
const installed =
  spawnSync("bean-check", ["--help"]).status === 0 &&
  spawnSync(PYTHON, ["-c", "import beancount"]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "beancount-"));
afterAll(() => rmSync(folder, { recursive: true }));

const xmlUnder = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".xml"))
        .map((name) => join(path, name))
        .sort()
    : [];

const SAMPLES = ["plain-usd", "full-usd", "full-gbp-overlap", "faults/none"].map((name) =>
  join("../shared/samples", name),
);

/** What `oracle.py` prints. */
interface Answer {
  readonly errors: readonly string[];
  readonly lots: readonly Row[];
  readonly closed: readonly Row[];
  readonly gains: Readonly<Record<string, string>>;
}

interface Row {
  readonly event?: string;
  readonly date?: string;
  readonly commodity: string;
  readonly label: string;
  readonly quantity: string;
  readonly basis: string;
}

/** Beancount's answer to a file. */
function ask(text: string, name: string): Answer {
  const path = write(text, name);
  const { stdout, stderr, status } = spawnSync(PYTHON, ["src/corpus/oracle.py", path], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as Answer;
}

function write(text: string, name: string): string {
  const path = join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, "-")}.beancount`);
  writeFileSync(path, text);
  return path;
}

/** Figures by name, of one side. */
type Figures = ReadonlyMap<string, Decimal>;

function summed(entries: readonly (readonly [name: string, value: Decimal])[]): Figures {
  const sums = new Map<string, Decimal>();
  for (const [name, value] of entries) sums.set(name, (sums.get(name) ?? Decimal.zero).plus(value));
  return sums;
}

const CLOSE = Decimal.of("0.000001");

/** What the two sides have different, or only one of them has. */
function apart(theirs: Figures, ours: Figures): string[] {
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((name) => {
    const [a, b] = [theirs.get(name) ?? Decimal.zero, ours.get(name) ?? Decimal.zero];
    return a.minus(b).abs().compare(CLOSE) <= 0 ? [] : [`${name}: beancount ${a}, ours ${b}`];
  });
}

/** What is compared of a report: everything that is in the file and rests on no undecided action. */
function compared(report: Report) {
  const { text, leftOut, commodities } = beancountFile(report);
  const isIn = ({ account, instrument, provisional }: Holding): boolean =>
    provisional.length === 0 &&
    !leftOut.some((one) => one.account === account && one.instrument === instrument);
  const holdings = report.ledger.holdings.filter(isIn);
  const names = new Set(holdings.map(({ instrument }) => commodities.get(instrument) ?? ""));
  const missing = report.ledger.holdings
    .filter((holding) => !isIn(holding))
    .map(({ account, instrument }) => `${account} ${report.instruments.get(instrument)?.symbol}`);
  const written = new Set(
    holdings.flatMap(({ moves }) => moves.map(({ event }) => event.id as string)),
  );
  return { text, holdings, names, missing, commodities, eventOf: eventsOf(report, written) };
}

const decimal = (value: unknown): Decimal =>
  isKnown(value as Decimal) ? (value as Decimal) : expect.fail("an unknown figure is compared");

/**
 * Where a closing stands: of an exercise that delivers, in the transactions of what it delivered. All of a delivery are
 * compared together, under the first event that was delivered.
 */
function eventsOf({ events }: Report, written: ReadonlySet<string>): (event: string) => string {
  const deliveries = new Deliveries(events);
  const firsts = new Map(
    events.flatMap((event) => {
      const first = event.kind === "trade" ? deliveries.of(event)?.first : undefined;
      return first !== undefined && written.has(first) ? [[event.id as string, first]] : [];
    }),
  );
  return (event) => firsts.get(event) ?? event;
}

function ourFigures({ holdings, commodities, eventOf }: ReturnType<typeof compared>) {
  const nameOf = ({ instrument }: Holding): string => commodities.get(instrument) ?? "";
  const closings = holdings.flatMap((holding) =>
    holding.closings.map((closing) => ({ holding, closing })),
  );
  return {
    lots: summed(
      holdings.flatMap((holding) =>
        holding.lots.flatMap((lot) => {
          const name = `${nameOf(holding)} ${lot.id} ${dayOf(lot.opened ?? expect.fail())}`;
          return [
            [`${name} units`, lot.quantity],
            [`${name} cost`, decimal(lot.costBasis)],
          ] as const;
        }),
      ),
    ),
    closed: summed(
      closings.flatMap(({ holding, closing }) =>
        closing.lots.flatMap(({ lot }) => {
          if (lot.quantity.isZero) return [];
          const name = `${eventOf(closing.by.id)} ${nameOf(holding)} ${lot.id}`;
          return [
            [`${name} units`, lot.quantity],
            [`${name} cost`, decimal(lot.costBasis)],
          ] as const;
        }),
      ),
    ),
    gains: summed(
      closings.map(({ closing }) => [eventOf(closing.by.id), decimal(closing.realized)]),
    ),
    events: new Set(closings.map(({ closing }) => eventOf(closing.by.id))),
  };
}

/** Their figures, of the instruments that are compared. Lots that only moved on are no closings. */
function theirFigures(
  answer: Answer,
  { names, eventOf }: Pick<ReturnType<typeof compared>, "names" | "eventOf">,
  events: ReadonlySet<string>,
): Pick<ReturnType<typeof ourFigures>, "lots" | "closed" | "gains"> {
  const rows = (list: readonly Row[], nameOf: (row: Row) => string) =>
    summed(
      list
        .filter(({ commodity }) => names.has(commodity))
        .flatMap((row) => [
          [`${nameOf(row)} units`, Decimal.of(row.quantity)] as const,
          [`${nameOf(row)} cost`, Decimal.of(row.basis)] as const,
        ]),
    );
  const isClosing = ({ event = "" }: Row): boolean =>
    events.has(eventOf(event)) || event.includes("/trade/");
  return {
    lots: rows(answer.lots, (row) => `${row.commodity} ${row.label} ${row.date}`),
    closed: rows(
      answer.closed.filter(isClosing),
      (row) => `${eventOf(row.event ?? "")} ${row.commodity} ${row.label}`,
    ),
    gains: summed(
      Object.entries(answer.gains).flatMap(([event, gain]) =>
        events.has(eventOf(event)) ? [[eventOf(event), Decimal.of(gain)] as const] : [],
      ),
    ),
  };
}

/** The broker's figures that do not hold: exactly those of which the rules of quantity and cash say that they differ. */
function brokenBalances(report: Report, { text, commodities }: ReturnType<typeof compared>) {
  const own = report.checks.filter(
    ({ rule, status }) => (rule === "R2" || rule === "R7") && status !== "not-reported",
  );
  return own
    .filter((check) => check.status === "differs")
    .filter(({ rule, account, date }) =>
      own.every((one) => one.rule !== rule || one.account !== account || one.date <= date),
    )
    .map(({ broker, instrument, currency, tolerance }) => {
      const unit = instrument === null ? currency : (commodities.get(instrument) ?? "");
      return { line: `  ${broker} ~ ${tolerance} ${unit}`, expected: `${broker} ${unit}` };
    })
    .flatMap(({ line, expected }) => (text.includes(`${line}\n`) ? [expected] : []))
    .sort();
}

/** The number and unit that a failed balance expected. */
const expectedIn = (error: string): string => /expected (\S+ \S+)/.exec(error)?.[1] ?? error;

interface Same {
  readonly answer: Answer;
  readonly text: string;
  /** Holdings that are left out. */
  readonly missing: readonly string[];
  /** Lots and closings that were compared. */
  readonly count: number;
}

function expectSame(report: Report, name: string): Same {
  const scope = compared(report);
  const answer = ask(scope.text, name);
  expect(answer.errors.map(expectedIn).sort()).toEqual(brokenBalances(report, scope));
  const ours = ourFigures(scope);
  const theirs = theirFigures(answer, scope, ours.events);
  const left = `${scope.missing.length} left out: ${scope.missing.join(", ")}`;
  expect(apart(theirs.lots, ours.lots), left).toEqual([]);
  expect(apart(theirs.closed, ours.closed), left).toEqual([]);
  expect(apart(theirs.gains, ours.gains), left).toEqual([]);
  const { text, missing } = scope;
  return { answer, text, missing, count: ours.lots.size + ours.closed.size };
}

const decimals = (text: string | undefined): string =>
  Decimal.of(text ?? "")
    .rounded(5)
    .toString();

/** Beancount's lots and gains against what the simulation knows. */
function expectTruth(report: Report, answer: Answer, truth: Truth): void {
  const { commodities, missing } = compared(report);
  expect(missing).toEqual([]);
  const nameOf = (conid: string | undefined): string =>
    [...commodities].find(([id]) => id === conid)?.[1] ?? `no commodity for ${conid}`;
  const day = (text = ""): string => text.slice(0, 8).replace(/(....)(..)(..)/, "$1-$2-$3");
  const lots = answer.lots.map(
    ({ commodity, date, quantity, basis }) =>
      `${commodity} ${date} ${decimals(quantity)} ${decimals(basis)}`,
  );
  const trueLots = truth.positions.flatMap((position) =>
    position.lots.map(
      ({ quantity, cost, openDateTime }) =>
        `${nameOf(position["conid"])} ${day(openDateTime)} ${decimals(quantity)} ${decimals(cost)}`,
    ),
  );
  expect(lots.sort()).toEqual(trueLots.sort());
  const instrumentOf = new Map(
    report.ledger.holdings.flatMap(({ instrument, closings }) =>
      closings.map(({ by }) => [by.id as string, instrument]),
    ),
  );
  const gains = summed(
    Object.entries(answer.gains).map(([event, gain]) => [
      nameOf(instrumentOf.get(event)),
      Decimal.of(gain),
    ]),
  );
  const trueGains = summed(
    truth.realized.map(({ conid, realized }) => [nameOf(conid), Decimal.of(realized ?? "")]),
  );
  expect(apart(gains, trueGains)).toEqual([]);
}

describe.skipIf(!installed)("beancount books the same lots and gains", () => {
  test.each(SAMPLES)("%s, and as the truth has them", (path) => {
    const report = reportOfFiles(xmlUnder(path));
    const { answer, count } = expectSame(report, path);
    expect(count).toBeGreaterThan(0);
    const truth = readFileSync(join(path, "statement.truth.json"), "utf8");
    expectTruth(report, answer, JSON.parse(truth) as Truth);
    const checked = spawnSync("bean-check", [write(beancountFile(report).text, path)]);
    expect(`${checked.stderr}${checked.stdout}`).toBe("");
    expect(checked.status).toBe(0);
  });

  test("the demo account", () => {
    const report = reportOfFiles(xmlUnder("fixtures/demo/data"));
    expect(expectSame(report, "demo").count).toBeGreaterThan(0);
  });

  test.each(["LIFO", "HIFO"])("%s, with the lots that were taken named", (method) => {
    const report = reportOfFiles(xmlUnder(SAMPLES[0] ?? ""), `lots: { method: ${method} }`);
    const { text, count } = expectSame(report, method);
    expect(count).toBeGreaterThan(0);
    expect(text).toContain(" #lots-named\n");
  });

  test("a spin-off as the user decides it loses nothing", () => {
    const path = "fixtures/cases/spin-off-touches-its-parent/data/statement.xml";
    const text = readFileSync(path, "utf8").replace(
      "<AccountInformation ",
      '<AccountInformation dateOpened="20250301" ',
    );
    const files = [{ path, bytes: new TextEncoder().encode(text) }];
    const open = reportOfBytes(files).ledger.actions.flatMap((one) => one.case ?? []);
    expect(open.length).toBe(1);
    const decisions = open.map(({ action, kind }) => ({
      action,
      kind,
      basisFraction: Decimal.of("0.2"),
      basisFractions: null,
      basis: null,
      gain: null,
      treatment: null,
      source: "",
      note: "",
      at: { file: "labels/story.yml", line: 1 },
    }));
    const same = expectSame(reportOfBytes(files, "", decisions), "spin-off");
    expect(same.count).toBe(4);
    expect(same.text).toContain(" #from-lotbook\n");
  });

  test.each([
    ["as they come", ""],
    ["with the lots that were taken named", "lots: { method: LIFO }"],
  ])("deliveries of several rows, on either side, %s", (_, settings) => {
    const path = "fixtures/cases/delivered-in-several-rows/data/statement.xml";
    const same = expectSame(reportOfFiles([path], settings), "several rows");
    expect(same.missing).toEqual([]);
    expect(same.count).toBeGreaterThan(0);
  });

  test.each(["../shared/corpus", "../shared/samples/faults", "fixtures/cases"].flatMap(xmlUnder))(
    "%s",
    (path) => {
      expectSame(reportOfFiles([path]), path);
    },
  );
});
