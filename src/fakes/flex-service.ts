/** A counterpart of the Flex Web Service, version 3, over real sockets. It is strict where the real one is unknown. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, ScriptStep, StatementSource, Step } from "./answer.ts";
import { htmlPage, successEnvelope } from "./envelope.ts";
import { askOf, type ReadRequest, readRequest, refusalOf, subjectOf } from "./flex-request.ts";
import { Generations } from "./generations.ts";
import { errorReply, html, type Reply, replyOf, type Situation, send, xml } from "./reply.ts";
import { type Limits, Tokens } from "./tokens.ts";

export type { Answer, Ask, Bytes, ScriptStep, StatementSource, Step } from "./answer.ts";
export { type ForeignHost, startForeignHost } from "./foreign-host.ts";

export interface FlexServiceOptions {
  /** Valid tokens, with any characters. */
  readonly tokens: readonly string[];
  readonly queries: Readonly<Record<string, StatementSource>>;
  /** Milliseconds; requests arrive at its time. Default: `performance.now`. */
  readonly clock?: () => number;
  /** Per token, both steps together. Default: 1 and 10. */
  readonly limits?: Limits;
  /** How often GetStatement says that it is not ready. Default: 1. */
  readonly pollsUntilReady?: number;
  readonly basePath?: string;
  /** What the `Url` element says. Default: the own address of GetStatement. */
  readonly pretendUrl?: string | ((base: string) => string);
  readonly timestamp?: string;
  /** After so many generations of a query on a `day`, the next answer 1001. Default: no limit. */
  readonly statementsPerDay?: number;
  /** The broker's calendar day, for `statementsPerDay`. Default: today. */
  readonly day?: () => string;
  /** After so many failed generations the token is locked. Default: never. */
  readonly maxFailedGenerations?: number;
  /** Default: any that is free. */
  readonly port?: number;
}

/** A request as it came. */
export interface FlexRequest {
  readonly at: number;
  readonly step: Step | null;
  /** At SendRequest. */
  readonly query?: string;
  /** At GetStatement. */
  readonly reference?: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: string;
  readonly tokenValid: boolean;
  readonly userAgent: string | null;
  readonly headers: IncomingHttpHeaders;
  /** `reference`, `statement`, a code, the kind of a scripted answer, or `violation`. */
  readonly answered: string;
}

export interface FlexService {
  readonly origin: string;
  /** What a client takes for the address of the service. */
  readonly baseUrl: string;
  readonly requests: readonly FlexRequest[];
  /** Successful generations by query. */
  readonly generations: ReadonlyMap<string, number>;
  /** What no correct client does; tests assert that it is empty. */
  readonly violations: readonly string[];
  /** Requests that were answered 1018 for coming too soon. */
  readonly tooFast: number;
  /** Whether a token came anywhere but in the parameter `t`. */
  readonly tokenSeenOutside: boolean;
  /** Adds answers that come before the usual ones, in this order for each step. */
  script(steps: readonly ScriptStep[]): void;
  setQuery(id: string, source: StatementSource): void;
  expireToken(token: string): void;
  lock(token: string): void;
  /** The next day has come. */
  unlock(token: string): void;
  close(): Promise<void>;
}

/** Starts a service on a free port of 127.0.0.1. */
export async function startFlexService(options: FlexServiceOptions): Promise<FlexService> {
  const service = new Service(options);
  await service.listen();
  return service;
}

class Service implements FlexService {
  readonly requests: FlexRequest[] = [];
  readonly violations: string[] = [];
  tooFast = 0;
  tokenSeenOutside = false;
  origin = "";
  readonly #options: FlexServiceOptions;
  readonly #basePath: string;
  readonly #timestamp: string;
  readonly #server: Server;
  readonly #tokens: Tokens;
  readonly #generations: Generations;
  readonly #script: ScriptStep[] = [];

