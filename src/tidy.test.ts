/** Keeps the rooms apart: who may import whom, which words belong where, how large files may be. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = "src";

/** Design, section 4. A file may import from its own folder and from these. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  events: ["core"],
  adapters: ["core"],
  mappers: ["core", "events", "adapters (types)"],
  ledger: ["core", "events"],
  analytics: ["core", "events", "ledger"],
  exports: ["core", "events", "ledger", "analytics"],
  "pipeline.ts": ["core", "events", "adapters", "mappers", "ledger", "analytics"],
  cli: ["pipeline.ts", "adapters", "exports", "core"],
  site: ["core", "events", "ledger", "analytics", "exports"],
  fakes: ["core"],
  bench: ["core", "pipeline.ts"],
  workflows: ["core", "fakes"],
  corpus: ["core", "adapters", "mappers", "analytics", "exports", "cli", "pipeline.ts"],
};

const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|astro)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(ROOT, name), "utf8") }));
const sources = files.filter(({ name }) => !name.endsWith(".test.ts"));

const roomOf = (name: string): string => name.split("/")[0] ?? name;

interface Import {
  readonly target: string;
  readonly typesOnly: boolean;
}

function importsOf({ name, text }: { name: string; text: string }): Import[] {
  return [...text.matchAll(/(?:import|export)\s+(type\s+)?[^;]*?from\s+"(\.[^"]+)"/g)].map(
    (match) => ({
      target: normalize(join(dirname(name), match[2] ?? "")),
      typesOnly: match[1] !== undefined,
    }),
  );
}

function mayImport(from: string, { target, typesOnly }: Import): boolean {
  const [room, other] = [roomOf(from), roomOf(target)];
  if (room === other || target.startsWith("..")) return true;
  if (from === "site/report.ts" && other === "pipeline.ts") return true;
  const allowed = MAY_IMPORT[room] ?? [];
  return allowed.includes(other) || (typesOnly && allowed.includes(`${other} (types)`));
}

describe("rooms", () => {
  test.each(sources)("$name imports only what its room may", (file) => {
    expect(importsOf(file).filter((one) => !mayImport(file.name, one))).toEqual([]);
  });

  test("every folder is a room of the design", () => {
    const rooms = new Set(sources.map(({ name }) => roomOf(name)));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });
});

/** Files whose text, without comments, matches. */
const matching = (
  pattern: RegExp,
  of: readonly { name: string; text: string }[] = sources,
): string[] => of.filter(({ text }) => pattern.test(withoutComments(text))).map(({ name }) => name);

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

describe("words", () => {
  test("the ledger and the analytics know no broker", () => {
    expect(
      matching(
        /flex|ibkr|interactive brokers/i,
        sources.filter(({ name }) => /^(ledger|analytics)\//.test(name)),
      ),
    ).toEqual([]);
  });

  test("money never meets floats", () => {
    const exempt =
      /^(core\/(decimal|dates)\.ts|site\/charts\/|site\/scripts\/|site\/raw\/|bench\/|fakes\/|adapters\/(flex|service|ingest|raw|git|github)\/|corpus\/|cli\/)/;
    expect(
      matching(
        /\bparseFloat\(|\.toFixed\(|\bMath\.|(?<![.\w])Number\(/,
        sources.filter(({ name }) => !exempt.test(name)),
      ),
    ).toEqual([]);
  });

  test("decimal arithmetic lives in one file", () => {
    const exempt = /^core\/decimal\.ts$/;
    expect(
      matching(
        /\bBigInt\(|\b\d+n\b/,
        sources.filter(({ name }) => !exempt.test(name)),
      ),
    ).toEqual([]);
  });

  test("no folder is a drawer for what has no place", () => {
    const drawers = /(^|\/)(utils?|helpers?|common|shared|misc|types)\//;
    expect(files.filter(({ name }) => drawers.test(name)).map(({ name }) => name)).toEqual([]);
  });
});

test("files stay short enough to read", () => {
  const long = sources.map(({ name, text }) => ({ name, lines: text.split("\n").length }));
  expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
});
