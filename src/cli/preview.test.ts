/** The command as a user runs it, with its output caught. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readFlexFile } from "../adapters/flex/document.ts";
import { addPreview, type PreviewDownload } from "./preview.ts";

let root = "";
let stdout = "";
let stderr = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
  stdout = "";
  stderr = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(console, "error").mockImplementation((text) => {
    stderr += `${text}\n`;
  });
});
afterEach(() => {
  rmSync(root, { recursive: true });
  vi.restoreAllMocks();
  process.exitCode = 0;
});

/** Runs the command in an empty root; answers its exit code. */
async function preview(args: readonly string[], download?: PreviewDownload): Promise<unknown> {
  const program = new Command("lotbook").exitOverride();
  addPreview(program, download);
  await program.parseAsync(["node", "lotbook", "preview", "--root", root, ...args]);
  return process.exitCode;
}

const DEMO = "fixtures/demo/data";
const demo = (): string => {
  const file = readdirSync(DEMO, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".xml"))
    .sort()
    .at(-1);
  return join(DEMO, file ?? "");
};
const gallery = (code: string): string => join("fixtures/errors", code, "data/statement.xml");

function saved(name: string, sections: string, head = ""): string {
  const path = join(root, name);
  writeFileSync(
    path,
    `<FlexQueryResponse queryName="Mine &#x9B;31m U1234567" type="AF"><FlexStatements count="1"><FlexStatement accountId="U1234567" fromDate="20250101" toDate="20250331" period="" ${head}>${sections}</FlexStatement></FlexStatements></FlexQueryResponse>`,
  );
  return path;
}
const HELD = `<OpenPositions><OpenPosition accountId="U1234567" currency="USD" conid="265598" symbol="AAPL" position="1.50" levelOfDetail="SUMMARY"/><OpenPosition accountId="U1234567" currency="USD" conid="1" symbol="ZZZ" levelOfDetail="SUMMARY"/></OpenPositions>`;

