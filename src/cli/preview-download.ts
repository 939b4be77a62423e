/** The download of a preview: one query, checked like every download, and not put into the store. */
import { removePending, writePending } from "../adapters/ingest/pending.ts";
import { restraint } from "../adapters/ingest/request.ts";
import { alone } from "../adapters/raw/claim.ts";
import { appendRun, readRuns } from "../adapters/raw/runs.ts";
import { download, type Receipt } from "../adapters/service/client.ts";
import { easternDay } from "../core/dates.ts";
import type { PreviewDownload } from "./preview.ts";
import { EXIT, now } from "./run.ts";
import {
  exitOfFailure,
  failureLines,
  queriesOf,
  refuse,
  serviceOf,
  statusPrinter,
} from "./service.ts";

/**
 * Asks the service for the query's own period. The service makes about one statement a day, so what was begun here is
 * left to the next fetch, and a lock-out or a statement that never came is remembered as by a fetch.
 */
export const downloadForPreview: PreviewDownload = async (root, settings, alias, json) => {
  const stop = (exit: number, message: string) => refuse(exit, [message], json);
  const queries = queriesOf(settings, process.env, alias);
  if (typeof queries === "string") return stop(EXIT.settings, `${queries}.`);
  const [query, ...others] = Object.entries(queries);
  if (query === undefined || others.length > 0)
    return stop(EXIT.settings, `Name one query: ${Object.keys(queries).join(", ")}.`);
  const service = serviceOf(process.env);
  if (typeof service === "string") return stop(EXIT.settings, `${service}.`);
  const [name, queryId] = query;
  const time = now();
  const held = restraint(readRuns(root).value, name, time);
  if (held !== null && held.kind !== "done")
    return stop(
      EXIT.notReady,
      `${name}: not asked, because ${held.why}; --file reads a statement that you downloaded in the portal`,
    );
  const note = (receipt: Receipt | null) =>
    writePending(root, name, queryId, { time, asked: null, receipt });
  const say = statusPrinter((text) => service.token.mask(text));
  const answer = await alone(root, () =>
    download(
      {
        ...service,
        today: easternDay(time),
        onBegin: () => note(null),
        onReceipt: note,
        onStatus: (status) => say(name, status),
      },
      { queryId, dates: null, orOwnPeriod: false },
    ),
  );
  if (answer === null)
    return stop(EXIT.notReady, "A fetch of this folder is running; this one did nothing.");
  if ("statement" in answer) return { value: answer.statement.document, diagnostics: [] };
  const { kind: outcome, code, generating, resumable } = answer.failure;
  if (outcome === "locked" || generating)
    appendRun(root, {
      query: name,
      time,
      asked: null,
      datesRefused: false,
      received: null,
      outcome,
      code,
      generating,
      sha256: null,
    });
  if (!resumable) removePending(root, name);
  return refuse(exitOfFailure(answer.failure), failureLines(name, answer.failure), json);
};
