/** How long the pipeline takes and how much memory: `npm run bench`, `npm run bench -- --trades 5000`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeAccount } from "./account.ts";
import type { Measurement } from "./measure.ts";

const SIZES = [10_000, 100_000];
const SHOWN = 5;

/** Generates an account in a temporary folder, measures the pipeline over it, and says how many checks differ. */
function bench(trades: number): number {
  const root = mkdtempSync(join(tmpdir(), "lotbook-bench-"));
  try {
    const started = performance.now();
    const size = writeAccount(root, trades);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const megabytes = Math.round(size.bytes / 1_000_000);
    console.log(
      `\n${size.trades} trades, ${megabytes} MB in ${size.files} files, generated in ${seconds} s`,
    );
    return print(measureApart(root), size.trades);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** In a process of its own, so that its memory is that of the pipeline alone. */
function measureApart(root: string): Measurement {
  const script = join(import.meta.dirname, "measure.ts");
  const output = execFileSync(process.execPath, [script, root], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as Measurement;
}

function print(measured: Measurement, trades: number): number {
  const rows = measured.stages.map(({ stage, milliseconds, heap, rss }) => [
    stage,
    String(milliseconds),
    String(heap),
    String(rss),
    perSecond(trades, milliseconds),
  ]);
  const total = measured.stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const peak = `${measured.peak} (peak)`;
  printTable([
    ["stage", "ms", "heap MB", "RSS MB", "trades/s"],
    ...rows,
    ["total", String(total), "", peak, perSecond(trades, total)],
  ]);
  const { differing, diagnostics, checks } = measured;
  console.log(`${checks} checks, ${differing.length} differ; ${diagnostics.length} diagnostics`);
  for (const line of [...differing.slice(0, SHOWN), ...diagnostics.slice(0, SHOWN)]) {
    console.log(`  ${line}`);
  }
  return differing.length;
}

/** The first column to the left, numbers to the right. */
function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join("  ").trimEnd());
  }
}

const perSecond = (trades: number, milliseconds: number): string =>
  String(Math.round((trades * 1000) / Math.max(1, milliseconds)));

const { values } = parseArgs({ options: { trades: { type: "string" } } });
const sizes = values.trades === undefined ? SIZES : [Number(values.trades)];
if (sizes.every((size) => Number.isInteger(size) && size > 0)) {
  const differing = sizes.map(bench).reduce((sum, count) => sum + count, 0);
  process.exitCode = differing === 0 ? 0 : 1;
} else {
  console.error("--trades wants a whole number above zero");
  process.exitCode = 5;
}
