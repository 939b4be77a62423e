/**
 * The set-up guide says what the program does: its tables come from the tables of the program, its commands exist, its
 * codes are known. `npm test -- -u` writes the tables anew.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SERVICE_CODES } from "./adapters/flex/codes.ts";
import type { SectionNeed } from "./adapters/flex/lint-need.ts";
import { fieldLabel, OPTIONS, sectionLabel } from "./adapters/flex/lint-portal.ts";
import { SECTION_NEEDS } from "./adapters/flex/lint-table.ts";
import { EXIT, REFUSALS } from "./cli/run.ts";
import { EXIT_OF } from "./cli/service.ts";
import { CODES } from "./core/diagnostic-codes.ts";
import type { Code } from "./core/diagnostics.ts";

const GUIDE = "docs/setup.md";
const guide = readFileSync(GUIDE, "utf8");

/** A table of Markdown. */
const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** The boxes of a section that somebody should tick. */
const boxesOf = ({ levels }: SectionNeed): string =>
  levels
    .filter(({ need }) => need !== null)
    .map(({ box }) => box)
    .join(", ") || "–";

const sectionsTable = (): string =>
  markdown(
    ["Section", "Boxes", "Severity", "Without it"],
    SECTION_NEEDS.filter(({ container }) => container !== "ConversionRates").map((need) => [
      sectionLabel(need.container),
      boxesOf(need),
      need.severity,
      need.without,
    ]),
  );

const fieldsTable = (): string =>
  markdown(
    ["Section", "Field", "In the file", "Severity", "Without it"],
    SECTION_NEEDS.flatMap(({ container, levels, fields }) => [
      ...levels.flatMap(({ box, need }) =>
        need === null
          ? []
          : [[sectionLabel(container), `box ${box}`, "", need.severity, need.without]],
      ),
      ...Object.entries(fields).flatMap(([element, needs]) =>
        Object.entries(needs).map(([name, { severity, without }]) => [
          sectionLabel(container),
          fieldLabel(name),
          `\`${element}.${name}\``,
          severity,
          without,
        ]),
      ),
    ]),
  );

const optionsTable = (): string =>
  markdown(
    ["", "Option", "Value", "Otherwise"],
    Object.values(OPTIONS).map(({ group, name, value, why }) => [group, name, `**${value}**`, why]),
  );

const codesTable = (): string =>
  markdown(
    ["Code", "Exit", "Meaning", "What to do"],
    Object.entries(SERVICE_CODES).map(([code, { kind, meaning, remedy }]) => [
      code,
      String(EXIT_OF[kind]),
      meaning,
      remedy,
    ]),
  );

/** The guide with what stands between the marks of a name replaced. */
function withTable(text: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  expect(to, `the marks of ${name} in ${GUIDE}`).toBeGreaterThan(from);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
}

test("its tables are those of the program", async () => {
  const tables = {
    sections: sectionsTable,
    fields: fieldsTable,
    options: optionsTable,
    codes: codesTable,
  };
  const current = Object.entries(tables).reduce(
    (text, [name, table]) => withTable(text, name, table()),
    guide,
  );
  await expect(current).toMatchFileSnapshot(`../${GUIDE}`);
});

describe("what it tells people to type", () => {
  const help = spawnSync("node", ["bin/lotbook.js", "--help"], { encoding: "utf8" }).stdout;
  const commands = [...guide.matchAll(/npm run lotbook -- (\w+)([^\n`|]*)/g)].map(
    ([, name = "", rest = ""]) => ({ name, flags: [...rest.matchAll(/--[a-z-]+/g)].map(String) }),
  );
  const byName = [...Map.groupBy(commands, ({ name }) => name)].map(([name, own]) => ({
    name,
    flags: new Set(own.flatMap(({ flags }) => flags)),
  }));

  test("there are commands to check", () => {
    expect(byName.map(({ name }) => name).sort()).toEqual(
      ["check", "commit", "coverage", "fetch", "import", "preview", "report"].sort(),
    );
  });

  test.each(byName)("$name is a command with these options", ({ name, flags }) => {
    expect(help).toMatch(new RegExp(`^  ${name}\\b`, "m"));
    const own = spawnSync("node", ["bin/lotbook.js", name, "--help"], { encoding: "utf8" });
    expect(own.status).toBe(0);
    for (const flag of flags) expect(own.stdout).toContain(flag);
  });

  test("scripts and files that it names are there", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(scripts).toHaveProperty("start");
    for (const [, path = ""] of guide.matchAll(
      /node (?:bin\/launch\.js )?((?:src|bin)\/[\w./-]+)/g,
    ))
      expect(existsSync(path), path).toBe(true);
    const workflow = readFileSync(".github/workflows/sync.yml", "utf8");
    expect(workflow).toMatch(/^name: Sync$/m);
    expect(workflow).toMatch(/name: site$/m);
    for (const name of ["IBKR_FLEX_TOKEN", "IBKR_FLEX_QUERY_ID"]) {
      expect(guide).toContain(`\`${name}\``);
      expect(workflow).toContain(`secrets.${name}`);
    }
  });
});

describe("what it explains", () => {
  test("codes of diagnostics are known, and all that stop a fetch or refuse a file are there", () => {
    const named = [
      ...guide.matchAll(/`((?:store|settings|accounts|fetch|flex|coverage)\/[a-z-]+)`/g),
    ].map(([, code = ""]) => code);
    expect(named.filter((code) => !(code in CODES))).toEqual([]);
    const must = Object.keys(CODES).filter(
      (code) =>
        /^(store|settings|accounts|fetch)\//.test(code) ||
        /^flex\/(statement-count|bad-statement)$/.test(code) ||
        REFUSALS.has(code as Code),
    );
    expect(must.filter((code) => !named.includes(code))).toEqual([]);
  });

  test("every exit code has a line", () => {
    const codes = new Set([...Object.values(EXIT), 7]);
    for (const code of codes) expect(guide).toMatch(new RegExp(`^\\| ${code} \\| `, "m"));
  });

  test("links within it lead somewhere", () => {
    const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });
});
