/**
 * A statement that was begun and is not here yet, remembered outside the store: a process that was killed, or gave up,
 * leaves it to the next one, which goes on waiting for it and asks for no other. It stays on this machine.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Days, IsoDateTime } from "../../core/dates.ts";
import { workFolder, writeWhole } from "../raw/files.ts";
import { days, moment } from "../raw/runs.ts";
import type { Receipt } from "../service/client.ts";

const entry = z.object({
  time: moment,
  query: z.string(),
  asked: days.nullable(),
  receipt: z
    .object({ reference: z.string().regex(/^[\w-]{1,64}$/), url: z.string().nullable() })
    .nullable(),
});

export interface Pending {
  /** When it was begun, in UTC. */
  readonly time: IsoDateTime;
  readonly asked: Days | null;
  /** Null: the process ended before the receipt came. */
  readonly receipt: Receipt | null;
}

const HOURS = 4;

const pathOf = (root: string, alias: string): string =>
  join(workFolder(root), `pending-${alias}.json`);

/** A query whose number was changed is another query. */
const nameOf = (queryId: string): string =>
  createHash("sha256").update(queryId).digest("hex").slice(0, 12);

/** What was begun for the query within four hours; null where nothing was, or where it cannot be read. */
export function readPending(
  root: string,
  alias: string,
  queryId: string,
  now: IsoDateTime,
): Pending | null {
  const path = pathOf(root, alias);
  if (!existsSync(path)) return null;
  const parsed = entry.safeParse(jsonOf(readFileSync(path, "utf8")));
  if (!parsed.success || parsed.data.query !== nameOf(queryId)) return null;
  const age = (Date.parse(`${now}Z`) - Date.parse(`${parsed.data.time}Z`)) / 3_600_000;
  return age >= 0 && age < HOURS ? parsed.data : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const writePending = (
  root: string,
  alias: string,
  queryId: string,
  pending: Pending,
): void =>
  writeWhole(
    root,
    pathOf(root, alias),
    JSON.stringify({ ...pending, time: `${pending.time}Z`, query: nameOf(queryId) }),
  );

export const removePending = (root: string, alias: string): void =>
  rmSync(pathOf(root, alias), { force: true });
