/** A push over HTTP to a remote that asks for a password, served by git's own backend where it is installed. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Git, gitIn } from "./git.ts";
import { push } from "./push.ts";

const BACKEND = join(
  execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(),
  "git-http-backend",
);
const TOKEN = "ghs_0123456789abcdef";
const asked: string[] = [];
let folder = "";
let server: Server;
let git: Git;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lotbook-http-"));
  const run = (...args: string[]) =>
    execFileSync("git", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  run("init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
  run("-C", "remote.git", "config", "http.receivepack", "true");
  run("init", "--quiet", "--initial-branch=main", "here");
  mkdirSync(join(folder, "here/data"));
  writeFileSync(join(folder, "here/data/a"), "a");
  run("-C", "here", "add", "data/a");
  run("-C", "here", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-m", "a");
  server = createServer(backend);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  run("-C", "here", "config", "credential.helper", "store");
  run("-C", "here", "remote", "add", "origin", `http://someone@127.0.0.1:${port}/remote.git`);
  git = gitIn(join(folder, "here"), { PATH: process.env["PATH"], HOME: folder });
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Git's backend behind a password. */
function backend(request: IncomingMessage, response: ServerResponse): void {
  const { method = "", headers, url = "/" } = request;
  const [, given = ""] = (headers.authorization ?? "").split(" ");
  const credentials = Buffer.from(given, "base64").toString();
  asked.push(credentials);
  if (!credentials.endsWith(`:${TOKEN}`)) {
    response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    return;
  }
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const child = spawn(BACKEND, {
    env: {
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname,
      QUERY_STRING: searchParams.toString(),
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers["content-type"] ?? "",
      REMOTE_USER: "x",
      ...(headers["content-encoding"] && { HTTP_CONTENT_ENCODING: headers["content-encoding"] }),
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf("\r\n\r\n");
    const lines = all.subarray(0, end).toString().split("\r\n");
    for (const line of lines) {
      const [name = "", value = ""] = line.split(": ");
      if (name !== "Status") response.setHeader(name, value);
    }
    response.end(all.subarray(end + 4));
  });
}

test.runIf(existsSync(BACKEND))(
  "the token of the environment is the password, and stays nowhere",
  async () => {
    expect(await push(git, { waits: [] })).toMatchObject({ problem: "credentials" });
    expect(await push(git, { waits: [], token: "wrong-token-0000" })).toMatchObject({
      problem: "credentials",
      said: expect.not.stringContaining("wrong-token"),
    });
    expect(await push(git, { waits: [], token: TOKEN })).toMatchObject({
      pushed: true,
      attempts: 1,
    });
    expect(asked.at(-1)).toBe(`x-access-token:${TOKEN}`);
    expect(existsSync(join(folder, ".git-credentials"))).toBe(false);
    expect(readFileSync(join(folder, "here/.git/config"), "utf8")).not.toContain(TOKEN);
  },
);
