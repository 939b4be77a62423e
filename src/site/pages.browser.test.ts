/** The built demo site in a real browser. Run by `npm run test:pages`. */
import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtSite, type Site } from "./browser/built.ts";
import { brokenLinks } from "./browser/crawl.ts";
import { rootWithGaps } from "./browser/gaps.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const SIZES = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;

let site: Site;
let browser: Browser;
/** One page of each kind. */
let kinds: string[];

beforeAll(async () => {
  site = await builtSite();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ARGS,
  });
  const first = (pattern: RegExp) =>
    site.files
      .filter((file) => pattern.test(file))
      .toSorted()[0]
      ?.replace(/index\.html$/, "") ?? "missing";
  kinds = [
    "",
    "positions/",
    "positions/by-currency/",
    "activity/",
    "corporate-actions/",
    "cash/",
    "nav/",
    "reconciliation/",
    "coverage/",
    "raw/",
    "diagnostics/",
    "restatements/",
    "changes/",
    "about/",
    "more/",
    "404.html",
    first(/^instruments\//),
    first(/^activity\/\d+\//),
    first(/^cash\/.+\/USD\//),
    first(/^cash\/.+\/BASE\//),
    first(/^nav\/\d/),
    first(/^coverage\/.+\/\d{4}\//),
    first(/^reconciliation\/R/),
    "reconciliation/days/",
    "reconciliation/instruments/",
    first(/^reconciliation\/days\/\d{4}\//),
    first(/^reconciliation\/days\/\d{4}-/),
    first(/^reconciliation\/instruments\/.+\//),
    first(/^reconciliation\/differences\//),
    first(/^raw\/.+\/\d+\//),
  ];
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

/** A page that collects what the browser complains about. */
async function opened(context: BrowserContext, path: string): Promise<[Page, string[]]> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`/${path}`);
  return [page, complaints];
}

/** What axe finds. The page's own policy forbids injected scripts, so the browser's debugger evaluates it. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, "utf8"));
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html.slice(0, 200)}`,
    );
  });
}

/** How pages are looked at: light and dark, wide and narrow. */
const LOOKS = (["light", "dark"] as const).flatMap((colorScheme) =>
  Object.entries(SIZES).map(([size, viewport]) => ({ colorScheme, size, viewport })),
);
type Look = (typeof LOOKS)[number];

/** Pages two at a time: a page that is looked at keeps one core busy. */
async function forEachPage(paths: readonly string[], look: (path: string) => Promise<void>) {
  const rest = paths.values();
  const next = async () => {
    for (const path of rest) await look(path);
  };
  await Promise.all([next(), next()]);
}

/** What the browser complains about, what axe finds, and what goes sideways. */
async function faultsOf({ url }: Site, paths: readonly string[], look: Look): Promise<string[]> {
  const { colorScheme, viewport, size } = look;
  const context = await browser.newContext({ colorScheme, viewport, baseURL: url });
  const found: string[] = [];
  await forEachPage(paths, async (path) => {
    const [page, complaints] = await opened(context, path);
    await page.waitForTimeout(50);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const faults = [...complaints, ...(await violationsOf(page))];
    if (sideways > 0) faults.push(`${sideways} px too wide`);
    found.push(...faults.map((fault) => `/${path}, ${colorScheme}, ${size}: ${fault}`));
    await page.close();
  });
  await context.close();
  return found;
}

test.each(LOOKS)(
  "$colorScheme, $size: no complaint, nothing inaccessible, nothing sideways",
  async (look) => {
    expect(await faultsOf(site, kinds, look)).toEqual([]);
  },
);

test("nothing goes sideways at the widths where the layout changes", async () => {
  const found: string[] = [];
  const context = await browser.newContext({ baseURL: site.url });
  await forEachPage(kinds, async (path) => {
    const [page] = await opened(context, path);
    for (const width of [1217, 1100, 1089, 900, 769]) {
      await page.setViewportSize({ width, height: 900 });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (sideways > 0) found.push(`/${path} at ${width}: ${sideways} px`);
    }
    await page.close();
  });
  await context.close();
  expect(found).toEqual([]);
});

test("every internal link and every anchor resolves", () => {
  expect(brokenLinks(site).slice(0, 20)).toEqual([]);
});

test("from a position's figure to its trace to the raw row that holds the value", async () => {
  const context = await browser.newContext({ baseURL: site.url, viewport: SIZES.wide });
  const [page] = await opened(context, "positions/");
  const mark = page.locator("tbody tr:not(.group):not(.total) td:nth-of-type(3) a.fig").first();
  const value = (await mark.innerText()).trim();
  await mark.click();
  await page.waitForURL(/\/instruments\/.*#positions\/.*markPrice$/);
  const trace = page.locator(".tracebox:target");
  expect(await trace.locator(".result dd").innerText()).toContain(value);
  await trace.locator("dd a.fig").first().click();
  await page.waitForURL(/\/raw\/.*#L\d+$/);
  const row = page.locator(".raw li:target");
  expect(await row.innerText()).toContain(value.replaceAll(",", "").replace(/\.?0+$/, ""));
  expect(
    await row.evaluate(
      (item) => getComputedStyle(item.querySelector("code") as Element).whiteSpace,
    ),
  ).toBe("normal");
  expect(await page.locator(".says h2").innerText()).toMatch(/^Line \d+: \w+$/);
  await context.close();
});

test("from a difference to its page, its raw row, and from our figure back to the difference", async () => {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: SIZES.wide,
    javaScriptEnabled: false,
  });
  const [page] = await opened(context, "reconciliation/");
  const row = page.locator("#differences table tbody tr", { hasText: "R4" }).first();
  const by = (await row.locator("td.g").innerText()).trim();
  await row.locator("td.g a").click();
  await page.waitForURL(/\/reconciliation\/differences\/.+\/$/);
  const own = page.url();
  expect(await page.locator("h1").innerText()).toContain(by);
  expect(await page.locator("tr.total td").innerText()).toBe(by);
  await page.locator("section[aria-labelledby=rows] li a").first().click();
  await page.waitForURL(/\/raw\/.*#L\d+$/);
  await page.goBack();
  await page.getByRole("link", { name: "How our figure came about" }).click();
  const trace = page.locator(".tracebox:target");
  expect(await trace.locator(".compared").innerText()).toMatch(
    /^Compared with the broker: differs/,
  );
  await trace.locator(".compared a").click();
  expect(page.url()).toBe(own);
  await context.close();
});

test("the calendar of days: each day that differs is a stop that says so and leads to its checks", async () => {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: SIZES.wide,
    javaScriptEnabled: false,
  });
  const [page] = await opened(context, "reconciliation/days/");
  const stop = page.locator(".cal a:not([tabindex])").first();
  const label = (await stop.getAttribute("aria-label")) ?? "";
  expect(label).toMatch(/^\d+ \w+ \d{4}: .*\d+ differences? (?:un)?explained/);
  await stop.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/reconciliation\/days\/\d{4}-\d\d-\d\d\/$/);
  expect(await page.locator("h1").innerText()).toBe(label.split(":")[0]);
  expect(await page.locator("#differences").count()).toBe(1);
  await context.close();
});

test("figures are in the markup: pages read the same without scripts", async () => {
  const context = await browser.newContext({
    baseURL: site.url,
    javaScriptEnabled: false,
    viewport: SIZES.wide,
  });
  for (const [path, selector] of [
    ["", ".big .fig"],
    ["positions/", "tbody .fig"],
    ["nav/", "tbody .fig"],
    ["reconciliation/", "tbody td"],
    ["coverage/", "tbody td.b"],
  ] as const) {
    const [page] = await opened(context, path);
    expect(await page.locator(selector).first().innerText()).toMatch(/\d/);
    expect(await page.locator(".tool:visible, .needs-js:visible").count()).toBe(0);
    await page.close();
  }
  await context.close();
});

test("the tools of the top bar: dark and light, hidden amounts, both remembered", async () => {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: SIZES.wide,
    colorScheme: "light",
  });
  const [page, complaints] = await opened(context, "");
  await page.locator("[data-tool=theme]").click();
  await page.locator("[data-tool=amounts]").click();
  await page.goto(`${site.url}/positions/`);
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  const amount = page.locator("td .amt").first();
  expect(await amount.evaluate((element) => getComputedStyle(element).visibility)).toBe("hidden");
  await page.locator("[data-tool=amounts]").click();
  expect(await amount.evaluate((element) => getComputedStyle(element).visibility)).toBe("visible");
  expect(complaints).toEqual([]);
  await context.close();
});

test("the skip link comes first and leads to the content", async () => {
  const context = await browser.newContext({ baseURL: site.url, viewport: SIZES.wide });
  const [page] = await opened(context, "");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  await context.close();
});

test("activity can be narrowed to a kind", async () => {
  const context = await browser.newContext({ baseURL: site.url, viewport: SIZES.wide });
  const [page] = await opened(context, kinds.find((path) => /^activity\/\d/.test(path)) ?? "");
  const rows = page.locator("[data-events] tbody tr:visible");
  const all = await rows.count();
  await page.locator("select[name=kind]").selectOption("dividend");
  const some = await rows.count();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await context.close();
});

test("no account number, name or address is in any byte of the site", () => {
  const statements = site.files.filter((file) => file.startsWith("raw/")).length;
  expect(statements).toBeGreaterThan(1);
  const leaking = site.files.filter((file) =>
    /\b(?:DU|U|F)\d{6,9}\b|accountId=(?:&quot;|")[^*&"]/.test(
      readFileSync(join(site.folder, file), "utf8"),
    ),
  );
  expect(leaking).toEqual([]);
});

describe("an account with a gap, days without transfers, and a token that was refused", () => {
  let root: string;
  let gappy: Site;
  beforeAll(async () => {
    root = rootWithGaps();
    gappy = await builtSite(root);
  });
  afterAll(() => {
    gappy?.close();
    rmSync(root, { recursive: true, force: true });
  });

  const visited = async (path: string, options: Parameters<Browser["newContext"]>[0] = {}) => {
    const context = await browser.newContext({ viewport: SIZES.wide, ...options });
    const page = await context.newPage();
    await page.goto(`${gappy.url}/${path}`);
    return page;
  };

  test("is accessible and fits, light and dark, wide and narrow", async () => {
    const paths = ["", "coverage/", "coverage/demo/2025/", "diagnostics/"];
    for (const look of LOOKS) expect(await faultsOf(gappy, paths, look)).toEqual([]);
    expect(brokenLinks(gappy)).toEqual([]);
  });

  test("the calendar takes one tab stop for each gap of a year, and each leads to what closes it", async () => {
    const page = await visited("coverage/", { javaScriptEnabled: false });
    const stops = page.locator(".cal a:not([tabindex])");
    expect(
      await stops.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label"))),
    ).toEqual([
      "11 Nov 2025 to 11 Feb 2026: no transfers",
      "26 Feb 2025 to 29 May 2025: no statement",
      "11 Nov 2025 to 11 Feb 2026: no transfers",
    ]);
    await stops.nth(1).focus();
    await page.keyboard.press("Enter");
    const entry = page.locator(".gaps li:target");
    expect(await entry.innerText()).toMatch(
      /26 Feb 2025 to 29 May 2025, no statement\s+67 weekdays/,
    );
    expect(await entry.locator("code").innerText()).toBe("npm run lotbook -- fetch --fill-gaps");
    await page.context().close();
  });

  test("a day leads to the file that proves it", async () => {
    const page = await visited("coverage/");
    const file = page.locator(".cal a[tabindex='-1']").last();
    const name = (await file.locator("title").textContent()) ?? "";
    const square = await file.locator("path").evaluate((path: SVGPathElement) => {
      const at = path.getPointAtLength(0).matrixTransform(path.getScreenCTM() as DOMMatrix);
      return { x: at.x + 3, y: at.y + 3 };
    });
    await page.mouse.click(square.x, square.y);
    await page.waitForURL(/\/raw\/.+#L\d+$/);
    expect(name).toMatch(/\.xml$/);
    expect(await page.locator("main").innerText()).toContain(name);
    await page.context().close();
  });

  test("every page says that no statement comes, the banner says why and counts the token down", async () => {
    const page = await visited("positions/");
    await page.locator(".alert").click();
    expect(page.url()).toMatch(/\/coverage\/#fetching$/);
    expect(await page.locator(".notices").innerText()).toContain(
      "the token has expired (code 1012)",
    );
    expect(await page.locator(".notices").innerText()).toContain(
      "The Flex token expires in 12 days, on 3 December 2026",
    );
    expect(await page.locator(".fetching tbody").innerText()).toContain(
      "token refused (code 1012)",
    );
    await page.context().close();
  });
});

describe("an account with options and corporate actions", () => {
  let booked: Site;
  beforeAll(async () => {
    booked = await builtSite("fixtures/cases/options-and-corporate-actions");
  });
  afterAll(() => booked?.close());

  test("is accessible and fits, light and dark, wide and narrow", async () => {
    const actions = booked.files
      .filter((file) => /^corporate-actions\/.+\/index\.html$/.test(file))
      .map((file) => file.replace(/index\.html$/, ""));
    expect(actions).toHaveLength(3);
    const paths = ["", "positions/", "activity/2025/", "instruments/1001/", "instruments/1004/"];
    paths.push("instruments/2003/", "corporate-actions/", ...actions);
    for (const look of LOOKS) expect(await faultsOf(booked, paths, look)).toEqual([]);
    expect(brokenLinks(booked)).toEqual([]);
  });

  test("from the front page to the case, its entry and its raw row, without scripts", async () => {
    const context = await browser.newContext({ viewport: SIZES.wide, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(booked.url);
    await page.getByRole("link", { name: "1 corporate action to decide" }).click();
    await page.getByRole("link", { name: "XYZ spun off 20 KID" }).first().click();
    await page.waitForURL(/\/corporate-actions\/account-1-12-20250310\/$/);
    expect(await page.locator(".entry pre").innerText()).toMatch(/kind: spin-off\n.*basisFraction/);
    await page.locator("section[aria-labelledby=legs] td a").first().click();
    await page.waitForURL(/\/raw\/.*#L\d+$/);
    expect(await page.locator(".raw li:target").innerText()).toContain("SPINOFF");
    await context.close();
  });

  test("from a provisional position to its case, and from an option to what it delivered", async () => {
    const context = await browser.newContext({ viewport: SIZES.phone, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${booked.url}/positions/`);
    const row = page.locator("tbody tr", { hasText: "KID" });
    await row.getByRole("link", { name: "provisional" }).click();
    await page.waitForURL(/\/corporate-actions\/account-1-12-20250310\/#case$/);
    await page.goto(`${booked.url}/instruments/2003/`);
    await page
      .getByRole("link", { name: /^It sold 100 XYZ at 12\.00/ })
      .first()
      .click();
    await page.waitForURL(/\/activity\/2025\/#.*510$/);
    const delivered = page.locator("tr:target");
    expect(await delivered.innerText()).toContain("Delivered by the assignment of 1 XYZ");
    await context.close();
  });
});

describe("an account with restatements", () => {
  let restated: Site;
  beforeAll(async () => {
    restated = await builtSite("fixtures/cases/restated-later");
  });
  afterAll(() => restated?.close());

  test("shows both versions, each with its raw row", async () => {
    const page = await (await browser.newContext({ viewport: SIZES.wide })).newPage();
    await page.goto(`${restated.url}/diagnostics/`);
    await page.locator("main a", { hasText: "by newer statements" }).click();
    await page.waitForURL(/\/restatements\/$/);
    const row = page.locator("tbody tr", { hasText: "commission" }).last();
    expect(await row.innerText()).toMatch(/commission −1\b[\s\S]*commission −1\.5\b/);
    expect(await row.locator(".src a").count()).toBe(2);
    await page.context().close();
  });

  test("is accessible and fits, light and dark, wide and narrow", async () => {
    for (const look of LOOKS) expect(await faultsOf(restated, ["restatements/"], look)).toEqual([]);
    expect(brokenLinks(restated)).toEqual([]);
  });
});
