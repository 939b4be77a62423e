import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import { contentHash, readStore, storedPath, writeOnce } from "./store.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (path: string, text: string): void => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
};

test("reads every file under data/ but those beside the statements, in the order of their paths", () => {
  for (const path of [
    "data/b.xml",
    "data/a/c.csv",
    "data/.hidden",
    "data/flex/main/runs.jsonl",
    "data/README.md",
    "other.xml",
  ])
    put(path, path);
  const { value, diagnostics } = readStore(root);
  expect(value.map(({ path }) => path)).toEqual(["data/a/c.csv", "data/b.xml"]);
  expect(diagnostics).toEqual([]);
});

test("no data/ is no statement", () => {
  expect(readStore(root)).toEqual({ value: [], diagnostics: [] });
});

test("a file that no longer matches the hash in its name is left out", () => {
  put("data/flex/main/2025-01-02_20250103-050000_ba7816bf.xml", "abc");
  expect(readStore(root).value).toHaveLength(1);
  put("data/flex/main/2025-01-02_20250103-050000_ba7816bf.xml", "abd");
  const { value, diagnostics } = readStore(root);
  expect(value).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: "store/altered", actual: "a52d159f" }]);
});

test("an account number in a file's name is never shown", () => {
  put("data/U1234567_U1234567_2024.xml", "abc");
  expect(readStore(root).value[0]?.path).toBe("data/account-ba7816bf_account-ba7816bf_2024.xml");
});

test("the stored name says account, last day, generation and hash", () => {
  const path = storedPath(
    "main",
    "2025-01-02" as IsoDate,
    "2025-01-03T05:00:00" as IsoDateTime,
    "ba7816bf8f01",
  );
  expect(path).toBe("data/flex/main/2025-01-02_20250103-050000_ba7816bf.xml");
});

test("content is the same whenever it was generated", () => {
  const at = (when: string) =>
    contentHash(Buffer.from(`<FlexStatement whenGenerated="${when}" toDate="1"/>`));
  expect(at("20250101;000000")).toBe(at("20250102;000000"));
  expect(contentHash(Buffer.from('<FlexStatement whenGenerated="1" toDate="2"/>'))).not.toBe(
    at("1"),
  );
});

test("a file is written as a whole and never again", () => {
  writeOnce(root, "data/flex/main/x.xml", Buffer.from("one"));
  writeOnce(root, "data/flex/main/x.xml", Buffer.from("two"));
  expect(readFileSync(join(root, "data/flex/main/x.xml"), "utf8")).toBe("one");
  expect(readdirSync(join(root, "data/flex/main"))).toEqual(["x.xml"]);
});
