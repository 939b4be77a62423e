/** A folder for page tests: the demo account without one of its files, another one without its transfers. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SETTINGS = `accounts: { demo: { id: U1234567 } }
flex: { queries: { demo: "123456" }, tokenExpires: 2026-12-03 }
`;
const RUNS = [
  ["2026-11-20", "stored", null],
  ["2026-11-21", "credential", "1012"],
].map(([day, outcome, code]) =>
  JSON.stringify({
    time: `${day}T04:17:04Z`,
    asked: null,
    received: null,
    outcome,
    code,
    sha256: null,
  }),
);

/** The folder, which the caller removes. Its query was refused on the day of the build. */
export function rootWithGaps(): string {
  const root = mkdtempSync(join(tmpdir(), "lotbook-gaps-"));
  cpSync("fixtures/demo/data", join(root, "data"), { recursive: true });
  const folder = join(root, "data/flex/demo");
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isBare = name.startsWith("2026-03-18");
    const bare = isBare ? readFileSync(path, "utf8") : "";
    if (isBare || name.startsWith("2025-07-03")) rmSync(path);
    // A name without a hash: the file is not held to what it was.
    if (isBare)
      writeFileSync(join(folder, "by-hand.xml"), bare.replace(/<Transfers>.*?<\/Transfers>/s, ""));
  }
  writeFileSync(join(folder, "runs.jsonl"), `${RUNS.join("\n")}\n`);
  writeFileSync(join(root, "lotbook.yml"), SETTINGS);
  return root;
}
