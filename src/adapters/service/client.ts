/**
 * Downloads one statement: SendRequest once, then GetStatement for the same reference code until the statement comes.
 * Asking for a new one instead of waiting is what locks a token for hours. (Flex protocol notes, sections 1, 8 and 9.)
 */
import type { Days, IsoDate } from "../../core/dates.ts";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { type FailureKind, SERVICE_CODES, type ServiceCode } from "../flex/codes.ts";
import type { FlexDocument } from "../flex/document.ts";
import { type Answer, answerOf } from "./answer.ts";
import { stepUrl, trusted } from "./endpoint.ts";
import type { Clock } from "./pace.ts";
import { get, type Limits, type Wire } from "./transport.ts";

export interface Order {
  /** The number of the query in the portal. */
  readonly queryId: string;
  /** Days to ask for, both included; null: the query's own period. */
  readonly dates: Days | null;
}

export interface Service extends Wire {
  readonly clock: Clock;
  /** The broker's day: a statement cannot know more. */
  readonly today: IsoDate;
  readonly limits?: Limits;
  /** Told what is being done, for a person who waits. */
  readonly onStatus?: (status: Status) => void;
}

export type Status =
  | { readonly name: "generating" | "retrieving" | "done" }
  | { readonly name: "waiting"; readonly seconds: number; readonly why: string };

/** Why there is no statement. Texts hold no token and no address. */
export interface Failure {
  readonly kind: FailureKind;
  /** Error code of the service, where it gave one. */
  readonly code: string | null;
  readonly message: string;
  readonly hint: string;
  /** Whether other queries of the same token would meet it too. */
  readonly ofToken: boolean;
  /** Whether the service may have begun a statement, so that asking anew soon would begin another. */
  readonly generating: boolean;
}

export type Download = (
  | { readonly statement: { readonly bytes: Uint8Array; readonly document: FlexDocument } }
  | { readonly failure: Failure }
) & {
  /** The service refused the dates; what came is the query's own period. */
  readonly datesRefused: boolean;
};

const SECOND = 1_000;
const SEND_LIMITS: Limits = {
  connect: 15 * SECOND,
  silence: 120 * SECOND,
  total: 120 * SECOND,
  bytes: 100_000_000,
};
const GET_LIMITS: Limits = { ...SEND_LIMITS, silence: 60 * SECOND, total: 300 * SECOND };
/** Seconds before each look; the last one repeats. Never more than six requests a minute. */
const SCHEDULE = [10, 5, 8, 12, 18, 27, 30];
const SLOWER = 60;
const RECONNECT = 30;
const BUDGET = 12 * 60 * SECOND;
/** How often GetStatement is repeated after an answer that is no answer: cut off, a page, no connection. */
const REPEATS = 2;

/** Downloads the statement of one query. Never throws for what the service does. */
export async function download(service: Service, order: Order): Promise<Download> {
  const first = await send(service, order);
  if (order.dates !== null && isDateRefusal(first)) {
    await pause(
      service,
      SCHEDULE[0] ?? 0,
      "the service refused the dates; asking for the query's own period",
    );
    return {
      ...(await completed(service, await send(service, { ...order, dates: null }))),
      datesRefused: true,
    };
  }
  return { ...(await completed(service, first)), datesRefused: false };
}

const isDateRefusal = (answer: Answer): boolean =>
  answer.kind === "error" && SERVICE_CODES[answer.code]?.atSend === "without dates";

const completed = (
  service: Service,
  sent: Answer,
): Promise<{ statement: { bytes: Uint8Array; document: FlexDocument } } | { failure: Failure }> =>
  sent.kind === "receipt"
    ? retrieve(service, sent)
    : Promise.resolve({ failure: sendFailure(service, sent) });

/** SendRequest. Asked twice only where the first one surely began no statement. */
async function send(service: Service, order: Order): Promise<Answer> {
  const answer = await sendOnce(service, order);
  if (answer.kind === "ill" && answer.request === "not sent") {
    await pause(service, RECONNECT, answer.why);
    return sendOnce(service, order);
  }
  const known = answer.kind === "error" ? SERVICE_CODES[answer.code] : undefined;
  if (known?.atSend !== "pause") return answer;
  await pause(service, SLOWER, known.meaning);
  return sendOnce(service, order);
}

async function sendOnce(service: Service, { queryId, dates }: Order): Promise<Answer> {
  service.onStatus?.({ name: "generating" });
  const days = dates === null ? {} : { fd: compact(dates.from), td: compact(dates.to) };
  const limits = service.limits ?? SEND_LIMITS;
  return answerOf(
    await get(service, stepUrl(service.base, "SendRequest"), { q: queryId, ...days }, limits),
    service.today,
  );
}

const compact = (date: IsoDate): string => date.replaceAll("-", "");

