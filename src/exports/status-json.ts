/** The state of the ledger as status.json of the built site: the numbers of the metrics, for people without Prometheus. */
import { z } from "zod";
import type { Report } from "../analytics/report.ts";
import { amountJson } from "./json.ts";
import { amount, date, SCHEMA_VERSION, unknown } from "./schema.ts";
import { type AccountStatus, ledgerStatus } from "./status.ts";

const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
  .describe("in UTC");
const count = z.union([z.int(), unknown]);

export const statusSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  builtAt: moment,
  demo: z.boolean(),
  tokenExpires: date.nullable().describe("as lotbook.yml says it"),
  accounts: z.array(
    z.strictObject({
      account: z.string(),
      statementTo: date.describe("the last day that a statement covers"),
      fetched: z
        .array(z.strictObject({ query: z.string(), lastSuccess: moment }))
        .describe("the last run of each query that brought a statement, new or not"),
      compared: z.int().describe("figures that could be compared"),
      explained: count.describe("figures that differ for a known cause or with a waiver"),
      unexplained: count.describe("figures that differ, and nothing explains it"),
      positions: z
        .array(z.strictObject({ conid: z.string(), symbol: z.string(), drift: amount }))
        .describe("the broker's quantity minus ours, on the newest day that it lists"),
      cash: z
        .array(z.strictObject({ currency: z.string(), drift: amount }))
        .describe("the broker's cash minus ours, on the newest day that it reports"),
    }),
  ),
});

/** Its JSON Schema, as it stands in schemas/. */
export const statusJsonSchema = (): object => z.toJSONSchema(statusSchema, { io: "input" });

export type StatusJson = z.input<typeof statusSchema>;

/** The state of all accounts. */
export function statusJson(report: Report): StatusJson {
  const { accounts, tokenExpires } = ledgerStatus(report);
  return {
    schemaVersion: SCHEMA_VERSION,
    builtAt: `${report.builtAt}Z`,
    demo: report.demo,
    tokenExpires,
    accounts: accounts.map(accountJson),
  };
}

function accountJson(status: AccountStatus): StatusJson["accounts"][number] {
  const { account, statementTo, compared } = status;
  const counted = (count: number) =>
    compared === 0 ? { unknown: "no figure could be compared" } : count;
  return {
    account,
    statementTo,
    fetched: status.fetched.map(({ query, time }) => ({ query, lastSuccess: `${time}Z` })),
    compared,
    explained: counted(status.explained),
    unexplained: counted(status.unexplained),
    positions: status.positions.map(({ instrument, symbol, drift }) => ({
      conid: instrument,
      symbol,
      drift: amountJson(drift),
    })),
    cash: status.cash.map(({ currency, drift }) => ({ currency, drift: amountJson(drift) })),
  };
}
