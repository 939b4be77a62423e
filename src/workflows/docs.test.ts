/** The guide to hosting and its files: what they name is there. */
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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
