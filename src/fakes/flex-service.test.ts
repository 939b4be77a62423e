/** The fake speaks as the notes on the real service say, and its faults are what they are called. */
import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { readFlexFile } from "../adapters/flex/document.ts";
import {
  type Answer,
  type FlexService,
  type FlexServiceOptions,
  type StatementSource,
  startFlexService,
  startForeignHost,
} from "./flex-service.ts";
import { statement } from "./statement.ts";

const TOKEN = "a/b+c&d=e%20 f#ü";
const STATEMENT = statement({ from: "2025-03-03", to: "2025-03-14" });

let open: FlexService[] = [];
afterEach(async () => {
  await Promise.all(open.map((service) => service.close()));
  open = [];
});

/** A service with one query and a clock that only a test moves. */
async function started(options: Partial<FlexServiceOptions> = {}) {
  const time = { now: 0 };
  const service = await startFlexService({
    tokens: [TOKEN],
    queries: { "1001": STATEMENT },
    clock: () => time.now,
    ...options,
  });
  open.push(service);
  /** One request, two seconds after the one before unless said otherwise. */
  const ask = async (
    step: string,
    parameters: Record<string, string>,
    { after = 2000, ...more }: AskOptions & { after?: number } = {},
  ) => {
    time.now += after;
    const query = new URLSearchParams({ t: TOKEN, v: "3", ...parameters });
    return get(`${service.baseUrl}/${step}?${query}`, more);
  };
  const send = async (parameters: Record<string, string> = {}) => {
    const { text } = await ask("SendRequest", { q: "1001", ...parameters }, { after: 10_000 });
    return text;
  };
  const reference = async () => inElement(await send(), "ReferenceCode");
  const poll = async (code: string) => ask("GetStatement", { q: code }, { after: 10_000 });
  return { service, ask, send, reference, poll };
}

interface AskOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

interface Got {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
  readonly text: string;
  /** Whether the answer ended before its declared length. */
  readonly cut: boolean;
  readonly pieces: number;
}

const get = (url: string, { headers = { "user-agent": "Java" }, ...options }: AskOptions = {}) =>
  new Promise<Got>((resolve, reject) => {
    const sent = request(url, { ...options, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      const done = (): void => {
        const body = Buffer.concat(chunks);
        const { statusCode: status = 0, headers, complete } = response;
        resolve({ status, headers, body, text: `${body}`, cut: !complete, pieces: chunks.length });
      };
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("close", done);
      response.on("error", () => {});
    });
    sent.on("error", reject);
    sent.end();
  });

const inElement = (text: string, name: string): string =>
  new RegExp(`<${name}>(.*)</${name}>`).exec(text)?.[1] ?? "";
const codeIn = (text: string): string => inElement(text, "ErrorCode");

