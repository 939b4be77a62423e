/** The client against a service that speaks the real wire format, with every answer and fault of the protocol notes. */
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import type { IsoDate } from "../../core/dates.ts";
import {
  type Answer,
  type FlexService,
  type FlexServiceOptions,
  startFlexService,
  startForeignHost,
} from "../../fakes/flex-service.ts";
import { statement } from "../../fakes/statement.ts";
import { type Download, download, type Order, type Status } from "./client.ts";
import { baseOf } from "./endpoint.ts";
import { Pace } from "./pace.ts";
import { Token } from "./token.ts";
import type { Limits } from "./transport.ts";

const TOKEN = "9/4+7&3=1%20 6#ü";
const QUERY = "123456";
const STATEMENT = statement({ from: "2025-03-03", to: "2025-03-07" });
const TODAY = "2025-03-10" as IsoDate;

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

/** A clock that sleeps in no time. */
function quickClock() {
  let time = 0;
  return {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

interface Played {
  readonly answer: Download;
  readonly service: FlexService;
  readonly statuses: readonly Status[];
  readonly seconds: number;
}

async function play(
  options: Partial<FlexServiceOptions> = {},
  script: Parameters<FlexService["script"]>[0] = [],
  order: Partial<Order> & {
    token?: string;
    limits?: Limits;
    base?: string;
    strange?: string[];
  } = {},
): Promise<Played> {
  const clock = quickClock();
  const service = await startFlexService({
    tokens: [TOKEN],
    queries: { [QUERY]: STATEMENT },
    clock: clock.now,
    ...options,
  });
  running.push(service);
  service.script(script);
  const base = baseOf(order.base ?? service.baseUrl);
  if (typeof base === "string") throw new Error(base);
  const statuses: Status[] = [];
  const answer = await download(
    {
      base,
      token: new Token(order.token ?? ` ${TOKEN}\n`),
      clock,
      pace: new Pace(clock),
      today: TODAY,
      onStatus: (status) => statuses.push(status),
      ...(order.limits === undefined ? {} : { limits: order.limits }),
    },
    { queryId: order.queryId ?? QUERY, dates: order.dates ?? null, orOwnPeriod: true },
  );
  const said = inspect({ answer, statuses }, { depth: 9 });
  for (const form of [TOKEN, encodeURIComponent(TOKEN), encodeURI(TOKEN)])
    expect(said).not.toContain(form);
  expect(service.violations).toEqual(order.strange ?? []);
  expect(service.tooFast).toBe(0);
  expect(service.tokenSeenOutside).toBe(false);
  return { answer, service, statuses, seconds: clock.now() / 1000 };
}

const failureOf = ({ answer }: Played) => ("failure" in answer ? answer.failure : null);
const bytesOf = ({ answer }: Played) =>
  "statement" in answer ? Buffer.from(answer.statement.bytes).toString() : null;
const stepsOf = ({ service }: Played) => service.requests.map(({ step }) => step);
const at = (step: "SendRequest" | "GetStatement", answer: Answer, times = 1) => [
  { step, answer, times },
];
const QUICK: Limits = { connect: 500, silence: 300, total: 300, bytes: 100_000_000 };

describe("the usual way", () => {
  test("asks once, waits, and answers the bytes as received", async () => {
    const played = await play({ pollsUntilReady: 3 });
    expect(bytesOf(played)).toBe(STATEMENT);
    expect(stepsOf(played)).toEqual(["SendRequest", ...Array(4).fill("GetStatement")]);
    const names = played.statuses.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(["generating", "waiting", "retrieving"]);
    expect(names.at(-1)).toBe("done");
    const [sent, first, second] = played.service.requests.map(({ at: time }) => time / 1000);
    expect([(first ?? 0) - (sent ?? 0), (second ?? 0) - (first ?? 0)]).toEqual([10, 5]);
    expect(played.service.requests[0]?.userAgent).toMatch(/^\w+\/\d/);
  });

  test("asks for dates as the service writes them", async () => {
    const dates = { from: "2025-03-03" as IsoDate, to: "2025-03-07" as IsoDate };
    const { service } = await play({}, [], { dates });
    expect(service.requests[0]).toMatchObject({ from: "20250303", to: "20250307" });
  });

  test.each<[string, Answer]>([
    ["gzip", { kind: "gzip" }],
    ["a byte order mark", { kind: "bom" }],
    ["30 MB", { kind: "large", megabytes: 30 }],
    ["a slow answer", { kind: "slow", chunk: 20_000, ms: 1 }],
  ])("takes %s", async (_, answer) => {
    const played = await play({ pollsUntilReady: 0 }, at("GetStatement", answer));
    expect(bytesOf(played)).toContain("FlexQueryResponse");
  });

  test("never asks more than six times a minute, and gives up after twelve minutes", async () => {
    const played = await play({ pollsUntilReady: 1_000 });
    expect(failureOf(played)).toMatchObject({ kind: "not ready", generating: true });
    const times = played.service.requests.map(({ at: time }) => time / 1000);
    for (const time of times)
      expect(
        times.filter((other) => other >= time && other < time + 60).length,
      ).toBeLessThanOrEqual(6);
    expect(played.seconds).toBeLessThanOrEqual(721);
    expect(played.seconds).toBeGreaterThan(650);
    expect(stepsOf(played).filter((step) => step === "SendRequest")).toHaveLength(1);
  });
});

describe("codes at SendRequest", () => {
  test.each([
    [1001, "not ready", true],
    [1004, "not ready", true],
    [1005, "not ready", true],
    [1006, "not ready", true],
    [1007, "not ready", true],
    [1008, "not ready", true],
    [1010, "configuration", false],
    [1011, "configuration", false],
    [1012, "credential", false],
    [1013, "credential", false],
    [1014, "configuration", false],
    [1015, "credential", false],
    [1016, "configuration", false],
    [1017, "not ready", false],
    [1019, "not ready", true],
    [1021, "not ready", true],
    [1025, "locked", false],
    [1003, "not ready", false],
    [1020, "configuration", false],
    [1099, "not ready", false],
  ] as const)("%i ends the run at once: %s", async (code, kind, generating) => {
    for (const status of ["Fail", "Warn", null] as const) {
      const played = await play({}, at("SendRequest", { kind: "code", code, status }, 9));
      expect(failureOf(played)).toMatchObject({ kind, code: String(code), generating });
      expect(stepsOf(played)).toEqual(["SendRequest"]);
    }
  });

  test.each([1009, 1018])("%i is asked once more after a minute, no more", async (code) => {
    const once = await play({}, at("SendRequest", { kind: "code", code }));
    expect(bytesOf(once)).toBe(STATEMENT);
    expect(once.service.requests[1]?.at).toBeGreaterThanOrEqual(60_000);
    const twice = await play({}, at("SendRequest", { kind: "code", code }, 9));
    expect(failureOf(twice)).toMatchObject({ kind: "not ready", code: String(code) });
    expect(stepsOf(twice)).toEqual(["SendRequest", "SendRequest"]);
  });

  test.each([1003, 1020])("%i with dates is asked once more without them", async (code) => {
    const dates = { from: "2025-03-03" as IsoDate, to: "2025-03-07" as IsoDate };
    const played = await play({}, at("SendRequest", { kind: "code", code }), { dates });
    expect(bytesOf(played)).toBe(STATEMENT);
    expect(played.answer.datesRefused).toBe(true);
    expect(played.service.requests[1]?.from).toBe(undefined);
    const refused = await play({}, at("SendRequest", { kind: "code", code }, 9), { dates });
    expect(stepsOf(refused)).toEqual(["SendRequest", "SendRequest"]);
  });
});

describe("codes at GetStatement", () => {
  test.each([1001, 1004, 1005, 1006, 1007, 1008, 1009, 1018, 1019, 1021])(
    "%i is asked again for the same reference",
    async (code) => {
      for (const status of ["Fail", "Warn", null] as const) {
        const played = await play(
          { pollsUntilReady: 0 },
          at("GetStatement", { kind: "code", code, status }, 3),
        );
        expect(bytesOf(played)).toBe(STATEMENT);
        expect(
          new Set(played.service.requests.slice(1).map(({ reference }) => reference)).size,
        ).toBe(1);
        expect(stepsOf(played)).toEqual(["SendRequest", ...Array(4).fill("GetStatement")]);
        const gap = (played.service.requests[2]?.at ?? 0) - (played.service.requests[1]?.at ?? 0);
        expect(gap).toBeGreaterThanOrEqual(code === 1018 ? 60_000 : 5_000);
      }
    },
  );

  test.each([
    [1003, "not ready"],
    [1010, "configuration"],
    [1011, "configuration"],
    [1012, "credential"],
    [1013, "credential"],
    [1014, "configuration"],
    [1015, "credential"],
    [1016, "configuration"],
    [1017, "not ready"],
    [1020, "configuration"],
    [1025, "locked"],
    [1099, "not ready"],
  ] as const)("%i ends the run: %s", async (code, kind) => {
    const played = await play({}, at("GetStatement", { kind: "code", code }, 9));
    expect(failureOf(played)).toMatchObject({ kind, code: String(code) });
    expect(stepsOf(played)).toEqual(["SendRequest", "GetStatement"]);
  });

  test("an unknown code is asked again only where its message says so", async () => {
    const message = "Please try again shortly.";
    const played = await play(
      { pollsUntilReady: 0 },
      at("GetStatement", { kind: "code", code: 1098, message }),
    );
    expect(bytesOf(played)).toBe(STATEMENT);
  });
});

describe("answers that are none", () => {
  test.each<[string, Answer, "not ready" | "refused"]>([
    ["an HTML page", { kind: "html" }, "not ready"],
    ["a missing page", { kind: "html", status: 404 }, "not ready"],
    ["HTTP 500", { kind: "status", status: 500 }, "not ready"],
    ["HTTP 503", { kind: "status", status: 503 }, "not ready"],
    ["a torn connection", { kind: "reset" }, "not ready"],
    ["nothing", { kind: "empty" }, "refused"],
    ["CSV", { kind: "csv" }, "refused"],
    ["other XML", { kind: "body", body: "<a/>" }, "refused"],
    ["a cut envelope", { kind: "body", body: "<FlexStatementResponse><Status>Succ" }, "refused"],
    [
      "an envelope with a DOCTYPE",
      { kind: "body", body: "<FlexStatementResponse><!DOCTYPE a></FlexStatementResponse>" },
      "refused",
    ],
    [
      "an envelope that says nothing",
      { kind: "body", body: "<FlexStatementResponse/>" },
      "refused",
    ],
    ["the token on a page", { kind: "echo-token", in: "html" }, "not ready"],
    [
      "a login elsewhere",
      { kind: "redirect", status: 302, location: "https://login.example.com/sso" },
      "not ready",
    ],
  ])("%s at SendRequest ends the run: %s", async (_, answer, kind) => {
    const played = await play({}, at("SendRequest", answer, 9));
    expect(failureOf(played)?.kind).toBe(kind);
    expect(stepsOf(played)).toEqual(["SendRequest"]);
  });

  test.each<[string, Answer, "not ready" | "refused", number]>([
    ["an HTML page", { kind: "html" }, "not ready", 3],
    ["HTTP 502", { kind: "status", status: 502 }, "not ready", 3],
    ["a torn connection", { kind: "reset" }, "not ready", 3],
    ["nothing", { kind: "empty" }, "refused", 3],
    ["half a statement", { kind: "truncated", at: 0.5 }, "refused", 3],
    ["a broken download", { kind: "cut", at: 0.5 }, "refused", 3],
    ["broken gzip", { kind: "gzip-broken" }, "refused", 3],
    ["a statement in Latin-1", { kind: "latin1" }, "refused", 3],
    ["CSV", { kind: "csv" }, "refused", 1],
    ["a receipt", { kind: "envelope-as-statement" }, "refused", 1],
  ])(
    "%s at GetStatement is asked for again only where it may help",
    async (_, answer, kind, times) => {
      const played = await play({}, at("GetStatement", answer, 9));
      expect(failureOf(played)?.kind).toBe(kind);
      expect(stepsOf(played)).toEqual(["SendRequest", ...Array(times).fill("GetStatement")]);
      const mended = await play({ pollsUntilReady: 0 }, at("GetStatement", answer, times - 1));
      expect(bytesOf(mended)).toBe(STATEMENT);
    },
  );

  test("no answer at all: the time limit ends it, and SendRequest is not repeated", async () => {
    const sent = await play({}, at("SendRequest", { kind: "hang" }, 9), { limits: QUICK });
    expect(failureOf(sent)).toMatchObject({ kind: "not ready", generating: true });
    expect(stepsOf(sent)).toEqual(["SendRequest"]);
    const got = await play({}, at("GetStatement", { kind: "hang" }, 9), { limits: QUICK });
    expect(failureOf(got)?.kind).toBe("not ready");
    expect(stepsOf(got)).toHaveLength(4);
  });

  test("an answer that drips without end, and one that is too large", async () => {
    const drips = await play({}, at("GetStatement", { kind: "slow", chunk: 1, ms: 20 }, 9), {
      limits: QUICK,
    });
    expect(failureOf(drips)?.kind).toBe("not ready");
    const limits = { ...QUICK, total: 60_000, silence: 60_000, bytes: 50_000 };
    for (const answer of [{ kind: "large", megabytes: 1 }, { kind: "gzip" }] as const) {
      const large = await play({ pollsUntilReady: 0 }, at("GetStatement", answer, 9), {
        limits: answer.kind === "gzip" ? { ...limits, bytes: STATEMENT.length - 1 } : limits,
      });
      expect(failureOf(large)).toMatchObject({
        kind: "refused",
        message: expect.stringContaining("100 MB"),
      });
    }
  });

  test("no connection: tried once more after half a minute", async () => {
    const gone = await startForeignHost();
    await gone.close();
    const played = await play({}, [], { base: `${gone.origin}/FlexWebService` });
    expect(failureOf(played)).toMatchObject({ kind: "not ready", generating: false });
    expect(played.seconds).toBeGreaterThanOrEqual(30);
    expect(played.statuses.filter(({ name }) => name === "generating")).toHaveLength(2);
  });
});

describe("where the token may go", () => {
  test("never to a host that the answer names, nor over its redirect", async () => {
    const foreign = await startForeignHost();
    running.push(foreign);
    const ways: Parameters<FlexService["script"]>[0][] = [
      at("SendRequest", { kind: "url", url: `${foreign.origin}/GetStatement` }),
      at("SendRequest", { kind: "url", url: "http://ndcdyn.interactivebrokers.com/GetStatement" }),
      at("SendRequest", {
        kind: "url",
        url: "https://a:b@gdcdyn.interactivebrokers.com/GetStatement",
      }),
      at("SendRequest", { kind: "url", url: "https://gdcdyn.interactivebrokers.com.example.org/" }),
      at("SendRequest", {
        kind: "url",
        url: "https://gdcdyn.interactivebrokers.com/Universal/servlet/x",
      }),
      at("SendRequest", { kind: "url", url: "not an address" }),
      at("SendRequest", { kind: "url", url: null }),
    ];
    for (const script of ways) expect(bytesOf(await play({}, script))).toBe(STATEMENT);
    for (const step of ["SendRequest", "GetStatement"] as const)
      for (const status of [301, 302, 303, 307, 308] as const)
        await play({}, at(step, { kind: "redirect", status, location: `${foreign.origin}/x` }, 9));
    expect(foreign.requests).toEqual([]);
  });

  test("follows a redirect on the host itself, and not for ever", async () => {
    const location = "/AccountManagement/FlexWebService/SendRequest";
    const once = await play({}, at("SendRequest", { kind: "redirect", status: 302, location }));
    expect(bytesOf(once)).toBe(STATEMENT);
    const ever = await play({}, at("SendRequest", { kind: "redirect", status: 302, location }, 99));
    expect(failureOf(ever)?.message).toMatch(/redirected too often/);
    expect(stepsOf(ever)).toHaveLength(4);
  });

  test("an address that answers with a page: the documented one is asked instead", async () => {
    const pretendUrl = (base: string) => `${base}/moved/GetStatement`;
    const strange = ["path /AccountManagement/FlexWebService/moved/GetStatement"];
    const played = await play({ pretendUrl }, [], { strange });
    expect(bytesOf(played)).toBe(STATEMENT);
    expect(stepsOf(played).filter((step) => step === "SendRequest")).toHaveLength(1);
  });
});

test("a message of the service that repeats the token is shown without it", async () => {
  for (const form of [
    (token: string) => token,
    encodeURIComponent,
    (token: string) => token.replaceAll("&", "&amp;"),
  ]) {
    const message = (token: string) =>
      `Bad call https://host/SendRequest?t=${form(token)} for U1234567`;
    const played = await play({}, at("SendRequest", { kind: "code", code: 1077, message }));
    expect(failureOf(played)?.message).not.toContain("U1234567");
  }
});

test("tokens and queries that the service does not know", async () => {
  expect(failureOf(await play({}, [], { token: "1" }))).toMatchObject({
    kind: "credential",
    code: "1015",
  });
  expect(failureOf(await play({}, [], { queryId: "9" }))).toMatchObject({
    kind: "configuration",
    code: "1014",
  });
});

test("a statement of days to come is refused", async () => {
  const played = await play({
    queries: { [QUERY]: statement({ from: "2025-03-03", to: "2025-03-20" }) },
  });
  expect(failureOf(played)).toMatchObject({
    kind: "refused",
    message: expect.stringContaining("2025-03-20"),
  });
});
