/** Reads a request to the Flex Web Service strictly: what no correct client sends is named as a violation. */
import type { IncomingMessage } from "node:http";
import { dateOf, daysBetween, type IsoDate } from "../core/dates.ts";
import type { Ask, Step } from "./answer.ts";

const PARAMETERS: Readonly<Record<Step, readonly string[]>> = {
  SendRequest: ["t", "q", "v", "fd", "td", "p"],
  GetStatement: ["t", "q", "v"],
};
const MOST_DAYS = 365;

export interface ReadRequest {
  /** Null where the path is none of the service's. */
  readonly step: Step | null;
  readonly path: string;
  readonly parameters: URLSearchParams;
  /** What is wrong with its form; null where nothing is. */
  readonly violation: string | null;
}

export function readRequest(request: IncomingMessage, basePath: string): ReadRequest {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake.invalid");
  const name = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length + 1) : "";
  const step: Step | null = name === "SendRequest" || name === "GetStatement" ? name : null;
  const read = { step, path: pathname, parameters: searchParams };
  return { ...read, violation: violationOf(request, read) };
}

function violationOf(
  { method, headers }: IncomingMessage,
  { step, path, parameters }: Omit<ReadRequest, "violation">,
): string | null {
  if (step === null) return `path ${path}`;
  if (method !== "GET") return `method ${method} at ${step}`;
  if (headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined)
    return `a body at ${step}`;
  const names = [...parameters.keys()];
  const unknown = names.find((name) => !PARAMETERS[step].includes(name));
  if (unknown !== undefined) return `parameter ${unknown} at ${step}`;
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return `parameter ${repeated} twice at ${step}`;
  return headers["user-agent"] === undefined ? `no User-Agent at ${step}` : null;
}

/** Why the service cannot validate the parameters, as a code; null where it can. */
export function refusalOf(parameters: URLSearchParams): number | null {
  const [from, to, days] = ["fd", "td", "p"].map((name) => parameters.get(name));
  if (parameters.get("v") !== "3" || !parameters.has("t") || !parameters.has("q")) return 1020;
  if (from != null || to != null) return isWindow(from ?? "", to ?? "") ? null : 1020;
  return days == null || (/^\d{1,3}$/.test(days) && +days >= 1 && +days <= MOST_DAYS) ? null : 1020;
}

/** Two days of the calendar in order, at most 365 days with both of them counted. */
function isWindow(from: string, to: string): boolean {
  const [first, last] = [calendarDay(from), calendarDay(to)];
  return first !== null && last !== null && first <= last && daysBetween(first, last) < MOST_DAYS;
}

function calendarDay(text: string): IsoDate | null {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map((part) => +part);
  return dateOf(year, month, day);
}

/** What SendRequest asks for. */
export function askOf(parameters: URLSearchParams): Omit<Ask, "attempt"> {
  const queryId = parameters.get("q") ?? "";
  const [from, to, days] = ["fd", "td", "p"].map((name) => parameters.get(name));
  if (from != null && to != null) return { queryId, from, to };
  return days == null ? { queryId } : { queryId, days: +days };
}

/** The parameters of a request other than its token, for the record. */
export function subjectOf({ step, parameters }: ReadRequest): {
  query?: string;
  reference?: string;
  from?: string;
  to?: string;
  days?: string;
} {
  const names = {
    q: step === "GetStatement" ? "reference" : "query",
    fd: "from",
    td: "to",
    p: "days",
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([parameter, name]) => {
      const value = parameters.get(parameter);
      return value === null ? [] : [[name, value]];
    }),
  );
}
