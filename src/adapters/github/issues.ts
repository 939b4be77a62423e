/**
 * One issue per topic, found again by a marker in its text and by its label. It is written anew when what it says has
 * changed, reopened when that happens after it was closed, and closed with a comment when the topic is over. An issue
 * that somebody closed stays closed as long as it would say the same.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Api, Reply } from "./api.ts";

export interface Topic {
  /** Part of the marker; never changes. */
  readonly name: string;
  readonly title: string;
  /** What is said, without anything that differs from run to run. */
  readonly body: string;
}

export interface Change {
  readonly topic: string;
  readonly done: "opened" | "updated" | "reopened" | "closed";
}

export interface Tracked {
  readonly changes: readonly Change[];
  /** What the service refused; nothing is tried after that. */
  readonly problem: string | null;
}

export const LABEL = "lotbook";

const issue = z.object({
  number: z.int(),
  title: z.string(),
  state: z.enum(["open", "closed"]),
  body: z.string().nullish(),
  pull_request: z.unknown().optional(),
});
type Issue = z.output<typeof issue>;

export interface TrackOptions {
  /** Every topic that may ever come up. */
  readonly names: readonly string[];
  /** Those that are up now. */
  readonly topics: readonly Topic[];
  /** Those of which it is not known whether they are over: their issues stay as they are. */
  readonly unknown?: readonly string[];
  /** Ends the text of an issue and of a closing comment, such as a link to the run. */
  readonly footer: string;
}

/** Brings the issues of the repository in line with the topics that are up. */
export async function trackIssues(
  api: Api,
  { names, topics, unknown = [], footer }: TrackOptions,
): Promise<Tracked> {
  const changes: Change[] = [];
  try {
    const known = await ours(api, names);
    for (const name of names) {
      const topic = topics.find((one) => one.name === name);
      if (topic === undefined && unknown.includes(name)) continue;
      const done = await settle(api, { topic, known: known.get(name), footer });
      if (done !== null) changes.push({ topic: name, done });
    }
    return { changes, problem: null };
  } catch (error) {
    if (error instanceof Refused) return { changes, problem: error.message };
    throw error;
  }
}

interface Case {
  readonly topic: Topic | undefined;
  readonly known: Issue | undefined;
  readonly footer: string;
}

async function settle(api: Api, { topic, known, footer }: Case): Promise<Change["done"] | null> {
  if (topic === undefined) return known === undefined ? null : await over(api, known, footer);
  const { title } = topic;
  const text = `${topic.body}\n\n${footer}\n\n${marker(topic.name)}\n${digest(topic)}`;
  if (known === undefined) {
    await api("POST", "/labels", { name: LABEL, color: "2563eb", description: "Kept by Lotbook" });
    await asked(api("POST", "/issues", { title, body: text, labels: [LABEL] }));
    return "opened";
  }
  if (known.body?.includes(digest(topic)) === true) return null;
  await asked(api("PATCH", `/issues/${known.number}`, { title, body: text, state: "open" }));
  return known.state === "open" ? "updated" : "reopened";
}

/** Without its digest an issue is opened again also when the same comes back, whoever closed it. */
async function over(api: Api, known: Issue, footer: string): Promise<"closed" | null> {
  const text = known.body ?? "";
  const body = text.replace(DIGEST, "");
  if (known.state === "closed") {
    if (body !== text) await asked(api("PATCH", `/issues/${known.number}`, { body }));
    return null;
  }
  const said = `This is over: the last run found nothing of it any more.\n\n${footer}`;
  await asked(api("POST", `/issues/${known.number}/comments`, { body: said }));
  await asked(
    api("PATCH", `/issues/${known.number}`, { body, state: "closed", state_reason: "completed" }),
  );
  return "closed";
}

const marker = (name: string): string => `<!-- lotbook:${name} -->`;

const DIGEST = /\n<!-- [0-9a-f]{16} -->/;

const digest = ({ title, body }: Topic): string =>
  `<!-- ${createHash("sha256").update(`${title}\n${body}`).digest("hex").slice(0, 16)} -->`;

const PAGES = 10;

/** Our issues by topic: an open one, else the newest. Pull requests and what has no marker are not ours. */
async function ours(api: Api, names: readonly string[]): Promise<ReadonlyMap<string, Issue>> {
  const found = new Map<string, Issue>();
  for (let page = 1; page <= PAGES; page++) {
    const list = `/issues?state=all&labels=${LABEL}&per_page=100&page=${page}`;
    const { body, more } = await asked(api("GET", list));
    const issues = z.array(issue).safeParse(body);
    if (!issues.success) throw new Refused("the service answered in another shape than expected");
    for (const one of issues.data) {
      if (one.pull_request !== undefined) continue;
      const name = names.find((other) => one.body?.includes(marker(other)) === true);
      if (name === undefined) continue;
      const before = found.get(name);
      if (before === undefined || (before.state === "closed" && one.state === "open"))
        found.set(name, one);
    }
    if (!more) break;
  }
  return found;
}

class Refused extends Error {}

/** The answer, or the end of what can be done. */
async function asked(reply: Promise<Reply>): Promise<Extract<Reply, { ok: true }>> {
  const answer = await reply;
  if (answer.ok) return answer;
  throw new Refused(answer.why);
}
