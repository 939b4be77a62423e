/** The guide to hosting and its files: what they name is there. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { parse } from "yaml";

const FOLDER = "docs/hosting";
const guide = readFileSync("docs/hosting.md", "utf8");
const files = readdirSync(FOLDER).map((name) => ({
  name,
  text: readFileSync(join(FOLDER, name), "utf8"),
}));
const file = (name: string): string => files.find((one) => one.name === name)?.text ?? "";

const help = (...command: string[]): string =>
  execFileSync("node", ["bin/lotbook.js", ...command, "--help"], { encoding: "utf8" });

/** Every call of Lotbook in a text: `ci summary --fetch-exit`. */
const calls = (text: string): string[] =>
  [...text.matchAll(/\blotbook(?:\.js)?(?: --)? ((?:ci )?[a-z]+)((?: --[a-z-]+)*)/g)]
    .map(([, command, options]) => `${command}${options}`)
    .filter((call) => !/^(lotbook|repository)/.test(call));

describe.each([{ name: "hosting.md", text: guide }, ...files])("$name", ({ name, text }) => {
  test("names commands and options that there are", () => {
    const commands = [...new Set(calls(text))].filter((call) => !IN_WORDS.has(call));
    if (/hosting\.md|update\.sh|gitlab/.test(name)) expect(commands).not.toEqual([]);
    for (const call of commands) {
      const [words = "", ...options] = call.split(/ (?=--)/);
      const said = help(...words.split(" "));
      for (const option of options) expect(said).toContain(option);
    }
  });

  test("names no place of anybody's machine", () => {
    expect(text).not.toMatch(/\/(home|Users|work|root)\//);
  });
});

/** "lotbook" as a name of a user, a unit or a group in front of a word. */
const IN_WORDS = new Set(["caddy", "shows", "lotbook", "without"]);

test("the guide shows every file, and every link leads to one", () => {
  for (const { name } of files) expect(guide).toContain(`(hosting/${name})`);
  for (const [, path = ""] of guide.matchAll(/\]\(([a-z][^)#:]*)(?:#[^)]*)?\)/g))
    expect(existsSync(join("docs", path)), path).toBe(true);
  const anchors = [...guide.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  for (const [, anchor] of guide.matchAll(/\]\(#([^)]*)\)/g)) expect(anchors).toContain(anchor);
});

test("the times are those of the workflow", () => {
  const times = ["17 10 * * 2-6", "43 16 * * 2-6"];
  const workflow = readFileSync(".github/workflows/sync.yml", "utf8");
  for (const time of times)
    for (const text of [workflow, guide, file("crontab")]) expect(text).toContain(time);
  expect(file("lotbook.timer").match(/^OnCalendar=.*/gm)).toEqual([
    "OnCalendar=Tue..Sat *-*-* 10:17:00 UTC",
    "OnCalendar=Tue..Sat *-*-* 16:43:00 UTC",
  ]);
});

test("the script is a shell's, and can be run", () => {
  accessSync(join(FOLDER, "update.sh"), constants.X_OK);
  expect(spawnSync("sh", ["-n", join(FOLDER, "update.sh")]).status).toBe(0);
});

describe("the script", () => {
  /** Runs it with stand-ins for node and npm that end as told; answers its code and what was called. */
  function update(codes: Readonly<Record<string, number>>, metrics = "") {
    const folder = mkdtempSync(join(tmpdir(), "lotbook-update-"));
    mkdirSync(join(folder, "docs/hosting"), { recursive: true });
    mkdirSync(join(folder, "bin"));
    cpSync(join(FOLDER, "update.sh"), join(folder, "docs/hosting/update.sh"));
    const cases = Object.entries(codes).map(([call, code]) => `*" ${call}"*) exit ${code};;`);
    const script = `#!/bin/sh\necho "$@" >>"${folder}/calls"\ncase " $*" in ${cases.join(" ")} esac\n`;
    for (const name of ["node", "npm"])
      writeFileSync(join(folder, "bin", name), script, { mode: 0o755 });
    const env = {
      ...process.env,
      PATH: `${folder}/bin:${process.env["PATH"]}`,
      LOTBOOK_SITE: "",
      LOTBOOK_METRICS: metrics,
    };
    const { status } = spawnSync("sh", [join(folder, "docs/hosting/update.sh")], { env });
    const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
    rmSync(folder, { recursive: true });
    return { status, called: calls.at(-1), before: calls.at(-2) };
  }
  const told = (fetched: number, pushed: number): string =>
    `bin/lotbook.js ci summary --fetch-exit ${fetched} --commit-exit ${pushed}`;

  test.each([
    [{}, 0, told(0, 0)],
    [{ build: 1 }, 1, told(0, 0)],
    [{ "bin/lotbook.js commit": 5 }, 5, told(0, 5)],
    [{ "bin/lotbook.js fetch": 4 }, 0, told(4, 0)],
    [
      { "bin/lotbook.js fetch": 3, "bin/lotbook.js commit": 5, "bin/lotbook.js ci": 3 },
      5,
      told(3, 5),
    ],
    [{ "bin/lotbook.js commit": 4, "bin/lotbook.js ci": 137 }, 137, told(0, 4)],
  ])("where %j: ends with %i, and always tells", (codes, status, called) => {
    expect(update(codes)).toMatchObject({ status, called });
  });

  test.each([
    [0, 0],
    [6, 0],
    [5, 5],
    [137, 137],
  ])(
    "metrics are written before it tells; where that ends with %i, it ends with %i",
    (code, status) => {
      expect(update({ "bin/lotbook.js check": code }, "/srv/metrics/ibkr.prom")).toEqual({
        status,
        called: told(0, 0),
        before: "bin/lotbook.js check --json --metrics /srv/metrics/ibkr.prom",
      });
    },
  );
});

const CADDY = spawnSync("caddy", ["version"]).status === 0;

test.runIf(CADDY)(
  "without the password Caddy shows no page, not even the one for errors",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "lotbook-caddy-"));
    const hash = execFileSync("caddy", ["hash-password", "--plaintext", "open sesame"]);
    const socket = createServer().listen(0, "127.0.0.1");
    await once(socket, "listening");
    const { port } = socket.address() as AddressInfo;
    socket.close();
    const text = file("Caddyfile")
      .replace("portfolio.example.com", `http://127.0.0.1:${port}`)
      .replace(/(?<=me )HASH-OF-YOUR-PASSWORD/, hash.toString().trim())
      .replace("/srv/lotbook/site", folder);
    writeFileSync(join(folder, "Caddyfile"), `{\n\tadmin off\n}\n${text}`);
    for (const name of ["index", "404"])
      writeFileSync(join(folder, `${name}.html`), `page ${name}`);
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const run = ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")];
    const caddy = spawn("caddy", run, { env, stdio: "ignore" });
    const basic = `Basic ${Buffer.from("me:open sesame").toString("base64")}`;
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      return [answer.status, await answer.text()];
    };
    try {
      await vi.waitFor(() => get("/"), { timeout: 10_000, interval: 100 });
      for (const path of ["/", "/404.html", "/nothing"]) expect(await get(path)).toEqual([401, ""]);
      expect(await get("/", { authorization: basic })).toEqual([200, "page index"]);
      expect(await get("/nothing", { authorization: basic })).toEqual([404, "page 404"]);
    } finally {
      caddy.kill();
      await once(caddy, "exit");
      rmSync(folder, { recursive: true });
    }
  },
  30_000,
);

test("the pipeline for GitLab is YAML, publishes only what members asked for, and never a merge request's", () => {
  const pipeline = parse(file(".gitlab-ci.yml")) as Record<string, { rules?: { if: string }[] }>;
  const conditions = (job: string) => pipeline[job]?.rules?.map((rule) => rule.if) ?? [];
  expect(conditions("pages")).toEqual([expect.stringContaining('$PAGES_MEMBERS_ONLY == "yes"')]);
  for (const job of ["fetch", "pages"])
    for (const condition of conditions(job)) {
      expect(condition).toContain("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
      expect(condition).not.toContain("merge_request");
    }
});

test("the token of the service is a credential, never a variable", () => {
  expect(file("lotbook.service")).toContain("LoadCredential=flex-token:");
  for (const { text } of files) expect(text).not.toMatch(/IBKR_FLEX_TOKEN=/);
});