describe("the usual way", () => {
  test("SendRequest answers an envelope, GetStatement a warning and then the bytes as they are", async () => {
    const { service, ask, poll } = await started();
    const sent = await ask("SendRequest", { q: "1001" });
    expect(sent.status).toBe(200);
    expect(sent.headers["content-type"]).toBe("text/xml");
    expect(sent.text).toMatch(
      /^<FlexStatementResponse timestamp='28 August, 2026 10:37 AM EDT'>\n<Status>Success<\/Status>\n<ReferenceCode>\d+<\/ReferenceCode>\n<Url>http:\/\/127\.0\.0\.1:\d+\/AccountManagement\/FlexWebService\/GetStatement<\/Url>\n<\/FlexStatementResponse>\n$/,
    );
    const reference = inElement(sent.text, "ReferenceCode");
    const waiting = await poll(reference);
    expect(waiting.status).toBe(200);
    expect(waiting.text).toBe(
      "<FlexStatementResponse timestamp='28 August, 2026 10:37 AM EDT'>\n<Status>Warn</Status>\n<ErrorCode>1019</ErrorCode>\n<ErrorMessage>Statement generation in progress. Please try again shortly.</ErrorMessage>\n</FlexStatementResponse>\n",
    );
    for (const again of [1, 2]) {
      const { text, headers } = await poll(reference);
      expect([again, text]).toEqual([again, STATEMENT]);
      expect(headers["content-type"]).toBe("text/xml");
    }
    expect(service.requests.map(({ step, answered }) => [step, answered])).toEqual([
      ["SendRequest", "reference"],
      ["GetStatement", "1019"],
      ["GetStatement", "statement"],
      ["GetStatement", "statement"],
    ]);
    expect(service.requests[0]).toMatchObject({
      query: "1001",
      tokenValid: true,
      userAgent: "Java",
    });
    expect(service.requests[1]).toMatchObject({ reference, at: 12_000 });
    expect(service.generations).toEqual(new Map([["1001", 1]]));
    expect(service.violations).toEqual([]);
    expect(service.tokenSeenOutside).toBe(false);
  });

  test("a function makes statements out of what is asked", async () => {
    const asked: unknown[] = [];
    const source: StatementSource = (ask) => {
      asked.push(ask);
      return ask.attempt === 1 ? { kind: "code", code: 1003 } : STATEMENT;
    };
    const { service, send } = await started({ queries: { "1001": source } });
    expect(codeIn(await send({ fd: "20250303", td: "20250314" }))).toBe("1003");
    expect(await send({ p: "7" })).toContain("<Status>Success</Status>");
    expect(asked).toEqual([
      { queryId: "1001", attempt: 1, from: "20250303", to: "20250314" },
      { queryId: "1001", attempt: 2, days: 7 },
    ]);
    expect(service.requests[0]).toMatchObject({ from: "20250303", to: "20250314" });
    service.setQuery("1001", (ask) => statement({ from: "2025-01-02", to: "2025-01-31", ...ask }));
    expect(await send()).toContain("<Status>Success</Status>");
  });

  test("the address of the envelope and the path can be others", async () => {
    const { service, ask } = await started({
      basePath: "/Fake",
      pretendUrl: (base) => `${base}/Else?a=1&b=2`,
    });
    const { text } = await ask("SendRequest", { q: "1001" });
    expect(text).toContain(`<Url>${service.origin}/Fake/Else?a=1&amp;b=2</Url>`);
  });
});

