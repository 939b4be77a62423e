/** The fake answers in the shapes of GitHub's REST API, and refuses as it does. */
import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { type GitHub, type GitHubOptions, startGitHub } from "./github.ts";

let open: GitHub[] = [];
afterEach(async () => {
  await Promise.all(open.map((service) => service.close()));
  open = [];
});

interface Got {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape are looked into
  readonly body: any;
}

async function started(options: Partial<GitHubOptions> = {}) {
  const service = await startGitHub({
    private: true,
    now: () => "2026-01-15T08:00:00Z",
    ...options,
  });
  open.push(service);
  const call = async (line: string, body?: unknown, token = service.token): Promise<Got> => {
    const [method = "", path = ""] = line.split(" ");
    const url = path.startsWith("http") ? path : `${service.apiUrl}${path}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "user-agent": "lotbook" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { service, call };
}

const REPO = "/repos/someone/portfolio";

describe("the repository", () => {
  test("says whether it is private", async () => {
    const { service, call } = await started();
    const { status, headers, body } = await call(`GET ${REPO}`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(body).toMatchObject({
      full_name: service.repository,
      private: true,
      visibility: "private",
      default_branch: "main",
      owner: { login: "someone" },
    });
    service.setPrivate(false);
    expect((await call(`GET ${REPO}`)).body).toMatchObject({
      private: false,
      visibility: "public",
    });
  });

  test("of another owner is not found", async () => {
    const { call } = await started();
    const { status, body } = await call("GET /repos/someone/else");
    expect([status, body.message, body.status]).toEqual([404, "Not Found", "404"]);
  });
});

describe("who may ask", () => {
  test("without a token, with another, without permission, without issues", async () => {
    const { service, call } = await started();
    expect(await call(`GET ${REPO}`, undefined, "other")).toMatchObject({
      status: 401,
      body: { message: "Bad credentials" },
    });
    const bare = await fetch(`${service.apiUrl}${REPO}`);
    expect([bare.status, (await bare.json()).message]).toEqual([401, "Requires authentication"]);
    const unpermitted = await started({ issuesPermission: false });
    expect(await unpermitted.call(`POST ${REPO}/issues`, { title: "a" })).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
    expect((await unpermitted.call(`GET ${REPO}`)).status).toBe(200);
    const without = await started({ hasIssues: false });
    expect((await without.call(`GET ${REPO}/issues`)).status).toBe(410);
  });

  test("nobody without a User-Agent", async () => {
    const { service } = await started();
    const status = await new Promise((resolve) => {
      request(`${service.apiUrl}${REPO}`, { agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
    expect(service.violations).toEqual(["no User-Agent"]);
  });
});

describe("issues", () => {
  test("are created, changed, commented and closed", async () => {
    const { service, call } = await started();
    const made = await call(`POST ${REPO}/issues`, {
      title: "A statement is late",
      body: "since Monday",
      labels: ["lotbook"],
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`${service.apiUrl}${REPO}/issues/1`);
    expect(made.body).toMatchObject({
      number: 1,
      state: "open",
      state_reason: null,
      title: "A statement is late",
      labels: [{ name: "lotbook", color: "ededed" }],
      user: { login: "github-actions[bot]", type: "Bot" },
      comments: 0,
      html_url: "https://github.com/someone/portfolio/issues/1",
      created_at: "2026-01-15T08:00:00Z",
      closed_at: null,
    });
    const said = await call(`POST ${REPO}/issues/1/comments`, { body: "still late" });
    expect([said.status, said.body.body]).toEqual([201, "still late"]);
    expect((await call(`GET ${REPO}/issues/1/comments`)).body).toHaveLength(1);
    const closed = await call(`PATCH ${REPO}/issues/1`, { state: "closed" });
    expect([
      closed.status,
      closed.body.state,
      closed.body.state_reason,
      closed.body.comments,
    ]).toEqual([200, "closed", "completed", 1]);
    const reopened = await call(`PATCH ${REPO}/issues/1`, { state: "open", body: "again" });
    expect(reopened.body).toMatchObject({
      state: "open",
      state_reason: "reopened",
      closed_at: null,
      body: "again",
      title: "A statement is late",
      labels: [{ name: "lotbook" }],
    });
    expect(service.issues).toHaveLength(1);
    expect(service.commentsOn(1)).toEqual(["still late"]);
    expect(service.violations).toEqual([]);
    expect(service.requests.map(({ method, status }) => [method, status])).toEqual([
      ["POST", 201],
      ["POST", 201],
      ["GET", 200],
      ["PATCH", 200],
      ["PATCH", 200],
    ]);
    expect(service.requests[0]).toMatchObject({ path: `${REPO}/issues`, userAgent: "lotbook" });
  });

  test("are listed by state and labels, newest first, pull requests among them", async () => {
    const { service, call } = await started();
    service.add({ title: "one", labels: ["lotbook", "late"] });
    service.add({ title: "two", labels: ["lotbook"], state: "closed" });
    service.add({ title: "three", pullRequest: true });
    const titles = async (query: string) =>
      (await call(`GET ${REPO}/issues${query}`)).body.map(
        (issue: { title: string }) => issue.title,
      );
    expect(await titles("")).toEqual(["three", "one"]);
    expect(await titles("?state=all")).toEqual(["three", "two", "one"]);
    expect(await titles("?state=closed")).toEqual(["two"]);
    expect(await titles("?state=all&labels=Lotbook,late")).toEqual(["one"]);
    expect(service.issues[2]?.pull_request?.url).toMatch(/\/pulls\/3$/);
    expect(service.violations).toEqual([]);
    await titles("?label=lotbook");
    expect(service.violations).toEqual(["parameter label of issues"]);
  });

  test("come in pages with links that can be followed", async () => {
    const { service, call } = await started();
    for (let index = 1; index <= 5; index++) service.add({ title: `issue ${index}` });
    const first = await call(`GET ${REPO}/issues?per_page=2`);
    const link = first.headers.get("link") ?? "";
    expect(link).toMatch(
      /^<http:\/\/127\.0\.0\.1:\d+\/repositories\/\d+\/issues\?per_page=2&page=2>; rel="next", <[^>]+&page=3>; rel="last"$/,
    );
    const second = await call(`GET ${/<([^>]+)>; rel="next"/.exec(link)?.[1]}`);
    expect(second.body.map(({ number }: { number: number }) => number)).toEqual([3, 2]);
    expect(second.headers.get("link")).toMatch(/rel="prev".*rel="next".*rel="last".*rel="first"/);
    const last = await call(`GET ${REPO}/issues?per_page=2&page=3`);
    expect(last.body).toHaveLength(1);
    expect(last.headers.get("link")).not.toContain('rel="next"');
    expect((await call(`GET ${REPO}/issues?per_page=5`)).headers.get("link")).toBe(null);
    expect((await call(`GET ${REPO}/issues?per_page=5&page=9`)).body).toEqual([]);
    const none = await started();
    expect((await none.call(`GET ${REPO}/issues`)).headers.get("link")).toBe(null);
  });

  test.each([
    ["no title", "POST /issues", { body: "a" }, "missing_field"],
    ["a body that is too long", "POST /issues", { title: "a", body: "b".repeat(65_537) }, "custom"],
    ["an unknown state", "PATCH /issues/1", { state: "done" }, "invalid"],
    ["an empty comment", "POST /issues/1/comments", { body: " " }, "missing_field"],
    ["a label that is there", "POST /labels", { name: "LOTBOOK" }, "already_exists"],
    ["a color with its sign", "POST /labels", { name: "x", color: "#ff0000" }, "invalid"],
  ])("%s is invalid", async (_, line, sent, code) => {
    const { service, call } = await started();
    service.add({ title: "one", labels: ["lotbook"] });
    const { status, body } = await call(line.replace(" ", ` ${REPO}`), sent);
    expect(status).toBe(422);
    expect(body).toMatchObject({ message: "Validation Failed", errors: [{ code }] });
  });

  test("a label is made once; no such issue; no JSON", async () => {
    const { service, call } = await started();
    const made = await call(`POST ${REPO}/labels`, { name: "late", color: "d93f0b" });
    expect([made.status, made.body.name, made.body.color]).toEqual([201, "late", "d93f0b"]);
    expect(service.labels).toHaveLength(1);
    expect((await call(`PATCH ${REPO}/issues/7`, { state: "closed" })).status).toBe(404);
    const headers = { authorization: `Bearer ${service.token}`, "user-agent": "lotbook" };
    const url = `${service.apiUrl}${REPO}/issues`;
    expect((await fetch(url, { method: "POST", headers, body: "{" })).status).toBe(400);
    expect(service.violations).toEqual([]);
  });

  test("what Lotbook has no use for is a violation", async () => {
    const { service, call } = await started();
    await call(`DELETE ${REPO}/issues/1/labels/late`);
    await call(`POST ${REPO}/issues`, { title: "a", label: "late" });
    expect(service.violations).toEqual([`DELETE /issues/1/labels/late`, "field label of an issue"]);
  });
});

describe("faults", () => {
  test("outages, limits and lost connections come in their order", async () => {
    const { service, call } = await started({
      faults: [
        { match: "POST", answer: { kind: "reset" } },
        { answer: { kind: "status", status: 502 } },
        { answer: { kind: "rate-limit", status: 429, retryAfter: 60 } },
      ],
    });
    service.script([{ answer: { kind: "rate-limit", status: 403 } }]);
    expect((await call(`GET ${REPO}`)).status).toBe(502);
    await expect(call(`POST ${REPO}/issues`, { title: "a" })).rejects.toThrow();
    const slower = await call(`GET ${REPO}`);
    expect([slower.status, slower.headers.get("retry-after")]).toEqual([429, "60"]);
    const limited = await call(`GET ${REPO}`);
    expect([limited.status, limited.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    expect((await call(`GET ${REPO}`)).status).toBe(200);
    expect(service.requests.map(({ status }) => status)).toEqual([502, "reset", 429, 403, 200]);
    expect(service.issues).toEqual([]);
  });
});
