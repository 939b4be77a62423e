/**
 * Downloads one statement: SendRequest once, then GetStatement for the same reference code until the statement comes.
 * Asking for a new one instead of waiting is what locks a token for hours. (Flex protocol notes, sections 1, 8 and 9.)
 */
import type { Days, IsoDate } from "../../core/dates.ts";
import { SERVICE_CODES, type ServiceCode } from "../flex/codes.ts";
import type { FlexDocument } from "../flex/document.ts";
import { type Answer, answerOf } from "./answer.ts";
import { stepUrl, trusted } from "./endpoint.ts";
import { type Failure, getFailure, notInTime, reasonOf, sendFailure } from "./failure.ts";
import type { Clock } from "./pace.ts";
import { get, type Limits, type Wire } from "./transport.ts";

export interface Order {
  /** The number of the query in the portal. */
  readonly queryId: string;
  /** Days to ask for, both included; null: the query's own period. */
  readonly dates: Days | null;
  /** Where the service refuses the dates: whether the query's own period will do. */
  readonly orOwnPeriod: boolean;
}

export interface Service extends Wire {
  readonly clock: Clock;
  /** The broker's day: a statement cannot know more. */
  readonly today: IsoDate;
  readonly limits?: Limits;
  /** Told before the request that begins a statement goes out, and when its receipt is here. */
  readonly onBegin?: () => void;
  readonly onReceipt?: (receipt: Receipt) => void;
  /** Told what is being done, for a person who waits. */
  readonly onStatus?: (status: Status) => void;
}

/** What GetStatement needs: the reference code, and the address that the service named. */
export interface Receipt {
  readonly reference: string;
  readonly url: string | null;
}

export type Status =
  | { readonly name: "generating" | "retrieving" | "done" }
  | { readonly name: "waiting"; readonly seconds: number; readonly why: string };

type Received =
  | { readonly statement: { readonly bytes: Uint8Array; readonly document: FlexDocument } }
  | { readonly failure: Failure };

export type Download = Received & {
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
  if (order.dates === null || !order.orOwnPeriod || !isDateRefusal(first))
    return { ...(await completed(service, first)), datesRefused: false };
  await pause(
    service,
    SCHEDULE[0] ?? 0,
    "the service refused the dates; asking for the query's own period",
  );
  const second = await send(service, { ...order, dates: null });
  return { ...(await completed(service, second)), datesRefused: true };
}

/** Goes on waiting for a statement that an earlier run had begun. */
export const resume = async (service: Service, receipt: Receipt): Promise<Download> => ({
  ...(await retrieve(service, receipt)),
  datesRefused: false,
});

const isDateRefusal = (answer: Answer): boolean =>
  answer.kind === "error" && SERVICE_CODES[answer.code]?.atSend === "without dates";

async function completed(service: Service, sent: Answer): Promise<Received> {
  if (sent.kind !== "receipt") return { failure: sendFailure(service.token, sent) };
  service.onReceipt?.({ reference: sent.reference, url: sent.url });
  return retrieve(service, sent);
}

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
    await get(
      service,
      stepUrl(service.base, "SendRequest"),
      { q: queryId, ...days },
      limits,
      service.onBegin,
    ),
    service,
  );
}

const compact = (date: IsoDate): string => date.replaceAll("-", "");

/** GetStatement, again and again for the same reference code, within the schedule and the budget. */
async function retrieve(service: Service, { reference, url }: Receipt): Promise<Received> {
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
    const answer = answerOf(await get(service, address, { q: reference }, limits), service);
    if (answer.kind === "statement") {
      service.onStatus?.({ name: "done" });
      return { statement: answer };
    }
    const known = answer.kind === "error" ? knownAt(answer) : undefined;
    const again = known === undefined ? isRepeatable(answer) : known.atGet !== "stop";
    if (!again || (known === undefined && ++repeats > REPEATS))
      return { failure: getFailure(service.token, answer) };
    if (answer.kind === "ill") address = documented;
    why = known?.meaning ?? reasonOf(answer, "a statement");
    seconds = Math.max(
      SCHEDULE[Math.min(look, SCHEDULE.length - 1)] ?? 0,
      leastPause(answer, known),
    );
  }
  return { failure: notInTime(BUDGET / 60 / SECOND, service.token.mask(why)) };
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