describe("refusals", () => {
  test.each([
    ["an unknown token", { t: "123" }, "1015", "Fail"],
    ["an unknown query", { q: "2002" }, "1014", "Fail"],
    ["another version", { v: "2" }, "1020", "Fail"],
    ["half a window", { fd: "20250303" }, "1020", "Fail"],
    ["a day that is none", { fd: "20250230", td: "20250303" }, "1020", "Fail"],
    ["a window backwards", { fd: "20250304", td: "20250303" }, "1020", "Fail"],
    ["more than 365 days", { fd: "20240302", td: "20250302" }, "1020", "Fail"],
    ["too many days back", { p: "366" }, "1020", "Fail"],
  ])("%s", async (_, parameters, code, status) => {
    const { service, send } = await started();
    const text = await send(parameters);
    expect([codeIn(text), inElement(text, "Status")]).toEqual([code, status]);
    expect(service.violations).toEqual([]);
  });

  test("365 days are allowed", async () => {
    const { send } = await started();
    expect(codeIn(await send({ fd: "20240303", td: "20250302" }))).toBe("");
  });

  test("an unknown reference code, and one of another token", async () => {
    const { ask, reference, poll } = await started({ tokens: [TOKEN, "777"] });
    expect(codeIn((await poll("42")).text)).toBe("1017");
    const own = await reference();
    expect(codeIn((await ask("GetStatement", { q: own, t: "777" })).text)).toBe("1017");
  });

  test("expired and locked tokens, until the next day", async () => {
    const { service, send } = await started();
    service.lock(TOKEN);
    const locked = await send();
    expect([codeIn(locked), inElement(locked, "Status")]).toEqual(["1025", "Warn"]);
    service.unlock(TOKEN);
    expect(codeIn(await send())).toBe("");
    service.expireToken(TOKEN);
    expect(codeIn(await send())).toBe("1012");
  });

  test("too many failed generations lock the token for everything", async () => {
    const { service, send, poll, reference } = await started({ maxFailedGenerations: 2 });
    const known = await reference();
    service.script([
      { step: "SendRequest", times: 2, answer: { kind: "code", code: 1009 } },
      { step: "SendRequest", answer: { kind: "code", code: 1001 } },
    ]);
    const codes: string[] = [];
    for (let time = 0; time < 3; time++) codes.push(codeIn(await send()));
    codes.push(codeIn(await send({ q: "2002" })));
    codes.push(codeIn(await send()));
    codes.push(codeIn((await poll(known)).text));
    expect(codes).toEqual(["1009", "1009", "1001", "1014", "1025", "1025"]);
    expect([codeIn(await send({ t: "1" })), codeIn(await send({ t: "1" }))]).toEqual([
      "1015",
      "1015",
    ]);
    expect(codeIn(await send({ t: "1" }))).toBe("1025");
  });

  test("one statement a day, if asked for", async () => {
    let day = "2025-03-17";
    const { service, send } = await started({ statementsPerDay: 1, day: () => day });
    expect([codeIn(await send()), codeIn(await send())]).toEqual(["", "1001"]);
    day = "2025-03-18";
    expect(codeIn(await send())).toBe("");
    expect(service.generations.get("1001")).toBe(2);
  });
});

describe("pace", () => {
  test("two requests within a second: the second is refused and counts", async () => {
    const { service, ask } = await started();
    const codes: string[] = [];
    for (const after of [0, 999, 999, 1000])
      codes.push(codeIn((await ask("SendRequest", { q: "1001" }, { after })).text));
    expect(codes).toEqual(["", "1018", "1018", ""]);
    expect(service.tooFast).toBe(2);
    expect(service.generations.get("1001")).toBe(2);
  });

  test("the eleventh request of a minute is refused, over both steps and for each token", async () => {
    const { service, ask, reference } = await started({ tokens: [TOKEN, "777"] });
    const q = await reference();
    for (let time = 0; time < 9; time++) await ask("GetStatement", { q });
    expect(service.tooFast).toBe(0);
    expect(codeIn((await ask("GetStatement", { q })).text)).toBe("1018");
    expect(codeIn((await ask("SendRequest", { q: "1001", t: "777" }, { after: 0 })).text)).toBe("");
    expect(codeIn((await ask("GetStatement", { q }, { after: 60_000 })).text)).toBe("");
  });
});

describe("strictness", () => {
  test.each([
    ["another method", "SendRequest", {}, { method: "POST" }, 404],
    ["an unknown parameter", "SendRequest", { x: "1" }, {}, 404],
    ["dates at GetStatement", "GetStatement", { fd: "20250303", td: "20250304" }, {}, 404],
    ["another path", "sendrequest", {}, {}, 404],
    ["no User-Agent", "SendRequest", {}, { headers: {} }, 403],
  ])("%s is a violation", async (_, step, parameters, options, status) => {
    const { service, ask } = await started();
    const got = await ask(step, { q: "1001", ...parameters }, options);
    expect(got.status).toBe(status);
    expect(got.headers["content-type"]).toContain("text/html");
    expect(service.violations).toHaveLength(1);
    expect(service.requests[0]?.answered).toBe("violation");
  });

  test("the old address and a token that is not escaped", async () => {
    const { service } = await started();
    const headers = { "user-agent": "Java" };
    await get(`${service.origin}/Universal/servlet/FlexStatementService.SendRequest?t=1`, {
      headers,
    });
    await get(`${service.baseUrl}/SendRequest?t=a/b+c&d=e%20f&q=1001&v=3`, { headers });
    expect(service.violations).toEqual([
      "path /Universal/servlet/FlexStatementService.SendRequest",
      "parameter d at SendRequest",
    ]);
  });

  test.each([
    ["in a header", {}, { headers: { "user-agent": "Java", cookie: encodeURIComponent(TOKEN) } }],
    ["in another parameter", { q: TOKEN }, {}],
  ])("a token %s is seen", async (_, parameters, options) => {
    const { service, ask } = await started();
    await ask("SendRequest", { q: "1001" });
    expect(service.tokenSeenOutside).toBe(false);
    await ask("SendRequest", { q: "1001", ...parameters }, options);
    expect(service.tokenSeenOutside).toBe(true);
  });

  test("a foreign host records what reaches it", async () => {
    const host = await startForeignHost();
    await get(`${host.origin}/login?t=1`);
    expect(host.requests).toMatchObject([{ method: "GET", url: "/login?t=1" }]);
    await host.close();
  });
});