describe("a file", () => {
  test("as JSON: holdings, cash, sections, findings; decimals as text, unknowns with their reason", async () => {
    const path = saved("a.xml", HELD);
    expect(await preview(["--file", path, "--json"])).toBe(0);
    const printed = JSON.parse(stdout);
    expect(Object.keys(printed)).toEqual(["holdings", "cash", "sections", "findings"]);
    expect(printed.holdings).toEqual([
      { symbol: "AAPL", units: "1.5", currency: "USD", conid: "265598" },
      {
        symbol: "ZZZ",
        units: { unknown: "the query does not export OpenPosition.position" },
        currency: "USD",
        conid: "1",
      },
    ]);
    expect(printed.cash).toEqual({ unknown: "the query has no section Cash Report" });
    expect(printed.sections[0]).toMatchObject({
      section: "Trades",
      portal: "Trades",
      state: "missing",
      severity: "needed",
      path: "Performance & Reports > Flex Queries > edit (pencil) > Sections > Trades",
    });
    expect(printed.sections[2]).toMatchObject({
      state: "present",
      rows: 2,
      levels: [
        { level: "SUMMARY", portal: "Summary", state: "present" },
        { level: "LOT", portal: "Lot", state: "missing", severity: "needed" },
      ],
    });
    expect(printed.findings[0]).toMatchObject({ severity: "needed", section: "Trades" });
    expect(stdout).not.toContain("U1234567");
  });

  test("as text, with words for states, no control characters and no account number", async () => {
    expect(await preview(["--file", saved("a.xml", HELD)])).toBe(0);
    expect(stdout).toContain('Query "Mine  31m •••": 1 statement of 2025-01-01 to 2025-03-31.');
    expect(stdout).toMatch(/AAPL +1\.5 +USD +265598/);
    expect(stdout).toMatch(/ZZZ +unknown: the query does not export OpenPosition\.position/);
    expect(stdout).toContain("unknown: the query has no section Cash Report");
    expect(stdout).toMatch(/missing +Trades +– +– +needed: lots, realized P&L, commissions, cash/);
    expect(stdout).toMatch(/ok +Open Positions +2 +/);
    expect(stdout).toMatch(/missing +option Lot +needed: the cost basis/);
    expect(stdout).toMatch(/needed +Sections > Trades: select it/);
    expect(stdout).toMatch(/needed +Sections > Open Positions: tick Lot, .*Cost Basis Money/);
    expect(stdout).toMatch(/Next: change what is marked "needed"/);
    expect(stdout).not.toContain("U1234567");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(stderr).toBe("");
  });

  test("of the demo account needs nothing, and the next step is to store it", async () => {
    expect(await preview(["--file", demo()])).toBe(0);
    expect(stdout).not.toMatch(/^ +needed/m);
    expect(stdout).toContain("npm run lotbook -- import FILE");
  });

  test("of several accounts says whose each row is", async () => {
    const other = HELD.replaceAll("U1234567", "U7654321");
    const rows = `${HELD.replace("</OpenPositions>", "")}${other.replace("<OpenPositions>", "")}`;
    await preview(["--file", saved("a.xml", rows), "--json"]);
    expect(JSON.parse(stdout).holdings).toMatchObject([
      { account: "account-1", symbol: "AAPL" },
      { account: "account-2", symbol: "AAPL" },
      { account: "account-1", symbol: "ZZZ" },
      { account: "account-2", symbol: "ZZZ" },
    ]);
  });

  test("stores nothing", async () => {
    await preview(["--file", demo()]);
    expect(readdirSync(root)).toEqual([]);
  });

  test.each([
    "flex/empty",
    "flex/not-xml",
    "flex/malformed",
    "flex/doctype",
    "flex/error-response",
    "flex/not-a-statement",
  ])("that is refused as %s: only the reason", async (code) => {
    expect(await preview(["--file", gallery(code), "--json"])).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({ error: { exit: 6 } });
    expect(stderr).toContain(`error ${code}`);
  });

  test.each(["flex/statement-count", "flex/bad-statement"])(
    "that is incomplete (%s): shown, and refused",
    async (code) => {
      expect(await preview(["--file", gallery(code)])).toBe(6);
      expect(stdout).toContain("Holdings");
      expect(stderr).toContain(`error ${code}`);
    },
  );

  test("that is cut anywhere, or changed anywhere, is shown or refused", async () => {
    const whole = readFileSync(gallery("reconcile/differs"));
    const path = join(root, "U1234567.xml");
    for (let at = 0; at < whole.length; at += 97) {
      writeFileSync(path, whole.subarray(0, at));
      expect(await preview(["--file", path])).toBe(6);
      writeFileSync(path, Buffer.from(whole).fill('<>&"=x0'.charAt(at % 7), at, at + 1));
      expect([0, 6]).toContain(await preview(["--file", path]));
    }
    expect(stdout + stderr).not.toContain("U1234567");
  });

  test("that is not there", async () => {
    expect(await preview(["--file", join(root, "U1234567.xml")])).toBe(6);
    expect(stderr).toContain("could not be read");
    expect(stderr).not.toContain("U1234567");
  });
});

describe("the account guard", () => {
  const settings = (id: string) =>
    writeFileSync(join(root, "lotbook.yml"), `accounts:\n  main: { id: ${id} }\n`);

  test("shows nothing of an account that lotbook.yml does not list", async () => {
    settings("U7654321");
    expect(await preview(["--file", saved("a.xml", HELD)])).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("error accounts/not-listed");
    expect(stderr).not.toContain("U1234567");
  });

  test("lets listed accounts pass, also by rows", async () => {
    settings("U1234567");
    expect(await preview(["--file", saved("a.xml", HELD)])).toBe(0);
    const rows = HELD.replaceAll("U1234567", "U7654321");
    expect(await preview(["--file", saved("b.xml", rows)])).toBe(2);
  });

  test("invalid settings come first", async () => {
    writeFileSync(join(root, "lotbook.yml"), "accounts: [1]\n");
    expect(await preview(["--file", saved("a.xml", HELD)])).toBe(5);
    expect(stderr).toContain("error settings/invalid");
  });
});

describe("a download", () => {
  const document = readFlexFile({ path: "a.xml", bytes: readFileSync(demo()) });

  test("is shown like a file, and the next step is to fetch", async () => {
    const download: PreviewDownload = async (_root, _settings, alias) => {
      expect(alias).toBe("main");
      const { value, diagnostics } = document;
      return value === null ? 1 : { value, diagnostics };
    };
    expect(await preview(["main"], download)).toBe(0);
    expect(stdout).toContain("npm run lotbook -- fetch");
  });

  test("that fails ends with its exit code", async () => {
    expect(await preview([], async () => 3)).toBe(3);
    expect(stdout).toBe("");
  });

  test("without a way to download, and a root that is not there", async () => {
    expect(await preview([])).toBe(5);
    expect(stderr).toContain("--file");
    expect(await preview(["--root", join(root, "nowhere")])).toBe(5);
  });
});
