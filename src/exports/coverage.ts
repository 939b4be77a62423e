/** Which days each statement proves, where the gaps are and what closes them, as JSON. Prints, computes nothing. */
import { z } from "zod";
import type { Report } from "../analytics/report.ts";
import type { Topic } from "../events/assertion.ts";
import {
  type AccountCoverage,
  accountCoverage,
  type FileCoverage,
  type Gap,
  gapsToFill,
  type Stretch,
} from "../events/coverage.ts";
import { isFetching, remedyFor, TOPIC_TEXTS } from "../events/remedy.ts";
import { SCHEMA_VERSION } from "./schema.ts";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$/);
const days = { from: date, to: date };
const topics = Object.keys(TOPIC_TEXTS) as [Topic, ...Topic[]];
const topic = z.enum(topics);

const gap = z.strictObject({
  ...days,
  weekdays: z.int(),
  missing: z.union([z.literal("statement"), z.array(topic)]).describe("all, or these topics"),
  remedy: z.strictObject({ kind: z.enum(["fetch", "portal"]), text: z.string() }),
});

const file = z.strictObject({
  file: z.string(),
  ...days,
  generated: moment.nullable(),
  topics: z.array(topic),
  lacks: z
    .array(topic)
    .describe("topics that other files of the account export and this one does not"),
  newestFor: z.int().describe("weekdays on which it is the newest statement"),
});

const stretch = z.strictObject({
  ...days,
  newest: z.string().nullable().describe("the newest file that covers the days"),
  topics: z.partialRecord(topic, z.string()).describe("the newest file that proves each topic"),
});

const topicState = z.strictObject({
  topic,
  weekdays: z.int().describe("weekdays of statements that export it"),
  files: z.int(),
  section: z.string().describe("what to select in the query"),
  without: z.string().describe("what is unknown where it is missing"),
});

/** What `lotbook coverage --json` prints. */
export const coverageSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  demo: z.boolean(),
  accounts: z.array(
    z.strictObject({
      account: z.string(),
      ...days,
      weekdays: z.int(),
      gaps: z.array(gap),
      toFill: z.array(z.strictObject(days)).describe("what `fetch --fill-gaps` asks for"),
      files: z.array(file),
      topics: z.array(topicState),
      stretches: z.array(stretch).describe("days in a row that the same files prove"),
    }),
  ),
});

/** Its JSON Schema, as it stands in schemas/. */
export const coverageJsonSchema = (): object => z.toJSONSchema(coverageSchema, { io: "input" });

export type CoverageJson = z.input<typeof coverageSchema>;
type AccountJson = CoverageJson["accounts"][number];

/** The coverage of all accounts. */
export function coverageJson(report: Report): CoverageJson {
  return {
    schemaVersion: SCHEMA_VERSION,
    demo: report.demo,
    accounts: report.accounts.flatMap(({ account }) => {
      const coverage = accountCoverage(report.windows, account);
      return coverage === null ? [] : [accountJson(report, coverage)];
    }),
  };
}

function accountJson(report: Report, coverage: AccountCoverage): AccountJson {
  const { account, from, to, weekdays } = coverage;
  return {
    account,
    from,
    to,
    weekdays,
    gaps: coverage.gaps.map((one) => gapJson(report, one)),
    toFill: gapsToFill(report.windows, account),
    files: coverage.files.map(fileJson),
    topics: topics.map((one) => ({
      topic: one,
      weekdays: coverage.topics.get(one) ?? 0,
      files: coverage.files.filter(({ exports }) => exports.has(one)).length,
      ...TOPIC_TEXTS[one],
    })),
    stretches: coverage.stretches.map(stretchJson),
  };
}

const gapJson = ({ builtAt, ingestion }: Report, one: Gap): AccountJson["gaps"][number] => ({
  from: one.from,
  to: one.to,
  weekdays: one.weekdays,
  missing: one.topics === null ? "statement" : [...one.topics],
  remedy: remedyFor(one, { now: builtAt, hasQuery: isFetching(ingestion) }),
});

const fileJson = (one: FileCoverage): AccountJson["files"][number] => ({
  file: one.file,
  from: one.from,
  to: one.to,
  generated: one.window.generated,
  topics: topics.filter((name) => one.exports.has(name)),
  lacks: [...one.lacks],
  newestFor: one.newestFor,
});

const stretchJson = ({ from, to, newest, proofs }: Stretch): AccountJson["stretches"][number] => ({
  from,
  to,
  newest: newest?.file ?? null,
  topics: Object.fromEntries([...proofs].map(([name, window]) => [name, window.file])),
});
