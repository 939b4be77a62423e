/**
 * The JSON Schemas of lotbook.yml and of the files under labels/, for editors. We read every scalar as its source text, while an editor sees numbers,
 * booleans and empty values; the schema accepts what a user may write.
 */
import { z } from "zod";
import { labelsSchema } from "./labels.ts";
import { settingsSchema } from "./settings.ts";

type Node = z.core.JSONSchema.BaseSchema;

/** What an editor says about each key, by its path. `*` stands for a name that the user chooses. */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  accounts:
    "Your accounts by alias; statements of any other account are refused. A fetch needs at least one.",
  "accounts.*":
    "An account under an alias of your choice (small letters, digits, hyphens): all that is ever shown of it.",
  "accounts.*.id": "The account number at the broker, such as U1234567.",
  "accounts.*.ids": "Several numbers of one account, for example after a migration.",
  "accounts.*.name": "A name for pages; the alias without it.",
  lots: "Which lots a sale takes.",
  "lots.method": "For all accounts and instruments.",
  "lots.accounts": "Another method for an account, by alias.",
  "lots.accounts.*": "The method of this account.",
  "lots.instruments": "Another method for an instrument, by symbol or conid.",
  "lots.instruments.*": "The method of this instrument.",
  tolerances: "How far a figure may be off from the broker's before it is reported.",
  "tolerances.cash": "Money, in each currency.",
  "tolerances.quantity": "Units of an instrument.",
  flex: "Fetching statements from the Flex Web Service.",
  "flex.queries":
    "The queries to fetch by alias; without any, the variable IBKR_FLEX_QUERY_ID names one.",
  "flex.queries.*": "The number of an Activity Flex query, as the portal shows it.",
  "flex.window":
    "incremental: ask for the days since the last statement and some before; query: for the query's own period.",
  "flex.tokenExpires": "The day the token expires, such as 2027-09-30; you are told 30 days ahead.",
  site: "How the site looks.",
  "site.title": "The name on every page.",
  "site.repository":
    "Where the repository can be read, for links to raw files: https://github.com/owner/name.",
  "site.showAccountNumbers":
    "Show account numbers, names and addresses in raw files instead of masking them.",
  publish: "Where a workflow puts the built site.",
  "publish.to":
    "artifact: a download for those who may read the repository; pages: GitHub Pages, which everybody can read, only with `as: demo`.",
  "publish.as": "demo: the invented demo account instead of your figures.",
};

/** What an editor says about each key of a file under labels/. `*` stands for each entry of a list. */
export const LABEL_DESCRIPTIONS: Readonly<Record<string, string>> = {
  labels: "Not read yet.",
  rules: "Not read yet.",
  groups: "Not read yet.",
  tables: "Not read yet.",
  lots: "Not read yet.",
  corporateActions: "Decisions on corporate actions whose cost basis no statement determines.",
  "corporateActions.*.action":
    "The id of the action as `lotbook check` prints it: main/9-20250310.",
  "corporateActions.*.kind": "What happened; it says which of the other keys are needed.",
  "corporateActions.*.basisFraction":
    "The part of the old lots' cost basis that goes to what was received, from 0 to 1.",
  "corporateActions.*.basisFractions":
    "The part of the cost basis that goes to each instrument received; together 1.",
  "corporateActions.*.basisFractions.*":
    "By symbol, conid:265598 or isin:US0378331005: a part from 0 to 1.",
  "corporateActions.*.basis":
    "The total cost basis of what was received, in the currency of its instrument.",
  "corporateActions.*.gain":
    "The gain recognized in all, negative for a loss, in the currency of the instrument.",
  "corporateActions.*.treatment":
    "ignore: the rows change nothing; remove: what left is gone, its basis is a loss; receive: what came has `basis`.",
  "corporateActions.*.source": "Where the figures are from, such as the address of a Form 8937.",
  "corporateActions.*.note": "Whatever you want to remember.",
  waivers: "Differences from the broker's figures that you accept.",
  "waivers.*.check":
    "The id of a check, or its beginning up to a /: R3/main/265598 means all lots of that instrument.",
  "waivers.*.upTo":
    "What each of these figures may be off by, up or down, in its own currency or in units.",
  "waivers.*.reason": "Why you accept it; it stands with the difference.",
  "waivers.*.until": "The last day on which it is accepted, such as 2027-01-01.",
  notes: "Not read yet.",
};

/** The JSON Schema of lotbook.yml. */
export const settingsJsonSchema = (): object => jsonSchemaOf(settingsSchema, DESCRIPTIONS);

/** The JSON Schema of a file under labels/. */
export const labelsJsonSchema = (): object => jsonSchemaOf(labelsSchema, LABEL_DESCRIPTIONS);

function jsonSchemaOf(of: z.ZodType, descriptions: Readonly<Record<string, string>>): object {
  const schema = z.toJSONSchema(of, {
    io: "input",
    override: ({ zodSchema, jsonSchema, path }) => {
      if (!path.includes("propertyNames")) loosen(jsonSchema, mayBeEmpty(zodSchema));
    },
  });
  const whole = JSON.parse(JSON.stringify(schema)) as Node;
  describe(whole, "", descriptions);
  return whole;
}

/** Adds what each key is for. */
function describe(node: Node, name: string, descriptions: Readonly<Record<string, string>>): void {
  const description = descriptions[name];
  if (description !== undefined) node.description = description;
  const below = (child: unknown, key: string): void => {
    if (typeof child === "object" && child !== null)
      describe(child as Node, name === "" ? key : `${name}.${key}`, descriptions);
  };
  for (const choice of [...(node.oneOf ?? []), ...(node.anyOf ?? [])])
    describe(choice as Node, name, descriptions);
  for (const [key, child] of Object.entries(node.properties ?? {})) below(child, key);
  below(node.additionalProperties, "*");
  below(node.items, "*");
}

/** A key without a value is as good as absent where the schema says so by a step before it. */
const mayBeEmpty = ({ _zod: { def } }: z.core.$ZodTypes): boolean =>
  def.type === "pipe" && def.in._zod.def.type === "transform";

function loosen(node: Node, empty: boolean): void {
  if (
    node.type === "string" &&
    node.enum === undefined &&
    node.const === undefined &&
    node.format === undefined
  )
    node.type = ["string", "number", "boolean"] as unknown as "string";
  if (!empty) return;
  const types = [node.type ?? []].flat();
  node.type = [...types, "null"] as unknown as "string";
  if (node.enum !== undefined) node.enum = [...node.enum, null];
}