describe("faults", () => {
  /** The answer of a step that is scripted, once the usual one would have come after one more poll. */
  async function faulty(step: "SendRequest" | "GetStatement", answer: Answer): Promise<Got> {
    const { service, ask, reference } = await started();
    const q = step === "SendRequest" ? "1001" : await reference();
    service.script([{ step, answer }]);
    return ask(step, { q });
  }
  const retrieved = (answer: Answer) => faulty("GetStatement", answer);

  test("codes, with any status and words", async () => {
    const usual = await retrieved({ kind: "code", code: 1005 });
    expect(usual.text).toContain("<Status>Fail</Status>\n<ErrorCode>1005</ErrorCode>");
    const other = await faulty("SendRequest", {
      kind: "code",
      code: 1020,
      status: null,
      message: (token) => `token ${token}`,
    });
    expect(other.text).not.toContain("Status>");
    expect(inElement(other.text, "ErrorMessage")).toBe("token a/b+c&amp;d=e%20 f#ü");
  });

  test("pages, redirections, outages, any bytes, nothing", async () => {
    const page = await retrieved({ kind: "html" });
    expect([page.status, page.text.startsWith("<!DOCTYPE html>")]).toEqual([200, true]);
    const moved = await retrieved({ kind: "redirect", status: 302, location: "http://x.test/" });
    expect([moved.status, moved.headers["location"]]).toEqual([302, "http://x.test/"]);
    expect((await retrieved({ kind: "status", status: 503 })).status).toBe(503);
    const headers = { "content-type": "text/plain" };
    const any = await retrieved({ kind: "body", status: 418, body: "tea", headers });
    expect([any.status, any.text, any.headers["content-type"]]).toEqual([418, "tea", "text/plain"]);
    const empty = await retrieved({ kind: "empty" });
    expect([empty.status, empty.body.length]).toEqual([200, 0]);
  });

  test("no statement although one was due", async () => {
    expect((await retrieved({ kind: "csv" })).text).toMatch(/^"ClientAccountID",/);
    const envelope = await retrieved({ kind: "envelope-as-statement" });
    expect(envelope.text).toContain("<Status>Success</Status>");
  });

  test("the token in the answer", async () => {
    const inside = await retrieved({ kind: "echo-token", in: "statement" });
    expect(inside.text).toContain(TOKEN);
    expect(readFlexFile({ path: "a.xml", bytes: inside.body }).value).not.toBe(null);
    const page = await retrieved({ kind: "echo-token", in: "html", encoded: true });
    expect(page.text).toContain(encodeURIComponent(TOKEN));
    expect(page.headers["content-type"]).toContain("text/html");
  });

  test("cut with the right and with the wrong length", async () => {
    const short = await retrieved({ kind: "truncated", at: 0.5 });
    expect([short.cut, STATEMENT.startsWith(short.text)]).toEqual([false, true]);
    expect(Number(short.headers["content-length"])).toBe(short.body.length);
    const cut = await retrieved({ kind: "cut", at: 100 });
    expect([cut.cut, cut.text]).toEqual([true, STATEMENT.slice(0, 100)]);
    expect(Number(cut.headers["content-length"])).toBe(STATEMENT.length);
    const headersOnly = await faulty("SendRequest", { kind: "cut", at: 0 });
    expect([headersOnly.cut, headersOnly.status, headersOnly.text]).toEqual([true, 200, ""]);
  });

  test("torn down before any answer, and never answered", async () => {
    await expect(retrieved({ kind: "reset" })).rejects.toThrow(/ECONNRESET|socket hang up/);
    const { service, ask } = await started();
    service.script([{ step: "SendRequest", answer: { kind: "hang" } }]);
    const hanging = ask("SendRequest", { q: "1001" }, { signal: AbortSignal.timeout(100) });
    await expect(hanging).rejects.toThrow(/aborted/);
    expect(service.requests.map(({ answered }) => answered)).toEqual(["hang"]);
  });

  test("in pieces, and late", async () => {
    const slow = await retrieved({ kind: "slow", chunk: STATEMENT.length / 4, ms: 20 });
    expect(slow.text).toBe(STATEMENT);
    expect(slow.pieces).toBeGreaterThan(3);
    const start = performance.now();
    const late = await faulty("SendRequest", { kind: "wait", ms: 50 });
    expect(late.text).toContain("<Status>Success</Status>");
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  test("compressed, well and badly", async () => {
    const zipped = await retrieved({ kind: "gzip" });
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(`${gunzipSync(zipped.body)}`).toBe(STATEMENT);
    const broken = await retrieved({ kind: "gzip-broken" });
    expect(broken.headers["content-encoding"]).toBe("gzip");
    expect(() => gunzipSync(broken.body)).toThrow();
  });

  test("other encodings", async () => {
    const marked = await retrieved({ kind: "bom" });
    expect([...marked.body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const latin = await retrieved({ kind: "latin1" });
    expect(latin.text).toMatch(/^<\?xml version="1.0" encoding="ISO-8859-1"\?>/);
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(latin.body)).toThrow();
    expect(latin.body.toString("latin1")).toContain("relevé");
  });

  test("large, and still a statement", async () => {
    const { body } = await retrieved({ kind: "large", megabytes: 3 });
    expect(body.length).toBeGreaterThan(3_000_000);
    const { value, diagnostics } = readFlexFile({ path: "a.xml", bytes: body });
    expect(diagnostics).toEqual([]);
    expect(value?.statements[0]?.sections.get("ConversionRates")?.rows.length).toBeGreaterThan(1e4);
  });

  test.each([
    ["https://gdcdyn.interactivebrokers.com/AccountManagement/FlexWebService/GetStatement"],
    ["https://user@ndcdyn.interactivebrokers.com/"],
    [null],
  ])("another address: %s", async (url) => {
    const { text } = await faulty("SendRequest", { kind: "url", url });
    expect(inElement(text, "Url")).toBe(url ?? "");
    expect(inElement(text, "ReferenceCode")).not.toBe("");
    if (url === null) expect(text).not.toContain("Url>");
  });

  test("a script plays in order for each step and query, then the usual answers come", async () => {
    const { service, send } = await started({ queries: { "1001": STATEMENT, "2002": STATEMENT } });
    service.script([
      { step: "GetStatement", answer: { kind: "code", code: 1021 } },
      { step: "SendRequest", query: "2002", answer: { kind: "code", code: 1016 } },
      { step: "SendRequest", times: 2, answer: { kind: "code", code: 1009 } },
    ]);
    const codes: string[] = [];
    for (const q of ["1001", "2002", "1001", "1001"]) codes.push(codeIn(await send({ q })));
    expect(codes).toEqual(["1009", "1016", "1009", ""]);
  });
});
