/** A counterpart of GitHub's REST API for one repository: what a notifier needs, over real sockets. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Issue, type IssueComment, type IssueFields, IssueTracker } from "./github-issues.ts";
import { type Call, failure, type Repository, type Result, route } from "./github-routes.ts";

export type { Issue, IssueComment, IssueFields, Label } from "./github-issues.ts";

export type GitHubAnswer =
  | { readonly kind: "status"; readonly status: 500 | 502 | 503 }
  /** The connection is torn down without an answer. */
  | { readonly kind: "reset" }
  /** Too many requests; `retryAfter` seconds, and without it the headers of the hourly limit. */
  | { readonly kind: "rate-limit"; readonly status: 403 | 429; readonly retryAfter?: number };

/** One line of a fault script: for requests whose `METHOD /path` contains the text of `match`. */
export interface GitHubFault {
  readonly match?: string;
  /** How often. Default: once. */
  readonly times?: number;
  readonly answer: GitHubAnswer;
}

export interface GitHubOptions {
  readonly private: boolean;
  /** Default: `fake-github-token`. */
  readonly token?: string;
  readonly owner?: string;
  readonly name?: string;
  /** Whether the token may read and write issues. Default: yes. */
  readonly issuesPermission?: boolean;
  /** Whether the repository has issues at all. Default: yes. */
  readonly hasIssues?: boolean;
  readonly faults?: readonly GitHubFault[];
  /** Times of issues and comments. Default: the clock. */
  readonly now?: () => string;
}

export interface GitHubRequest {
  readonly method: string;
  readonly path: string;
  readonly userAgent: string | null;
  readonly body: unknown;
  readonly status: number | "reset";
}

export interface GitHub {
  /** What `GITHUB_API_URL` says in a workflow. */
  readonly apiUrl: string;
  /** What `GITHUB_REPOSITORY` says: `owner/name`. */
  readonly repository: string;
  readonly token: string;
  /** In the order of their numbers, pull requests among them. */
  readonly issues: readonly Issue[];
  readonly comments: readonly IssueComment[];
  readonly labels: readonly { readonly name: string }[];
  readonly requests: readonly GitHubRequest[];
  /** What no correct client does; tests assert that it is empty. */
  readonly violations: readonly string[];
  /** Adds an issue or a pull request as somebody else would. */
  add(fields: IssueFields): Issue;
  commentsOn(number: number): readonly string[];
  setPrivate(isPrivate: boolean): void;
  script(faults: readonly GitHubFault[]): void;
  close(): Promise<void>;
}

