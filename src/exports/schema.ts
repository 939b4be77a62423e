/** The contract of `lotbook report --json` and `lotbook check --json`, as schemas that checks and editors read. */
import { z } from "zod";
import { TOTALS } from "../analytics/report.ts";

/** Grows when a field changes its meaning or goes away; new fields alone do not count. */
export const SCHEMA_VERSION = 1;

const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe("an exact decimal");
export const unknown = z.strictObject({ unknown: z.string() }).describe("not known, and why");
export const amount = z.union([decimal, unknown]);
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$/);
const row = z.strictObject({ file: z.string(), line: z.int() });
const trace = z.record(z.string(), z.array(row)).optional();
const instrument = {
  account: z.string(),
  conid: z.string(),
  symbol: z.string(),
  assetCategory: z.string(),
  currency: z.string(),
};

const provisional = z
  .array(z.string())
  .optional()
  .describe(
    "undecided corporate actions that cost or results rest on; absent where there are none",
  );

/** Of options and warrants; absent for everything else. */
const option = {
  underlying: z.union([z.string(), unknown]).optional().describe("conid of what an option is on"),
  strike: amount.optional(),
  expiry: z.union([date, unknown]).optional(),
  putCall: z.union([z.enum(["C", "P"]), unknown]).optional(),
};

const position = z.strictObject({
  ...instrument,
  multiplier: decimal,
  ...option,
  quantity: amount,
  costBasis: amount,
  averageCost: amount,
  costBasisBase: amount,
  markPrice: amount,
  marketValue: amount,
  marketValueBase: amount,
  unrealized: amount,
  unrealizedBase: amount,
  lots: z.array(
    z.strictObject({
      openDateTime: z.union([moment, unknown]),
      quantity: amount,
      costBasis: amount,
      openedBy: z.union([z.string(), unknown]).describe("transaction id of the opening"),
      origin: z.enum(["booked", "broker", "inferred"]),
      premium: amount
        .optional()
        .describe("the part of the cost basis that is the premium of the option that delivered"),
      provisional: z.string().optional().describe("undecided action that the basis rests on"),
    }),
  ),
  provisional,
  trace,
});

const realized = z.strictObject({
  ...instrument,
  realized: amount,
  realizedBase: amount,
  shortTerm: amount,
  longTerm: amount,
  closedLots: z.int(),
  provisional,
  trace,
});

const daily = z.strictObject({
  account: z.string(),
  date,
  conid: z.string(),
  realized: amount,
  income: amount,
  costs: amount,
  unrealized: amount,
  total: amount,
  trace,
});

const totals = z.strictObject({
  account: z.string(),
  currency: z.string().describe("a currency, or BASE"),
  ...(Object.fromEntries(TOTALS.map((line) => [line, amount])) as Record<
    (typeof TOTALS)[number],
    typeof amount
  >),
  trace,
});

const nav = z.strictObject({
  account: z.string(),
  date,
  total: amount,
  cash: amount,
  stock: amount,
  options: amount,
  dividendAccruals: amount,
  interestAccruals: amount,
  flow: amount,
  trace,
});

export const checkSchema = z.strictObject({
  rule: z.string(),
  id: z.string(),
  account: z.string(),
  date,
  instrument: z.strictObject({ conid: z.string(), symbol: z.string() }).nullable(),
  currency: z.string(),
  field: z.string(),
  broker: amount,
  ours: amount,
  difference: amount,
  status: z.enum(["agrees", "differs", "not-reported"]),
  causes: z.array(
    z.strictObject({
      code: z.string(),
      amount,
      because: z.string(),
      rows: z.array(row),
      from: z.string().optional().describe("id of the check that this one follows from"),
    }),
  ),
  rows: z.array(row),
});

const diagnostic = z.strictObject({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  file: z.string().nullable(),
  line: z.int().nullable(),
  message: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  hint: z.string().nullable(),
});

const movedValue = z
  .union([z.string(), unknown])
  .nullable()
  .describe("an exact decimal, a date or a text; null where that statement has no such row");

