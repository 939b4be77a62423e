/** What every page shows around its content: navigation with counts, the state of the reconciliation, the build. */
import type { Report } from "../../analytics/report.ts";
import { severityOf } from "../../core/diagnostics.ts";
import { restatedRows } from "../../events/restatement.ts";
import { dateText, shortDate } from "../format/date.ts";
import { counted } from "../format/words.ts";
import { type Banner, bannerOf } from "./banner.ts";
import { undecidedOf } from "./corporate-actions.ts";
import type { CheckState } from "./lookup.ts";
import { once } from "./once.ts";
import type { ShownState } from "./states.ts";

export interface NavLink {
  readonly path: string;
  readonly text: string;
  readonly count: number;
  readonly state: CheckState | null;
}

export interface Shell {
  readonly sections: readonly { readonly title: string; readonly links: readonly NavLink[] }[];
  readonly banner: Banner;
  readonly pill: { readonly state: ShownState; readonly long: string; readonly short: string };
  /** Why no statement comes any more, in two words; empty where nothing hinders it. */
  readonly alert: string;
  readonly asOf: string;
  readonly built: string;
  readonly accounts: string;
  readonly demo: boolean;
}

const link = (path: string, text: string, count = 0, state: CheckState | null = null): NavLink => ({
  path,
  text,
  count,
  state,
});

export const shellOf = once((report): Shell => {
  const banner = bannerOf(report);
  const open = report.diagnostics.filter((one) => severityOf(one) !== "info").length;
  const differing = banner.counts.unexplained + banner.counts.explained;
  const state = banner.counts.unexplained > 0 ? "unexplained" : differing > 0 ? "explained" : null;
  return {
    sections: [
      {
        title: "Portfolio",
        links: [
          link("/", "Overview"),
          link("/positions/", "Positions"),
          link("/activity/", "Activity"),
          link("/corporate-actions/", "Corporate actions", undecidedOf(report).open),
        ],
      },
      { title: "Money", links: [link("/cash/", "Cash"), link("/nav/", "Net asset value")] },
      {
        title: "Proof",
        links: [
          link("/reconciliation/", "Reconciliation", banner.counts.unexplained || differing, state),
          link("/coverage/", "Coverage"),
          link("/raw/", "Raw statements"),
          link("/diagnostics/", "Diagnostics", open),
          link("/restatements/", "Restatements", restatedRows(report.restatements)),
        ],
      },
      {
        title: "More",
        links: [link("/changes/", "Changes"), link("/about/", "About this build")],
      },
    ],
    banner,
    pill: pillOf(report, banner),
    alert: banner.notices.find(({ short }) => short !== "")?.short ?? "",
    asOf: report.asOf === null ? "no data" : dateText(report.asOf),
    built: dateText(report.builtAt),
    accounts: report.accounts
      .map(({ account, baseCurrency }) => `${account}, ${baseCurrency}`)
      .join(" · "),
    demo: report.demo,
  };
});

function pillOf(report: Report, { state, counts, errors }: Banner): Shell["pill"] {
  if (state === "unexplained" && counts.unexplained === 0) {
    const text = counted(errors, "error");
    return { state, long: `${text} in the data`, short: text };
  }
  if (report.asOf === null) return { state: "unknown", long: "No data yet", short: "No data" };
  const [long, short] = [`through ${dateText(report.asOf)}`, shortDate(report.asOf)];
  if (state === "unexplained") {
    const many = counts.unexplained === 1 ? "1 difference" : `${counts.unexplained} differences`;
    return { state, long: `${many} unexplained`, short: many };
  }
  if (state === "unknown") return { state, long: "Cannot be checked", short: "Not checked" };
  if (state === "provisional")
    return { state, long: `Last statement ${dateText(report.asOf)}`, short: `Last, ${short}` };
  return { state, long: `Ties out ${long}`, short: `Ties out, ${short}` };
}

interface Tab {
  readonly path: string;
  readonly text: string;
  readonly icon: string;
  /** Sections that the tab stands for. */
  readonly under: readonly string[];
}

/** The tab bar of narrow screens: each tab with the sections of the site that it stands for. */
export const TABS: readonly Tab[] = [
  { path: "/", text: "Overview", icon: "home", under: ["/"] },
  { path: "/positions/", text: "Positions", icon: "list", under: ["/positions/", "/instruments/"] },
  {
    path: "/activity/",
    text: "Activity",
    icon: "flow",
    under: ["/activity/", "/corporate-actions/"],
  },
  { path: "/reconciliation/", text: "Checks", icon: "tick", under: ["/reconciliation/"] },
  {
    path: "/more/",
    text: "More",
    icon: "menu",
    under: [
      "/more/",
      "/cash/",
      "/nav/",
      "/coverage/",
      "/raw/",
      "/diagnostics/",
      "/restatements/",
      "/changes/",
      "/about/",
    ],
  },
];

/** The section that a page belongs to: the first part of its path. */
export function currentPath(pathname: string, base: string): string {
  const inside = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  const [section = ""] = inside.split("/").filter((part) => part !== "");
  if (section === "") return "/";
  return section === "instruments" ? "/positions/" : `/${section}/`;
}
