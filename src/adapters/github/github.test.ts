/** Issues and visibility against the fake of GitHub. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GitHub, type GitHubFault, startGitHub } from "../../fakes/github.ts";
import { apiAddress, apiOf } from "./api.ts";
import { type Topic, trackIssues } from "./issues.ts";
import { visibilityOf } from "./visibility.ts";

let github: GitHub;
let waited: number[] = [];
beforeEach(async () => {
  github = await startGitHub({ private: true });
  waited = [];
});
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

const NAMES = ["token", "gap"];
const TOKEN: Topic = { name: "token", title: "Token", body: "It has expired." };
const GAP: Topic = { name: "gap", title: "Gap", body: "Two days." };

const track = (topics: readonly Topic[], footer = "run 1", token = github.token) => {
  const wait = async (milliseconds: number) => void waited.push(milliseconds);
  const api = apiOf({ base: github.apiUrl, repository: github.repository, token, wait });
  return trackIssues(api, { names: NAMES, topics, footer });
};
const writes = () => github.requests.filter(({ method }) => method !== "GET").length;

describe("issues", () => {
  test("one for each topic, with a label and a marker", async () => {
    expect(await track([TOKEN, GAP])).toEqual({
      problem: null,
      changes: [
        { topic: "token", done: "opened" },
        { topic: "gap", done: "opened" },
      ],
    });
    expect(github.issues.map(({ title, labels }) => [title, labels[0]?.name])).toEqual([
      ["Token", "lotbook"],
      ["Gap", "lotbook"],
    ]);
    expect(github.issues[0]?.body).toContain("It has expired.\n\nrun 1\n\n<!-- lotbook:token -->");
  });

  test("nothing is written as long as there is nothing new to say", async () => {
    await track([TOKEN]);
    const before = writes();
    expect(await track([TOKEN], "run 2")).toEqual({ problem: null, changes: [] });
    expect(writes()).toBe(before);
  });

  test("the text follows what is known, without a comment", async () => {
    await track([TOKEN]);
    const { changes } = await track([{ ...TOKEN, body: "It expired long ago." }]);
    expect(changes).toEqual([{ topic: "token", done: "updated" }]);
    expect(github.issues).toHaveLength(1);
    expect(github.issues[0]?.body).toContain("long ago");
    expect(github.comments).toEqual([]);
  });

  test("closed with a comment when it is over, and opened again when it comes back", async () => {
    await track([TOKEN]);
    expect((await track([], "run 2")).changes).toEqual([{ topic: "token", done: "closed" }]);
    expect(github.issues[0]).toMatchObject({ state: "closed", state_reason: "completed" });
    expect(github.commentsOn(1)).toEqual([expect.stringContaining("run 2")]);
    expect((await track([])).changes).toEqual([]);
    expect((await track([TOKEN])).changes).toEqual([{ topic: "token", done: "reopened" }]);
    expect(github.issues).toMatchObject([{ state: "open" }]);
  });

  test("what somebody closed stays closed until there is something else to say", async () => {
    await track([GAP]);
    const api = apiOf({ base: github.apiUrl, repository: github.repository, token: github.token });
    await api("PATCH", "/issues/1", { state: "closed" });
    expect((await track([GAP])).changes).toEqual([]);
    expect((await track([{ ...GAP, body: "Three days." }])).changes).toHaveLength(1);
  });

  test("what somebody closed after mending is opened again when it comes back", async () => {
    await track([GAP]);
    const api = apiOf({ base: github.apiUrl, repository: github.repository, token: github.token });
    await api("PATCH", "/issues/1", { state: "closed" });
    expect((await track([])).changes).toEqual([]);
    const before = writes();
    expect((await track([])).changes).toEqual([]);
    expect(writes()).toBe(before);
    expect((await track([GAP])).changes).toEqual([{ topic: "gap", done: "reopened" }]);
  });

  test("what is not known to be over stays open", async () => {
    await track([GAP]);
    const api = apiOf({ base: github.apiUrl, repository: github.repository, token: github.token });
    const nothing = { names: NAMES, topics: [], footer: "" };
    expect((await trackIssues(api, { ...nothing, unknown: ["gap"] })).changes).toEqual([]);
    expect((await trackIssues(api, nothing)).changes).toHaveLength(1);
  });

  test("pull requests and issues of others are left alone, also on later pages", async () => {
    await track([TOKEN]);
    const marked = "<!-- lotbook:gap -->";
    github.add({ title: "PR", body: marked, labels: ["lotbook"], pullRequest: true });
    github.add({ title: "Mine", body: "no marker", labels: ["lotbook"] });
    github.add({ title: "No label", body: marked });
    for (let number = 0; number < 120; number++) github.add({ title: "x", labels: ["lotbook"] });
    expect((await track([TOKEN])).changes).toEqual([]);
    expect((await track([])).changes).toEqual([{ topic: "token", done: "closed" }]);
    expect(github.issues.filter(({ state }) => state === "closed")).toHaveLength(1);
  });
});

describe("a service in trouble", () => {
  const fault = (answer: GitHubFault["answer"], times = 1) => github.script([{ times, answer }]);

  test("is asked again, as late as it says", async () => {
    fault({ kind: "status", status: 502 });
    fault({ kind: "rate-limit", status: 429, retryAfter: 7 });
    fault({ kind: "reset" });
    expect((await track([TOKEN])).problem).toBe(null);
    expect(waited).toEqual([1_000, 7_000, 15_000]);
  });

  test("is given up after four attempts", async () => {
    fault({ kind: "status", status: 503 }, 9);
    expect((await track([TOKEN])).problem).toBe("the service answered 503");
    expect(github.requests).toHaveLength(4);
  });

  test("is not waited for when that takes an hour", async () => {
    fault({ kind: "rate-limit", status: 403 });
    expect((await track([TOKEN])).problem).toBe("too many requests");
    expect(waited).toEqual([]);
  });

  test.each([
    [{ private: true, issuesPermission: false }, /answered 403.*issues: write/],
    [{ private: true, hasIssues: false }, /answered 410.*no issues/],
  ])("says what is missing: %j", async (options, problem) => {
    await github.close();
    github = await startGitHub(options);
    expect((await track([TOKEN])).problem).toMatch(problem);
  });

  test("never says the token or an address", async () => {
    const { problem } = await track([TOKEN], "", "wrong-token");
    expect(problem).toMatch(/answered 401/);
    expect(problem).not.toMatch(/wrong-token|http/);
  });
});

describe("visibility", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lotbook-event-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const event = (payload: unknown): string => {
    writeFileSync(join(folder, "event.json"), JSON.stringify(payload));
    return join(folder, "event.json");
  };
  const GITHUB = { GITHUB_ACTIONS: "true" };

  test.each([
    [{ private: true }, "private"],
    [{ private: true, visibility: "internal" }, "internal"],
    [{ private: false, visibility: "public" }, "public"],
    [{ private: false }, "public"],
  ])("the event says %j: %s", async (repository, visibility) => {
    const GITHUB_EVENT_PATH = event({ repository });
    expect(await visibilityOf({ ...GITHUB, GITHUB_EVENT_PATH })).toBe(visibility);
  });

  test("a schedule does not say it, the API does", async () => {
    const environment = {
      ...GITHUB,
      GITHUB_EVENT_PATH: event({ schedule: "17 10 * * *" }),
      GITHUB_API_URL: github.apiUrl,
      GITHUB_REPOSITORY: github.repository,
      GITHUB_TOKEN: github.token,
    };
    expect(await visibilityOf(environment)).toBe("private");
    github.setPrivate(false);
    expect(await visibilityOf(environment)).toBe("public");
    expect(await visibilityOf({ ...environment, GITHUB_TOKEN: "wrong" })).toBe("unknown");
    expect(await visibilityOf({ ...environment, GITHUB_TOKEN: "" })).toBe("unknown");
  });

  test("an event that says it is believed wherever it is read, and any sign of GitHub asks", async () => {
    const GITHUB_EVENT_PATH = event({ repository: { private: false } });
    expect(await visibilityOf({ GITHUB_EVENT_PATH })).toBe("public");
    expect(await visibilityOf({ GITHUB_REPOSITORY: "someone/portfolio" })).toBe("unknown");
    expect(await visibilityOf({ GITHUB_EVENT_PATH: join(folder, "gone") })).toBe("unknown");
    expect(await visibilityOf({})).toBe("local");
  });

  test("the address of the API has a default", () => {
    expect(apiAddress({ GITHUB_API_URL: "" })).toBe("https://api.github.com");
    expect(apiAddress({ GITHUB_API_URL: github.apiUrl })).toBe(github.apiUrl);
  });

  test.each([
    [{ GITLAB_CI: "true", CI_PROJECT_VISIBILITY: "private" }, "private"],
    [{ GITLAB_CI: "true", CI_PROJECT_VISIBILITY: "internal" }, "internal"],
    [{ GITLAB_CI: "true" }, "unknown"],
    [{ CI_PROJECT_VISIBILITY: "public" }, "local"],
  ])("%j is %s", async (environment, visibility) => {
    expect(await visibilityOf(environment)).toBe(visibility);
  });
});
