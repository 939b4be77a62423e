/** What a topic that no statement proves means, and how days that are missing are closed. */
import {
  dayOf,
  daysBetween,
  firstServedDay,
  type IsoDate,
  type IsoDateTime,
  LONGEST_STATEMENT,
} from "../core/dates.ts";
import type { Topic } from "./assertion.ts";
import type { Gap } from "./coverage.ts";
import type { Ingestion } from "./ingestion.ts";

interface TopicText {
  /** What to select in the query, as the portal names it. */
  readonly section: string;
  /** What is not known without it; a clause. */
  readonly without: string;
}

/** Every topic: the section that brings it, and what is unknown without it. */
export const TOPIC_TEXTS: Readonly<Record<Topic, TopicText>> = {
  trades: {
    section: "Trades (level Execution)",
    without: "purchases and sales are unknown, and with them lots, realized results and cash",
  },
  "cash transactions": {
    section: "Cash Transactions",
    without:
      "dividends, taxes, interest, fees, deposits and withdrawals are unknown, and so is cash",
  },
  transfers: {
    section: "Transfers",
    without: "positions and cash that came or went by transfer are not seen",
  },
  "corporate actions": {
    section: "Corporate Actions",
    without: "splits, mergers and spin-offs are not seen",
  },
  positions: {
    section: "Open Positions",
    without: "there are no prices and no market values, and quantities are not compared",
  },
  "open lots": {
    section: "Open Positions (level Lot)",
    without:
      "the cost of single lots is not compared, and lots from before the first day have none",
  },
  "closed lots": {
    section: "Trades (level Closed Lots)",
    without: "which lots a sale closed is not compared",
  },
  "cash report": {
    section: "Cash Report",
    without: "the cash at the start is not known and cash is not compared",
  },
  "net asset value": {
    section: "Net Asset Value (NAV) in Base",
    without: "there is no value by day and no return",
  },
};

/** How a gap is closed. Commands in the text stand in backticks, except where the text is nothing but a command. */
export interface Remedy {
  /** `fetch`: a command does it; `portal`: the user runs the query there and imports the file. */
  readonly kind: "fetch" | "portal";
  readonly text: string;
}

export interface RemedyOptions {
  /** The clock: how far back the service reaches depends on it. */
  readonly now: IsoDate | IsoDateTime;
  /** Whether a query is set up to be fetched. */
  readonly hasQuery: boolean;
}

/** Whether statements are fetched, or were: the query may also come from the environment of the schedule. */
export const isFetching = ({ queries, runs }: Ingestion): boolean =>
  queries.length > 0 || runs.length > 0;

const FILL = "npm run lotbook -- fetch --fill-gaps";

/** The command or the steps in the portal that close a gap. */
export function remedyFor(gap: Gap, { now, hasQuery }: RemedyOptions): Remedy {
  const reach = firstServedDay(dayOf(now));
  const select = selecting(gap.toSelect);
  if (hasQuery && gap.from >= reach)
    return {
      kind: "fetch",
      text:
        select === ""
          ? FILL
          : `${select}, fetch once with \`npm run lotbook -- fetch\`, then run \`${FILL}\``,
    };
  return { kind: "portal", text: portalText(gap, reach, select) };
}

function selecting(topics: readonly Topic[]): string {
  if (topics.length === 0) return "";
  const sections = topics.map((topic) => TOPIC_TEXTS[topic].section);
  const names = [sections.slice(0, -1).join(", "), sections.at(-1)].filter(Boolean).join(" and ");
  return `select the ${topics.length === 1 ? "section" : "sections"} ${names} in the query first`;
}

function portalText({ from, to }: Gap, reach: IsoDate, select: string): string {
  const days = from === to ? from : `${from} to ${to}`;
  const long = daysBetween(from, to) > LONGEST_STATEMENT;
  return [
    `${select === "" ? "" : `${select}, then `}run the query for ${days} in the portal`,
    ` (Performance & Reports, Flex Queries, a custom date range${long ? `; at most ${LONGEST_STATEMENT + 1} days at a time` : ""})`,
    " and import the XML: `npm run lotbook -- import FILE`",
    from < reach
      ? `; days before ${reach} may no longer be there, so import a statement of them that you saved`
      : "",
  ].join("");
}