  constructor(options: FlexServiceOptions) {
    this.#options = options;
    this.#basePath = options.basePath ?? "/AccountManagement/FlexWebService";
    this.#timestamp = options.timestamp ?? "28 August, 2026 10:37 AM EDT";
    this.#tokens = new Tokens(
      options.tokens,
      options.limits ?? { perSecond: 1, perMinute: 10 },
      options.maxFailedGenerations ?? Number.POSITIVE_INFINITY,
    );
    this.#generations = new Generations({
      queries: options.queries,
      polls: options.pollsUntilReady ?? 1,
      perDay: options.statementsPerDay ?? Number.POSITIVE_INFINITY,
      day: options.day ?? (() => new Date().toDateString()),
    });
    this.#server = createServer((request, response) => {
      request.resume();
      void send(response, this.#take(request));
    });
  }

  get baseUrl(): string {
    return this.origin + this.#basePath;
  }

  get generations(): ReadonlyMap<string, number> {
    return this.#generations.counts;
  }

  async listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once("error", reject);
    this.#server.listen(this.#options.port ?? 0, "127.0.0.1", resolve);
    await promise;
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  script(steps: readonly ScriptStep[]): void {
    for (const one of steps)
      for (let time = 0; time < (one.times ?? 1); time++) this.#script.push(one);
  }

  setQuery(id: string, source: StatementSource): void {
    this.#generations.setQuery(id, source);
  }

  expireToken(token: string): void {
    this.#tokens.expire(token);
  }

  lock(token: string): void {
    this.#tokens.lock(token);
  }

  unlock(token: string): void {
    this.#tokens.unlock(token);
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  /** Records a request and decides what is sent. */
  #take(request: IncomingMessage): Reply {
    const at = (this.#options.clock ?? (() => performance.now()))();
    const read = readRequest(request, this.#basePath);
    this.#watchTokens(request, read);
    const reply = this.#reply(read, at);
    const token = read.parameters.get("t") ?? "";
    this.requests.push({
      at,
      step: read.step,
      ...subjectOf(read),
      tokenValid: this.#tokens.isValid(token),
      userAgent: request.headers["user-agent"] ?? null,
      headers: request.headers,
      answered: reply.said,
    });
    return reply;
  }

  #watchTokens({ rawHeaders }: IncomingMessage, { path, parameters }: ReadRequest): void {
    const others = [...parameters].filter(([name]) => name !== "t").flat();
    // The own address is in every request; a short token could occur in its port.
    const headers = rawHeaders.filter((text) => `http://${text}` !== this.origin);
    if ([path, ...others, ...headers].some((text) => this.#tokens.occursIn(text)))
      this.tokenSeenOutside = true;
  }

  #reply({ step, parameters, violation }: ReadRequest, at: number): Reply {
    if (step === null || violation !== null) return this.#refuse(violation ?? "no step");
    const token = parameters.get("t") ?? "";
    const tooFast = this.#tokens.arrive(token, at);
    if (this.#tokens.isLocked(token)) return this.#error(token, 1025);
    if (tooFast) {
      this.tooFast += 1;
      return this.#error(token, 1018);
    }
    const situation =
      step === "SendRequest"
        ? this.#generating(token, parameters)
        : this.#retrieving(token, parameters);
    const scripted = this.#scripted(step, parameters.get("q") ?? "");
    const reply = scripted === null ? situation.usual() : replyOf(scripted, situation);
    if (step === "SendRequest" && reply.code !== undefined) this.#tokens.fail(token, reply.code);
    return reply;
  }

  #refuse(violation: string): Reply {
    this.violations.push(violation);
    return violation.startsWith("no User-Agent")
      ? html("violation", 403, htmlPage("Forbidden"))
      : html("violation", 404, htmlPage("Not found"));
  }

  /** Takes the first answer of the script that is meant for a request. */
  #scripted(step: Step, subject: string): Answer | null {
    const query = step === "SendRequest" ? subject : this.#generations.queryOf(subject);
    const index = this.#script.findIndex(
      (one) => one.step === step && (one.query === undefined || one.query === query),
    );
    return index < 0 ? null : (this.#script.splice(index, 1)[0]?.answer ?? null);
  }

  #generating(token: string, parameters: URLSearchParams): Situation {
    const generate = (url?: string | null): Reply => this.#generate(token, parameters, url);
    const usual = (): Reply => generate();
    return { token, timestamp: this.#timestamp, usual, finished: usual, success: generate };
  }

  #retrieving(token: string, parameters: URLSearchParams): Situation {
    const reference = parameters.get("q") ?? "";
    return {
      token,
      timestamp: this.#timestamp,
      usual: () => this.#retrieve(token, parameters, true),
      finished: () => this.#retrieve(token, parameters, false),
      success: (url) => this.#success(reference, url),
    };
  }

  #generate(token: string, parameters: URLSearchParams, url?: string | null): Reply {
    const refusal = this.#refusal(token, parameters);
    if (refusal !== null) return this.#error(token, refusal);
    const started = this.#generations.start(token, askOf(parameters));
    if (typeof started === "string") return this.#success(started, url);
    // An answer that changes the usual one has nothing to change here.
    const usual = (): Reply => this.#error(token, 1001);
    const situation = { token, timestamp: this.#timestamp, usual, finished: usual, success: usual };
    return replyOf(started, situation);
  }

  #retrieve(token: string, parameters: URLSearchParams, waiting: boolean): Reply {
    const refusal = this.#refusal(token, parameters);
    if (refusal !== null) return this.#error(token, refusal);
    const found = this.#generations.retrieve(token, parameters.get("q") ?? "", waiting);
    return typeof found === "number" ? this.#error(token, found) : xml("statement", found);
  }

  /** What is wrong before the query or the reference code is looked at. */
  #refusal(token: string, parameters: URLSearchParams): number | null {
    if (this.#tokens.isExpired(token)) return 1012;
    return this.#tokens.isValid(token) ? refusalOf(parameters) : 1015;
  }

  #success(reference: string, url?: string | null): Reply {
    const { pretendUrl } = this.#options;
    const own = `${this.baseUrl}/GetStatement`;
    const said = typeof pretendUrl === "function" ? pretendUrl(this.baseUrl) : (pretendUrl ?? own);
    const address = url === undefined ? said : url;
    return xml("reference", successEnvelope(this.#timestamp, reference, address));
  }

  #error(token: string, code: number): Reply {
    return errorReply({ token, timestamp: this.#timestamp }, code);
  }
}
