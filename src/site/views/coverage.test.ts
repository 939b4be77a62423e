/** The coverage page, how fetching stands, and what the banner makes of both. */
import { describe, expect, test } from "vitest";
import type { Report } from "../../analytics/report.ts";
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { Topic, Window } from "../../events/assertion.ts";
import type { IngestionRun } from "../../events/ingestion.ts";
import { countByRule } from "../../ledger/checks.ts";
import { drawnYear } from "../charts/calendar.ts";
import { dec, FILE, main } from "../fixture/events.ts";
import { check, report } from "../fixture/report.ts";
import { bannerOf } from "./banner.ts";
import { coveragePaths, coverageView, coverageYear } from "./coverage-page.ts";
import { fetchingView, noticesOf } from "./ingestion.ts";
import { shellOf } from "./shell.ts";

const day = (text: string) => text as IsoDate;
const ALL: Topic[] = ["trades", "cash transactions", "transfers", "corporate actions", "positions"];
const window = (from: string, to: string, topics = ALL): Window => ({
  account: main,
  from: day(from),
  to: day(to),
  generated: day(to),
  file: to === "2026-11-20" ? FILE : `data/flex/main/${to}.xml`,
  exports: new Set(topics),
  source: { file: FILE, line: 3 },
});
const noTransfers = ALL.filter((topic) => topic !== "transfers");
const withWindows = (...windows: Window[]): Report => ({ ...report, windows });
const gappy = withWindows(
  window("2025-12-29", "2026-01-02"),
  window("2026-01-07", "2026-01-09", noTransfers),
  window("2026-01-12", "2026-11-20"),
);

