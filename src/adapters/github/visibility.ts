/** Who can read the repository, as the service says that runs us. What is not known is not private. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { apiAddress, apiOf } from "./api.ts";

export type Visibility =
  /** Its members alone. */
  | "private"
  /** Everybody with an account at the company or the forge. */
  | "internal"
  | "public"
  | "unknown"
  /** On no forge: there is nothing to check. */
  | "local";

const repository = z.object({ private: z.boolean(), visibility: z.string().optional() });
const event = z.object({ repository });

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads it from the event that started the workflow, else from the API (`GITHUB_TOKEN`); on GitLab from
 * `CI_PROJECT_VISIBILITY`.
 */
export async function visibilityOf(environment: Environment): Promise<Visibility> {
  const { GITHUB_ACTIONS, GITHUB_EVENT_PATH, GITHUB_REPOSITORY } = environment;
  if (GITHUB_ACTIONS === "true" || GITHUB_EVENT_PATH || GITHUB_REPOSITORY)
    return fromEvent(GITHUB_EVENT_PATH) ?? (await fromApi(environment)) ?? "unknown";
  if (environment["GITLAB_CI"] !== "true") return "local";
  const said = environment["CI_PROJECT_VISIBILITY"];
  return said === "private" || said === "internal" || said === "public" ? said : "unknown";
}

function fromEvent(path: string | undefined): Visibility | null {
  if (path === undefined || path === "") return null;
  try {
    return meant(event.parse(JSON.parse(readFileSync(path, "utf8"))).repository);
  } catch {
    return null;
  }
}

async function fromApi(environment: Environment): Promise<Visibility | null> {
  const { GITHUB_REPOSITORY: name, GITHUB_TOKEN: token } = environment;
  if (!name || !token) return null;
  const base = apiAddress(environment);
  const answer = await apiOf({ base, repository: name, token })("GET", "");
  const parsed = repository.safeParse(answer.ok ? answer.body : null);
  return parsed.success ? meant(parsed.data) : null;
}

function meant({ private: isPrivate, visibility }: z.output<typeof repository>): Visibility {
  if (!isPrivate || visibility === "public") return "public";
  return visibility === "internal" ? "internal" : "private";
}
