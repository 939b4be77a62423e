/** What GitHub's REST API answers to requests about one repository, once they are allowed. */
import type { Issue, IssueChange, IssueTracker } from "./github-issues.ts";

export interface Call {
  readonly method: string;
  /** Behind the repository: "", `/issues`, `/issues/1/comments`. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Result {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What no correct client does. */
  readonly violation?: string;
}

/** What a route needs. */
export interface Repository {
  readonly tracker: IssueTracker;
  /** What `GET /repos/{owner}/{repo}` answers. */
  about(): unknown;
  /** The address that links to further pages start with. */
  readonly pages: () => string;
}

const LONGEST_BODY = 65_536;
const LIST_PARAMETERS = ["state", "labels", "per_page", "page"];
const FIELDS = ["title", "body", "labels", "state", "state_reason", "assignees", "milestone"];

/** An error in GitHub's words. */
export const failure = (status: number, message: string, errors?: readonly object[]): Result => ({
  status,
  body: {
    message,
    ...(errors && { errors }),
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  },
});

const invalid = (resource: string, field: string, code: string, message?: string): Result =>
  failure(422, "Validation Failed", [{ resource, field, code, ...(message && { message }) }]);

const violated = (violation: string, result: Result): Result => ({ ...result, violation });

/** Answers a call; whatever is not part of the API that Lotbook uses is a violation. */
export function route(call: Call, repository: Repository): Result {
  const { method, path } = call;
  const { tracker } = repository;
  if (method === "GET" && path === "") return { status: 200, body: repository.about() };
  if (method === "GET" && path === "/issues") return listed(call, repository);
  if (method === "POST" && path === "/issues") return created(call, tracker);
  if (method === "POST" && path === "/labels") return labeled(call, tracker);
  const [, number, rest] = /^\/issues\/(\d+)(\/comments)?$/.exec(path) ?? [];
  const known = number !== undefined;
  const issue = known ? tracker.find(+number) : undefined;
  if (known && issue === undefined) return failure(404, "Not Found");
  if (issue !== undefined && rest === undefined && method === "GET")
    return { status: 200, body: issue };
  if (issue !== undefined && rest === undefined && method === "PATCH")
    return changed(call, tracker, issue);
  if (issue !== undefined && rest !== undefined && method === "GET")
    return paged(call, repository, tracker.commentsOf(issue));
  if (issue !== undefined && rest !== undefined && method === "POST")
    return commented(call, tracker, issue);
  return violated(`${method} ${path}`, failure(404, "Not Found"));
}

function listed(call: Call, repository: Repository): Result {
  const { search } = call;
  const unknown = [...search.keys()].find((name) => !LIST_PARAMETERS.includes(name));
  const state = search.get("state") ?? "open";
  if (!["open", "closed", "all"].includes(state)) return invalid("Issue", "state", "invalid");
  const labels = (search.get("labels") ?? "").split(",").filter((name) => name !== "");
  const result = paged(call, repository, repository.tracker.list(state, labels));
  return unknown === undefined ? result : violated(`parameter ${unknown} of issues`, result);
}

/** One page of a list, with links to the others where there are any. */
function paged({ search, path }: Call, { pages }: Repository, items: readonly unknown[]): Result {
  const asked = whole(search.get("per_page"), 30);
  const size = asked > 100 ? 100 : asked;
  const page = whole(search.get("page"), 1);
  const index = items.length - 1;
  const last = (index - ((index + size) % size)) / size + 1;
  const link = (rel: string, number: number): string => {
    const query = new URLSearchParams(search);
    query.set("page", String(number));
    return `<${pages()}${path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link("prev", page - 1)] : []),
    ...(page < last ? [link("next", page + 1), link("last", last)] : []),
    ...(page > 1 ? [link("first", 1)] : []),
  ];
  return {
    status: 200,
    body: items.slice((page - 1) * size, page * size),
    ...(links.length > 0 && { headers: { link: links.join(", ") } }),
  };
}

const whole = (text: string | null, otherwise: number): number =>
  /^[1-9]\d{0,8}$/.test(text ?? "") ? +(text ?? "") : otherwise;

function created({ body }: Call, tracker: IssueTracker): Result {
  if (typeof body["title"] !== "string" || body["title"] === "")
    return invalid("Issue", "title", "missing_field");
  const problem = problemOf(body);
  if (problem !== null) return problem;
  const { body: text = null, labels = [] } = body as IssueChange;
  const names = labels.map((label) => (typeof label === "string" ? label : label.name));
  const issue = tracker.add({ title: body["title"], body: text, labels: names });
  return { status: 201, body: issue, headers: { location: issue.url } };
}

function changed({ body }: Call, tracker: IssueTracker, issue: Issue): Result {
  const problem = problemOf(body);
  if (problem !== null) return problem;
  const state = body["state"];
  if (state !== undefined && state !== "open" && state !== "closed")
    return invalid("Issue", "state", "invalid");
  return { status: 200, body: tracker.change(issue, body as IssueChange) };
}

/** What is wrong with the fields of an issue. */
function problemOf(body: Call["body"]): Result | null {
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined)
    return violated(`field ${unknown} of an issue`, failure(422, "Invalid request."));
  const { title, body: text, labels } = body;
  if (title !== undefined && typeof title !== "string") return invalid("Issue", "title", "invalid");
  if (labels !== undefined && !Array.isArray(labels)) return invalid("Issue", "labels", "invalid");
  return text == null ? null : tooLong("Issue", text);
}

function commented({ body: { body: text } }: Call, tracker: IssueTracker, issue: Issue): Result {
  if (typeof text !== "string" || text.trim() === "")
    return invalid("IssueComment", "body", "missing_field");
  return tooLong("IssueComment", text) ?? { status: 201, body: tracker.comment(issue, text) };
}

function tooLong(resource: string, text: unknown): Result | null {
  if (typeof text !== "string") return invalid(resource, "body", "invalid");
  if (text.length <= LONGEST_BODY) return null;
  return invalid(resource, "body", "custom", "body is too long (maximum is 65536 characters)");
}

function labeled({ body }: Call, tracker: IssueTracker): Result {
  const { name, color, description } = body;
  if (typeof name !== "string" || name === "") return invalid("Label", "name", "missing_field");
  if (color !== undefined && !(typeof color === "string" && /^[0-9a-f]{6}$/i.test(color)))
    return invalid("Label", "color", "invalid");
  const label = tracker.addLabel(name, color, typeof description === "string" ? description : null);
  return label === null ? invalid("Label", "name", "already_exists") : { status: 201, body: label };
}
