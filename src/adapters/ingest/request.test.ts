import { describe, expect, test } from "vitest";
import type { Days, IsoDate, IsoDateTime } from "../../core/dates.ts";
import type { Run } from "../raw/runs.ts";
import { daysToAsk, daysToFill, restraint } from "./request.ts";

const day = (text: string) => text as IsoDate;
const days = (from: string, to: string): Days => ({ from: day(from), to: day(to) });
const run = (time: string, more: Partial<Run> = {}): Run => ({
  query: "main",
  time: time as IsoDateTime,
  asked: null,
  received: null,
  outcome: "stored",
  code: null,
  datesRefused: false,
  generating: false,
  sha256: null,
  file: "data/flex/main/runs.jsonl",
  line: 1,
  ...more,
});
const TODAY = day("2026-11-20");

describe("days to ask for", () => {
  test.each<[string, Run[], string | null, Days | null]>([
    ["the first statement: the query's own period", [], null, null],
    ["a store without a log: once the own period", [], "2026-11-18", null],
    [
      "since the last covered day minus 35",
      [run("2026-11-02T11:17:00")],
      "2026-11-18",
      days("2026-10-14", "2026-11-19"),
    ],
    ["a new month: the own period", [run("2026-10-30T11:17:00")], "2026-11-18", null],
    [
      "a new month whose own period did not come: dates",
      [run("2026-11-19T11:17:00", { outcome: "not ready", code: "1001" })],
      "2026-11-18",
      days("2026-10-14", "2026-11-19"),
    ],
    [
      "a long absence: no more than one request covers",
      [run("2026-11-02T11:17:00")],
      "2024-01-05",
      days("2025-11-20", "2026-11-19"),
    ],
    [
      "dates were refused lately: the own period",
      [run("2026-11-02T11:17:00"), run("2026-11-18T11:17:00", { asked: null, datesRefused: true })],
      "2026-11-18",
      null,
    ],
    [
      "dates were refused at the second step",
      [
        run("2026-11-02T11:17:00"),
        run("2026-11-18T11:17:00", {
          asked: days("2026-10-01", "2026-11-17"),
          outcome: "not ready",
          code: "1003",
        }),
      ],
      "2026-11-18",
      null,
    ],
  ])("%s", (_, runs, last, expected) => {
    expect(daysToAsk(runs, last === null ? null : day(last), TODAY)).toEqual(expected);
  });

  test.each([
    ["2026-11-21", "2026-11-20"],
    ["2026-11-22", "2026-11-20"],
    ["2026-11-23", "2026-11-20"],
    ["2026-11-24", "2026-11-23"],
  ])("on %s the last day is %s, a business day", (today, to) => {
    const asked = daysToAsk([run("2026-11-02T11:17:00")], day("2026-11-18"), day(today));
    expect(asked?.to).toBe(to);
  });
});

describe("days that fill gaps", () => {
  test.each<[string, Days[], Run[], Days | null]>([
    ["none", [], [], null],
    ["one", [days("2025-03-03", "2025-03-07")], [], days("2025-03-03", "2025-03-07")],
    [
      "several within a year in one request",
      [days("2025-09-01", "2025-09-05"), days("2025-03-03", "2025-03-07")],
      [],
      days("2025-03-03", "2025-09-05"),
    ],
    [
      "the oldest first, no more than one request covers",
      [days("2023-01-02", "2024-12-31")],
      [],
      days("2023-01-02", "2024-01-01"),
    ],
    ["older than the service goes back", [days("2019-01-02", "2019-01-31")], [], null],
    [
      "asked for without success: the next one",
      [days("2025-03-03", "2025-03-07"), days("2026-05-04", "2026-05-08")],
      [
        run("2026-11-10T11:17:00", {
          asked: days("2025-03-03", "2025-03-07"),
          outcome: "configuration",
        }),
      ],
      days("2026-05-04", "2026-05-08"),
    ],
    [
      "the service said that it has no such days: not again",
      [days("2025-03-03", "2025-03-07")],
      [
        run("2026-11-10T11:17:00", {
          asked: days("2025-03-03", "2025-03-07"),
          outcome: "not ready",
          code: "1003",
        }),
      ],
      null,
    ],
    [
      "asked for when the service was not ready: again",
      [days("2025-03-03", "2025-03-07")],
      [
        run("2026-11-10T11:17:00", {
          asked: days("2025-03-03", "2025-03-07"),
          outcome: "not ready",
        }),
      ],
      days("2025-03-03", "2025-03-07"),
    ],
  ])("%s", (_, gaps, runs, expected) => {
    expect(daysToFill(gaps, runs, TODAY)).toEqual(expected);
  });
});

describe("restraint", () => {
  const now = "2026-11-20T16:17:00" as IsoDateTime;
  test.each<[string, Run[], "done" | "locked" | "begun" | null]>([
    ["nothing happened yet", [], null],
    ["today's is here", [run("2026-11-20T11:17:00")], "done"],
    ["an empty answer counts", [run("2026-11-20T11:17:00", { outcome: "empty" })], "done"],
    ["yesterday's is here", [run("2026-11-19T11:17:00")], null],
    ["before midnight in New York it is still yesterday", [run("2026-11-20T04:59:00")], null],
    ["after midnight in New York it is today", [run("2026-11-20T05:01:00")], "done"],
    ["another query's is here", [run("2026-11-20T11:17:00", { query: "second" })], null],
    [
      "a statement was begun three hours ago",
      [run("2026-11-20T13:17:00", { outcome: "not ready", generating: true })],
      "begun",
    ],
    [
      "a statement was begun five hours ago",
      [run("2026-11-20T11:17:00", { outcome: "not ready", generating: true })],
      null,
    ],
    [
      "the service was ill three hours ago",
      [run("2026-11-20T13:17:00", { outcome: "not ready" })],
      null,
    ],
    [
      "a token was refused an hour ago",
      [run("2026-11-20T15:17:00", { outcome: "credential" })],
      null,
    ],
    [
      "today's answer was refused ten hours ago",
      [run("2026-11-20T06:17:00", { outcome: "refused", generating: true })],
      "begun",
    ],
    [
      "yesterday's answer was refused",
      [run("2026-11-19T22:17:00", { outcome: "refused", generating: true })],
      null,
    ],
    [
      "a lock-out of a clock that was wrong",
      [run("2031-01-01T00:00:00", { outcome: "locked" })],
      null,
    ],
    ["locked yesterday", [run("2026-11-19T17:17:00", { outcome: "locked" })], "locked"],
    [
      "locked by another query",
      [run("2026-11-19T17:17:00", { outcome: "locked", query: "b" })],
      "locked",
    ],
    ["locked before that", [run("2026-11-19T15:17:00", { outcome: "locked" })], null],
    [
      "locked, and a success since",
      [
        run("2026-11-19T17:17:00", { outcome: "locked" }),
        run("2026-11-20T03:00:00", { outcome: "unchanged" }),
      ],
      null,
    ],
  ])("%s", (_, runs, kind) => {
    expect(restraint(runs, "main", now)?.kind ?? null).toBe(kind);
  });
});
