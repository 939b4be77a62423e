/** The text that the Flex Web Service sends around and instead of statements. */
import { escaped } from "../../fixtures/demo/rows.ts";

const LATER = "Please try again shortly.";

/** What the service says about its codes; 1025 is not documented and its words are ours. */
const MESSAGES: Readonly<Record<number, string>> = {
  1001: `Statement could not be generated at this time. ${LATER}`,
  1003: "Statement is not available.",
  1004: `Statement is incomplete at this time. ${LATER}`,
  1005: `Settlement data is not ready at this time. ${LATER}`,
  1006: `FIFO P/L data is not ready at this time. ${LATER}`,
  1007: `MTM P/L data is not ready at this time. ${LATER}`,
  1008: `MTM and FIFO P/L data is not ready at this time. ${LATER}`,
  1009: `The server is under heavy load. Statement could not be generated at this time. ${LATER}`,
  1010: "Legacy Flex Queries are no longer supported. Please convert over to Activity Flex.",
  1011: "Service account is inactive.",
  1012: "Token has expired.",
  1013: "IP restriction.",
  1014: "Query is invalid.",
  1015: "Token is invalid.",
  1016: "Account is invalid.",
  1017: "Reference code is invalid.",
  1018: `Too many requests have been made from this token. ${LATER} Limited to one request per second, 10 requests per minute (per token).`,
  1019: `Statement generation in progress. ${LATER}`,
  1020: "Invalid request or unable to validate request.",
  1021: `Statement could not be retrieved at this time. ${LATER}`,
  1025: "Too many failed attempts. Please review your configuration.",
};

/** Codes that the service has been seen to give as a warning. */
const WARNINGS: ReadonlySet<number> = new Set([1019, 1025]);

export type Status = "Success" | "Fail" | "Warn";

/** The service's own words and status for a code. */
export const usualError = (code: number): { status: Status; message: string } => ({
  status: WARNINGS.has(code) ? "Warn" : "Fail",
  message: MESSAGES[code] ?? `Error ${code}.`,
});

export function errorEnvelope(
  timestamp: string,
  code: number,
  status: Status | null,
  message: string,
): string {
  return envelope(timestamp, [
    ...(status === null ? [] : [element("Status", status)]),
    element("ErrorCode", String(code)),
    element("ErrorMessage", message),
  ]);
}

export function successEnvelope(timestamp: string, reference: string, url: string | null): string {
  return envelope(timestamp, [
    element("Status", "Success"),
    element("ReferenceCode", reference),
    ...(url === null ? [] : [element("Url", url)]),
  ]);
}

const envelope = (timestamp: string, elements: readonly string[]): string =>
  [
    `<FlexStatementResponse timestamp='${escaped(timestamp).replaceAll("'", "&apos;")}'>`,
    ...elements,
    "</FlexStatementResponse>",
    "",
  ].join("\n");

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

/** A page for people, as proxies and outages send. */
export const htmlPage = (title: string, text = ""): string =>
  `<!DOCTYPE html>\n<html><head><title>${escaped(title)}</title></head><body><h1>${escaped(title)}</h1>${
    text === "" ? "" : `<p>${escaped(text)}</p>`
  }</body></html>\n`;
