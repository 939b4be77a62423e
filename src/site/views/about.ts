/** What this build is made of, and what it does not do. */
import type { Report } from "../../analytics/report.ts";
import { dateText } from "../format/date.ts";
import { counted } from "../format/words.ts";

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface AboutView {
  readonly facts: readonly Fact[];
  readonly accounts: readonly {
    readonly account: string;
    readonly base: string;
    readonly covers: string;
    readonly events: string;
  }[];
  readonly limits: readonly string[];
}

export interface Versions {
  readonly commit: string;
  readonly lotbook: string;
  readonly node: string;
}

export function aboutView(report: Report, versions: Versions): AboutView {
  const unbooked = report.events.filter(({ kind }) => kind === "unbooked");
  const kinds = [
    ...new Set(unbooked.flatMap((event) => (event.kind === "unbooked" ? [event.what] : []))),
  ].sort();
  return {
    facts: [
      { name: "Built", value: `${dateText(report.builtAt)} UTC` },
      {
        name: "From commit",
        value:
          versions.commit === "" ? "unknown: the folder is no git repository" : versions.commit,
      },
      { name: "Lotbook", value: versions.lotbook },
      { name: "Node", value: versions.node },
      {
        name: "Last day",
        value: report.asOf === null ? "no statement yet" : dateText(report.asOf),
      },
      {
        name: "Holds",
        value: `${counted(report.events.length, "event")}, ${counted(report.instruments.size, "instrument")}, ${counted(report.checks.length, "check")}`,
      },
    ],
    accounts: report.accounts.map(({ account, baseCurrency, from, to }) => ({
      account,
      base: baseCurrency,
      covers: `${dateText(from)} to ${dateText(to)}`,
      events: counted(report.events.filter((event) => event.account === account).length, "event"),
    })),
    limits: [
      ...(kinds.length === 0
        ? []
        : [
            `It lists, but does not book: ${kinds.join(", ")}. Figures that they touch are “not reported”.`,
          ]),
      "It gives no tax advice: realized results follow the broker’s rules, wash sales and other adjustments included only where its rows show them.",
      "It fetches no prices: positions are valued at the prices of the statements.",
      "Labels, notes, options and corporate actions are not part of these pages yet.",
    ],
  };
}
