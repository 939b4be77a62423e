import { expect, test } from "vitest";
import { defaultSettings, listedAccounts, readSettings } from "./settings.ts";

const read = (source: string) => readSettings("lotbook.yml", source);

test("an empty file is the defaults", () => {
  expect(read("# nothing yet\n")).toEqual({ value: defaultSettings(), diagnostics: [] });
  expect(defaultSettings().lots.method).toBe("FIFO");
  expect(defaultSettings().tolerances.cash.toString()).toBe("0.01");
});

test("accounts have aliases and one number or several", () => {
  const { value, diagnostics } = read(`
accounts:
  main: { id: U1234567, name: Main account }
  old: { ids: [U7654321, U7654322] }
lots: { method: LIFO, instruments: { XYZ: HIFO } }
tolerances: { cash: 0.02 }
`);
  expect(diagnostics).toEqual([]);
  expect(listedAccounts(value)).toEqual([
    { alias: "main", name: "Main account", ids: ["U1234567"] },
    { alias: "old", name: "old", ids: ["U7654321", "U7654322"] },
  ]);
  expect(value.lots).toMatchObject({ method: "LIFO", instruments: { XYZ: "HIFO" } });
  expect(value.tolerances.cash.toString()).toBe("0.02");
});

test("keys stay what was typed, and a key without a value is as good as absent", () => {
  const { value, diagnostics } = read(
    "accounts:\nlots: { instruments: { 0700: LIFO, TRUE: HIFO } }\nsite: { showAccountNumbers: true }\n",
  );
  expect(diagnostics).toEqual([]);
  expect(value.lots.instruments).toEqual({ "0700": "LIFO", TRUE: "HIFO" });
  expect(value.site.showAccountNumbers).toBe(true);
  expect(listedAccounts(value)).toEqual([]);
});

test.each([
  ["accounts:\n  main: { id: U1 }\n  other: { ids: [U1] }\n", 2],
  ["lots:\n  method: FIRST\n", 2],
  ["site:\n  title: Mine\n  repository: ftp://example.test\n", 3],
  ["accounts:\n  Main Account: { id: U1 }\n", 2],
  ["accounts:\n  main: { name: none }\n", 2],
  ["tolerances:\n  cash: -1\n", 2],
  ["colour: red\n", 1],
  ["lots: { method: FIFO\n", 2],
  ["lots: {}\nlots: {}\n", 2],
  ["# an alias without its anchor\naccounts: *main\n", 1],
])("%j is named at line %i, and the defaults stand in", (source, line) => {
  const { value, diagnostics } = read(source);
  expect(value).toEqual(defaultSettings());
  expect(diagnostics[0]).toMatchObject({
    code: "settings/invalid",
    at: [{ file: "lotbook.yml", line }],
  });
});

test("an account number that stands where an alias belongs is not shown, and the reason is", () => {
  const { diagnostics } = readSettings(
    "lotbook.yml",
    "accounts:\n  U1234567: { id: U1234567 }\nU7654321: 3\n",
  );
  const text = JSON.stringify(diagnostics);
  expect(text).not.toMatch(/U\d{7}/);
  expect(text).toContain("an alias has small letters, digits and hyphens");
});

test("real figures are never published on a public page: the refusal says why and what else there is", () => {
  const { value, diagnostics } = readSettings("lotbook.yml", "publish: { to: pages }\n");
  expect(value.publish.to).toBe("artifact");
  expect(diagnostics[0]?.message).toMatch(
    /can be read by everybody.*locally.*server of your own.*members-only/,
  );
  expect(readSettings("lotbook.yml", "publish: { to: pages, as: demo }\n").diagnostics).toEqual([]);
});