const restatement = z.strictObject({
  account: z.string(),
  date,
  kind: z.enum(["changed", "added", "withdrawn", "missing"]),
  what: z.string().describe("trade, cash transaction, position, rate …"),
  instrument: z.strictObject({ conid: z.string(), symbol: z.string() }).nullable(),
  currency: z.string(),
  known: moment.nullable().describe("when the newer statement was generated"),
  event: z.string().nullable().describe("id of the event that the row became"),
  moved: z.array(z.strictObject({ field: z.string(), before: movedValue, after: movedValue })),
  amount: amount.describe("what it did to cash: newer minus older"),
  rows: z.array(row).describe("the newer row, then the older one"),
});

const instrumentName = z.strictObject({ conid: z.string(), symbol: z.string() });

const caseSchema = z.strictObject({
  action: z.string().describe("the name under which it is decided"),
  kind: z.enum([
    "spin-off",
    "unit-split",
    "merger",
    "cash-and-stock",
    "stock-dividend",
    "rights-issue",
    "other",
  ]),
  status: z
    .enum(["decided", "broker", "open"])
    .describe("by the user, from the broker's later rows, or not at all"),
  question: z.string(),
  reason: z.string().describe("where the answer is from, or why there is none"),
  instruments: z.array(instrumentName),
  entry: z.string().describe("the YAML that decides it, to paste into a file under labels/"),
  rows: z.array(row),
});

const corporateAction = z.strictObject({
  account: z.string(),
  action: z.string(),
  date,
  type: z.string().describe("split, spin-off, merger …"),
  description: z.string(),
  reading: z.string().describe("how it was booked"),
  status: z
    .enum(["determined", "decided", "broker", "open", "taken back", "not booked"])
    .describe("determined by its rows; else that of its case"),
  legs: z.array(
    z.strictObject({
      conid: z.string(),
      symbol: z.string(),
      quantity: decimal,
      currency: z.string(),
      proceeds: amount.describe("cash that came with it"),
      value: amount.describe("market value"),
      realized: amount.describe("the result that the broker booked"),
      row,
    }),
  ),
  case: caseSchema.nullable(),
});

const counts = z.strictObject({
  agrees: z.int(),
  explained: z.int(),
  unexplained: z.int(),
  notReported: z.int(),
});
const summary = z.record(z.string(), counts).describe("per rule");

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  asOf: date.nullable(),
  demo: z.boolean(),
  accounts: z.array(
    z.strictObject({
      account: z.string(),
      baseCurrency: z.union([z.string(), unknown]),
      from: date,
      to: date,
    }),
  ),
  positions: z.array(position),
  realized: z.array(realized),
  daily: z.array(daily),
  cash: z.array(
    z.strictObject({ account: z.string(), currency: z.string(), ending: amount, trace }),
  ),
  totals: z.array(totals),
  nav: z.array(nav),
  returns: z.array(
    z.strictObject({
      scope: z.string(),
      account: z.string(),
      from: date,
      to: date,
      twr: amount,
      mwr: amount,
      trace,
    }),
  ),
  summary,
  checks: z.array(checkSchema).describe("those that do not agree"),
  labels: z.array(
    z.strictObject({
      label: z.string(),
      instruments: z.array(z.string()),
      realized: amount,
      unrealized: amount,
      income: amount,
      costs: amount,
      total: amount,
    }),
  ),
  corporateActions: z.array(corporateAction).describe("in booking order"),
  restatements: z
    .array(restatement)
    .describe("what newer statements changed, added or withdrew, newest first"),
  cases: z.array(caseSchema).describe("corporate actions that no statement determines, open first"),
  diagnostics: z.array(diagnostic),
});

export const checksSchema = z.strictObject({
  summary,
  checks: z.array(checkSchema),
  cases: z.array(caseSchema).describe("corporate actions that no statement determines, open first"),
  diagnostics: z.array(diagnostic),
});

export type ReportJson = z.input<typeof reportSchema>;
export type CheckJson = z.input<typeof checkSchema>;
export type RestatementJson = z.input<typeof restatement>;
export type CaseJson = z.input<typeof caseSchema>;
export type CorporateActionJson = z.input<typeof corporateAction>;
export type DiagnosticJson = z.input<typeof diagnostic>;
export type ChecksJson = z.input<typeof checksSchema>;

/** The JSON Schema of each document, by file name. */
export const jsonSchemas = (): Readonly<Record<string, object>> => ({
  "report.schema.json": z.toJSONSchema(reportSchema, { io: "input" }),
  "checks.schema.json": z.toJSONSchema(checksSchema, { io: "input" }),
});
