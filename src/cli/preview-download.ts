/** The download of a preview: one query, checked like every download, and stored nowhere. */
import { restraint } from "../adapters/ingest/request.ts";
import { alone } from "../adapters/raw/claim.ts";
import { readRuns } from "../adapters/raw/runs.ts";
import { download } from "../adapters/service/client.ts";
import { easternDay } from "../core/dates.ts";
import type { PreviewDownload } from "./preview.ts";
import { EXIT, now } from "./run.ts";
import { exitOfFailure, failureLines, queriesOf, serviceOf, statusPrinter } from "./service.ts";

/**
 * Asks the service for the query's own period. A token that is locked, and a statement that was begun and never came,
 * are left alone as by a fetch.
 */
export const downloadForPreview: PreviewDownload = async (root, settings, alias) => {
  const queries = queriesOf(settings, process.env, alias);
  const [query, ...others] = typeof queries === "string" ? [] : Object.entries(queries);
  if (query === undefined || others.length > 0) {
    console.error(
      typeof queries === "string"
        ? `${queries}.`
        : `Name one query: ${Object.keys(queries).join(", ")}.`,
    );
    return EXIT.settings;
  }
  const [name, queryId] = query;
  const held = restraint(readRuns(root).value, name, now());
  if (held?.kind === "wait") {
    console.error(
      `${name}: not asked, because ${held.why}; --file reads a statement that you downloaded in the portal`,
    );
    return EXIT.notReady;
  }
  const service = serviceOf(process.env);
  if (service === null) return EXIT.settings;
  const print = statusPrinter((text) => service.token.mask(text));
  const answer = await alone(root, () =>
    download(
      { ...service, today: easternDay(now()), onStatus: (status) => print(name, status) },
      { queryId, dates: null },
    ),
  );
  if (answer === null) {
    console.error("A fetch of this folder is running; this one did nothing.");
    return EXIT.notReady;
  }
  if ("statement" in answer) return { value: answer.statement.document, diagnostics: [] };
  for (const line of failureLines(name, answer.failure)) console.error(line);
  return exitOfFailure(answer.failure);
};