/** GetStatement, again and again for the same reference code, within the schedule and the budget. */
async function retrieve(
  service: Service,
  { reference, url }: Extract<Answer, { kind: "receipt" }>,
): Promise<{ statement: { bytes: Uint8Array; document: FlexDocument } } | { failure: Failure }> {
  const documented = stepUrl(service.base, "GetStatement");
  let address = trusted(URL.parse(url ?? ""), service.base) ?? documented;
  const deadline = service.clock.now() + BUDGET;
  let repeats = 0;
  let seconds = SCHEDULE[0] ?? 0;
  let why = "the service needs a moment";
  for (let look = 1; service.clock.now() + seconds * SECOND <= deadline; look++) {
    await pause(service, seconds, why);
    service.onStatus?.({ name: "retrieving" });
    const limits = service.limits ?? GET_LIMITS;
    const answer = answerOf(await get(service, address, { q: reference }, limits), service.today);
    if (answer.kind === "statement") {
      service.onStatus?.({ name: "done" });
      return { statement: answer };
    }
    const known = answer.kind === "error" ? knownAt(answer) : undefined;
    const again = known === undefined ? isRepeatable(answer) : known.atGet !== "stop";
    if (!again || (known === undefined && ++repeats > REPEATS))
      return { failure: failureOf(service, answer) };
    if (answer.kind === "ill") address = documented;
    why = answer.kind === "error" ? (known?.meaning ?? "") : reasonOf(answer);
    seconds = Math.max(
      SCHEDULE[Math.min(look, SCHEDULE.length - 1)] ?? 0,
      leastPause(answer, known),
    );
  }
  return { failure: notInTime(why) };
}

const leastPause = (answer: Answer, known: ServiceCode | undefined): number => {
  if (known?.atGet === "poll slower") return SLOWER;
  return answer.kind === "ill" && answer.request === "not sent" ? RECONNECT : 0;
};

/** A code that nobody documented is asked for again only where its message says so. */
const knownAt = ({ code, message }: Extract<Answer, { kind: "error" }>): ServiceCode =>
  SERVICE_CODES[code] ?? {
    meaning: "the service asks to try again",
    remedy: "fetch again at the next schedule",
    kind: "not ready",
    atSend: "stop",
    atGet: /try again|retry|heavy load|later/i.test(message) ? "poll" : "stop",
    ofToken: false,
  };

const isRepeatable = ({ kind }: Answer): boolean => kind === "ill" || kind === "incomplete";

async function pause(service: Service, seconds: number, why: string): Promise<void> {
  service.onStatus?.({ name: "waiting", seconds, why: service.token.mask(why) });
  await service.clock.sleep(seconds * SECOND);
}

const NEXT = "fetch again at the next schedule";

function sendFailure(service: Service, answer: Answer): Failure {
  // Nothing says whether a request without an answer began a statement: it is treated as if it had.
  const unanswered = answer.kind === "ill" && answer.request === "unanswered";
  return { ...failureOf(service, answer), generating: unanswered || isGenerationFailure(answer) };
}

/** Codes that stand for a statement that was begun: those that GetStatement would have answered with "not yet". */
const isGenerationFailure = (answer: Answer): boolean => {
  const known = answer.kind === "error" ? SERVICE_CODES[answer.code] : undefined;
  return known !== undefined && known.atGet === "poll" && known.atSend === "stop";
};

function failureOf(service: Service, answer: Answer): Failure {
  const base = { code: null, ofToken: false, generating: false };
  if (answer.kind === "error") return codeFailure(service, answer);
  if (answer.kind === "ill")
    return { ...base, kind: "not ready", message: service.token.mask(answer.why), hint: NEXT };
  return {
    ...base,
    kind: "refused",
    message: service.token.mask(reasonOf(answer)),
    hint: answer.kind === "foreign" && answer.hint !== "" ? answer.hint : NEXT,
  };
}

function codeFailure(
  service: Service,
  { code, message }: Extract<Answer, { kind: "error" }>,
): Failure {
  const known = SERVICE_CODES[code];
  if (known !== undefined)
    return {
      kind: known.kind,
      code,
      message: `${known.meaning} (code ${code})`,
      hint: known.remedy,
      ofToken: known.ofToken,
      generating: false,
    };
  return {
    kind: "not ready",
    code: /^\d+$/.test(code) ? code : null,
    message: `the service answered with an error that is not documented (code ${code}): "${shown(service, message)}"`,
    hint: `look the code up in IBKR's Flex Web Service reference; ${NEXT}`,
    ofToken: false,
    generating: false,
  };
}

/** A message of the service, safe to print: one short line without token, address or account number. */
const shown = (service: Service, message: string): string =>
  withoutAccountNumbers(service.token.mask(message))
    .replaceAll(/https?:\S+/gi, "(address)")
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, 200);

const reasonOf = (answer: Answer): string => ("why" in answer ? answer.why : "no statement came");

const notInTime = (why: string): Failure => ({
  kind: "not ready",
  code: null,
  message: `the statement was not ready within ${BUDGET / 60 / SECOND} minutes (last answer: ${why})`,
  hint: `${NEXT}; if it repeats, shorten the period or take heavy sections out of the query`,
  ofToken: false,
  generating: true,
});