describe("the coverage page", () => {
  test("says that all is proven where it is, and what that leaves out", () => {
    const [whole] = coverageView(withWindows(window("2026-11-16", "2026-11-20"))).accounts;
    expect(whole?.title).toBe("Every weekday since 16 November 2026 is proven");
    expect(whole?.gaps).toEqual([]);
    const [bare] = coverageView(
      withWindows(window("2026-11-16", "2026-11-20", noTransfers)),
    ).accounts;
    expect(bare?.title).toBe(
      "Every weekday since 16 November 2026 is in a statement, none with transfers",
    );
    expect(bare?.topics.filter(({ isMissing }) => isMissing).map(({ topic }) => topic)).toEqual([
      "Transfers",
      "Open lots",
      "Closed lots",
      "Cash report",
      "Net asset value",
    ]);
    expect(bare?.topics.find(({ topic }) => topic === "Transfers")?.without).toBe(
      "Positions and cash that came or went by transfer are not seen. Select Transfers in the query.",
    );
  });

  test("lists gaps newest first, each with what is missing and what closes it", () => {
    const [account] = coverageView(gappy).accounts;
    expect(account?.title).toBe("230 of 235 weekdays are proven");
    expect(account?.gapsTitle).toBe("One gap, one period without some topics");
    expect(account?.gaps.map(({ id, days, weekdays, what }) => [id, days, weekdays, what])).toEqual(
      [
        ["gap-main-2026-01-07", "7 Jan 2026 to 9 Jan 2026", "3 weekdays", "no transfers"],
        ["gap-main-2026-01-05", "5 Jan 2026 to 6 Jan 2026", "2 weekdays", "no statement"],
      ],
    );
    expect(account?.gaps[0]?.remedy).toEqual([
      {
        text: "Run the query for 7 Jan 2026 to 9 Jan 2026 in the portal (Performance & Reports, Flex Queries, a custom date range) and import the XML: ",
        isCommand: false,
      },
      { text: "npm run lotbook -- import FILE", isCommand: true },
    ]);
    const fetched = { ...gappy, ingestion: { ...gappy.ingestion, queries: ["main"] } };
    expect(coverageView(fetched).accounts[0]?.gaps[1]?.remedy).toEqual([
      { text: "npm run lotbook -- fetch --fill-gaps", isCommand: true },
    ]);
  });

  test("lists files with what each lacks and how many days it is the newest proof of", () => {
    const files = coverageView(gappy).accounts[0]?.files;
    expect(files?.map(({ days, topics, newestFor }) => [days, topics, newestFor])).toEqual([
      ["12 Jan 2026 to 20 Nov 2026", "all 5 topics", 225],
      ["7 Jan 2026 to 9 Jan 2026", "all but transfers", 3],
      ["29 Dec 2025 to 2 Jan 2026", "all 5 topics", 5],
    ]);
    expect(files?.[0]?.href).toMatch(/^\/raw\/.+\/1\/#L3$/);
  });

  test("counts the days of topics that other statements leave out", () => {
    const topics = coverageView(gappy).accounts[0]?.topics ?? [];
    const of = (name: string) => topics.find(({ topic }) => topic === name);
    expect(of("Trades")).toMatchObject({ proven: "233 of 235 weekdays", without: "" });
    expect(of("Transfers")).toMatchObject({
      proven: "230 of 235 weekdays",
      without:
        "In the other statements positions and cash that came or went by transfer are not seen.",
    });
    expect(of("Positions")?.proven).toBe("every file");
  });

  test("has a page for each year, with the gaps and the files of that year", () => {
    expect(coveragePaths(gappy).map(({ params }) => params.page)).toEqual([
      "main/2026",
      "main/2025",
    ]);
    const year = coverageYear(gappy, main, "2025");
    expect(year.years.map(({ text, current }) => [text, current])).toEqual([
      ["2026", false],
      ["2025", true],
    ]);
    expect(year.gaps).toEqual([]);
    expect(year.files.map(({ days }) => days)).toEqual(["29 Dec 2025 to 2 Jan 2026"]);
    expect(coverageYear(gappy, main, "2026").gaps).toHaveLength(2);
  });
});

describe("the calendar", () => {
  const [year] = coverageView(gappy).accounts[0]?.years ?? [];

  test("has each weekday of the covered span once, weekends apart", () => {
    const marks = [...(year?.proven ?? []), ...(year?.notable ?? [])];
    const days = marks.flatMap((mark) => mark.days);
    expect(new Set(days).size).toBe(days.length);
    expect(days).toHaveLength(232);
    expect(year?.weekends.slice(0, 2)).toEqual(["2026-01-03", "2026-01-04"]);
    expect(year?.summary).toBe("227 weekdays proven, 3 with topics missing, 2 in no statement");
  });

  test("gathers the days of one file, and of one gap, into one link", () => {
    expect(year?.proven.map(({ text, days }) => [text, days.length])).toEqual([
      ["2026-01-02.xml", 2],
      [expect.stringMatching(/\.xml$/), 225],
    ]);
    expect(year?.notable.map(({ state, href, text }) => [state, href, text])).toEqual([
      ["gap", "#gap-main-2026-01-05", "5 Jan 2026 to 6 Jan 2026: no statement"],
      ["partial", "#gap-main-2026-01-07", "7 Jan 2026 to 9 Jan 2026: no transfers"],
    ]);
  });

  test("draws a square a day, half of it filled where topics are missing", () => {
    const drawn = drawnYear(year as NonNullable<typeof year>);
    const count = (path = "") => path.match(/M/g)?.length ?? 0;
    expect(drawn.notable.map(({ squares, halves }) => [count(squares), count(halves)])).toEqual([
      [2, 0],
      [3, 3],
    ]);
    expect(drawn.proven[0]?.squares).toBe("M26 9h7.6v8.2h-7.6zM35.7 9h7.6v8.2h-7.6z");
  });
});

const run = (time: string, outcome: IngestionRun["outcome"], code: string | null = null) => ({
  time: `${time}T11:17:04` as IsoDateTime,
  query: "main",
  asked: null,
  received: outcome === "stored" ? { from: day("2026-10-16"), to: day("2026-11-20") } : null,
  outcome,
  code,
  file: "data/flex/main/runs.jsonl",
  line: 1,
});
const fetching = (
  runs: readonly IngestionRun[],
  diagnostics: readonly Diagnostic[] = [],
  tokenExpires: string | null = null,
): Report => ({
  ...report,
  checks: [check("R2", dec("1"), dec("1"))],
  summary: countByRule([check("R2", dec("1"), dec("1"))]),
  ingestion: { runs, queries: ["main"], tokenExpires: tokenExpires as IsoDate | null },
  diagnostics,
});
const refused: Diagnostic = {
  code: "fetch/credential",
  message: "the run of 2026-11-21 brought no statement: the token has expired (code 1012)",
  at: [{ file: "data/flex/main/runs.jsonl", line: 2 }],
  hint: "create a new token in the portal",
};
const expires: Diagnostic = {
  code: "settings/token-expires",
  message: "the Flex token expires in 12 days, on 2026-12-03",
  at: [{ file: "lotbook.yml", line: 1 }],
};

describe("how fetching stands", () => {
  test("where nothing is set up, one sentence says so", () => {
    expect(fetchingView(report)).toMatchObject({ queries: [], notices: [], token: "" });
    expect(fetchingView(report).setUp).toMatch(/^Statements are put here by hand/);
    expect(fetchingView({ ...report, demo: true }).setUp).toMatch(/^The demo account/);
    expect(bannerOf(report).notices).toEqual([]);
  });

  test("a good run: when, what came, and when the token ends", () => {
    const view = fetchingView(fetching([run("2026-11-21", "stored")], [], "2027-09-30"));
    expect(view.title).toBe("Last fetched 21 November 2026, 11:17 UTC");
    expect(view.queries).toEqual([
      {
        query: "main",
        last: "21 Nov 2026, 11:17 UTC",
        outcome: "new statement stored",
        state: null,
        received: "16 Oct 2026 to 20 Nov 2026, 36 days",
        good: "",
      },
    ]);
    expect(view.token).toBe("The token expires on 30 September 2027, in 313 days.");
    expect(bannerOf(fetching([run("2026-11-21", "stored")])).when[0]).toBe(
      "Last fetched 21 Nov 2026, 11:17 UTC",
    );
  });

  test("a refused token is said in the top bar of every page and in the banner, and is no error in the data", () => {
    const failed = fetching(
      [run("2026-11-20", "stored"), run("2026-11-21", "credential", "1012")],
      [refused],
    );
    const view = fetchingView(failed);
    expect(view.title).toBe("The last run brought no statement");
    expect(view.queries[0]).toMatchObject({
      outcome: "token refused (code 1012)",
      state: "unexplained",
      good: "20 Nov 2026, 11:17 UTC",
    });
    expect(shellOf(failed).alert).toBe("Token refused");
    const banner = bannerOf(failed);
    expect(banner.notices[0]?.text).toBe(
      "The run of 21 November 2026 brought no statement: the token has expired (code 1012)",
    );
    expect(banner).toMatchObject({ state: "agrees", errors: 0 });
  });

  test("a token that ends soon is counted down, and is no alert", () => {
    const soon = fetching([], [expires], "2026-12-03");
    expect(noticesOf(soon)).toEqual([
      {
        state: "provisional",
        text: "The Flex token expires in 12 days, on 3 December 2026",
        hint: "",
        short: "",
      },
    ]);
    expect(shellOf(soon).alert).toBe("");
    expect(fetchingView(soon)).toMatchObject({ title: "Nothing has been fetched yet", token: "" });
    expect(fetchingView(soon).queries[0]).toMatchObject({ last: "never", state: "unknown" });
  });

  test("a token that ended is an alert", () => {
    const ended: Diagnostic = { ...expires, code: "settings/token-expired" };
    expect(shellOf(fetching([], [ended])).alert).toBe("Token expired");
  });
});

test("stale data is provisional, unless something is wrong with it", () => {
  const later = (some: Report): Report => ({
    ...some,
    builtAt: "2026-11-26T05:00:00" as IsoDateTime,
  });
  const well = fetching([]);
  expect(bannerOf(later(well)).state).toBe("provisional");
  expect(shellOf(later(well)).pill).toEqual({
    state: "provisional",
    long: "Last statement 20 Nov 2026",
    short: "Last, 20 Nov",
  });
  expect(bannerOf(later(report)).state).toBe("unexplained");
  expect(bannerOf(later({ ...well, demo: true })).state).toBe("agrees");
});