/** Starts the service on a free port of 127.0.0.1. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const service = new Service(options);
  await service.listen();
  return service;
}

const REPOSITORY_ID = 910_000_001;

class Service implements GitHub {
  readonly repository: string;
  readonly token: string;
  readonly requests: GitHubRequest[] = [];
  readonly violations: string[] = [];
  apiUrl = "";
  readonly #options: GitHubOptions;
  readonly #server: Server;
  readonly #tracker: IssueTracker;
  readonly #faults: GitHubFault[] = [];
  #private: boolean;

  constructor(options: GitHubOptions) {
    this.#options = options;
    this.#private = options.private;
    this.repository = `${options.owner ?? "someone"}/${options.name ?? "portfolio"}`;
    this.token = options.token ?? "fake-github-token";
    this.#tracker = new IssueTracker(
      () => `${this.apiUrl}/repos/${this.repository}`,
      options.now ?? (() => new Date().toISOString().replace(/\.\d+/, "")),
    );
    this.script(options.faults ?? []);
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  get issues(): readonly Issue[] {
    return this.#tracker.issues;
  }

  get comments(): readonly IssueComment[] {
    return this.#tracker.comments;
  }

  get labels(): readonly { readonly name: string }[] {
    return this.#tracker.labels;
  }

  async listen(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, "127.0.0.1", resolve);
    await promise;
    this.apiUrl = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  add(fields: IssueFields): Issue {
    return this.#tracker.add(fields);
  }

  commentsOn(number: number): readonly string[] {
    const issue = this.#tracker.find(number);
    return issue === undefined ? [] : this.#tracker.commentsOf(issue).map(({ body }) => body);
  }

  setPrivate(isPrivate: boolean): void {
    this.#private = isPrivate;
  }

  script(faults: readonly GitHubFault[]): void {
    for (const one of faults)
      for (let time = 0; time < (one.times ?? 1); time++) this.#faults.push(one);
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers } = request;
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake.invalid");
    const sent = await text(request).catch(() => "");
    const body = parsed(sent);
    const fault = this.#scripted(`${method} ${pathname}`);
    const result = fault === undefined ? this.#result(request, body) : fault;
    const userAgent = headers["user-agent"] ?? null;
    const path = searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
    const { status, violation } = result ?? { status: "reset" as const };
    this.requests.push({ method, path, userAgent, body: body ?? sent, status });
    if (violation !== undefined) this.violations.push(violation);
    if (result === null) response.socket?.resetAndDestroy();
    else respond(response, result);
  }

  /** A scripted fault; undefined where there is none for this request, null where nothing is to be sent. */
  #scripted(line: string): Result | null | undefined {
    const index = this.#faults.findIndex(({ match = "" }) => line.includes(match));
    const [fault] = index < 0 ? [] : this.#faults.splice(index, 1);
    return fault === undefined ? undefined : faultResult(fault.answer);
  }

  #result(request: IncomingMessage, body: Call["body"] | undefined): Result {
    const { method = "", headers } = request;
    const { pathname, searchParams: search } = new URL(request.url ?? "/", "http://fake.invalid");
    if (headers["user-agent"] === undefined) return NO_USER_AGENT;
    const [, kind, token] = /^(Bearer|token) (.+)$/i.exec(headers.authorization ?? "") ?? [];
    if (kind === undefined) return failure(401, "Requires authentication");
    if (token !== this.token) return failure(401, "Bad credentials");
    const path = this.#behindRepository(pathname);
    if (path === null) return failure(404, "Not Found");
    if (path !== "" && this.#options.hasIssues === false)
      return failure(410, "Issues has been disabled in this repository.");
    if (path !== "" && this.#options.issuesPermission === false)
      return failure(403, "Resource not accessible by integration");
    if (body === undefined) return failure(400, "Problems parsing JSON");
    return route({ method, path, search, body }, this.#known);
  }

  /** The rest of a path; null where it is of another repository. Links to pages name it by its number. */
  #behindRepository(path: string): string | null {
    const [, named, numbered, rest = ""] =
      /^(?:\/repos\/([^/]+\/[^/]+)|\/repositories\/(\d+))(\/.*)?$/.exec(path) ?? [];
    const known =
      named?.toLowerCase() === this.repository.toLowerCase() || numbered === String(REPOSITORY_ID);
    return known ? rest : null;
  }

  get #known(): Repository {
    return {
      tracker: this.#tracker,
      pages: () => `${this.apiUrl}/repositories/${REPOSITORY_ID}`,
      about: () => ({
        id: REPOSITORY_ID,
        name: this.repository.split("/")[1],
        full_name: this.repository,
        private: this.#private,
        visibility: this.#private ? "private" : "public",
        owner: { login: this.repository.split("/")[0], type: "User" },
        html_url: `https://github.com/${this.repository}`,
        default_branch: "main",
        has_issues: this.#options.hasIssues !== false,
        archived: false,
        fork: false,
      }),
    };
  }
}

/** A JSON object; an empty one where nothing was sent, undefined where it is none. */
function parsed(sent: string): Call["body"] | undefined {
  if (sent === "") return {};
  try {
    const value: unknown = JSON.parse(sent);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Call["body"])
      : undefined;
  } catch {
    return undefined;
  }
}

const NO_USER_AGENT: Result = {
  ...failure(
    403,
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
  ),
  violation: "no User-Agent",
};

function faultResult(answer: GitHubAnswer): Result | null {
  if (answer.kind === "reset") return null;
  if (answer.kind === "status") return failure(answer.status, "Server Error");
  const { status, retryAfter } = answer;
  if (retryAfter === undefined)
    return {
      ...failure(status, "API rate limit exceeded for user ID 1."),
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1790000000" },
    };
  return {
    ...failure(status, "You have exceeded a secondary rate limit. Please wait a few minutes."),
    headers: { "retry-after": String(retryAfter) },
  };
}

function respond(response: ServerResponse, { status, headers, body }: Result): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "x-github-media-type": "github.v3; format=json",
    ...headers,
  });
  response.end(JSON.stringify(body));
}
