/** Responses of the Flex service as text, for tests that need no more than some rows, and what a build reads of them. */
import { createHash } from "node:crypto";
import type { IsoDateTime } from "../core/dates.ts";

/** A window, when the statement was made, and whose it is, as the broker writes them. */
export interface Told {
  readonly from?: string;
  readonly to?: string;
  readonly generated?: string;
  readonly account?: string;
}

/** A statement of January 2025 with these sections, unless told otherwise. */
export const statementText = (
  sections: string,
  { from = "20250101", to = "20250131", generated = "20250201;040000", account = "U1" }: Told = {},
): string =>
  `<FlexStatement accountId="${account}" fromDate="${from}" toDate="${to}" period="" whenGenerated="${generated}">${sections}</FlexStatement>`;

/** A response that holds these statements, one a line. */
export const responseText = (...statements: readonly string[]): string =>
  `<FlexQueryResponse queryName="q" type="AF"><FlexStatements count="${statements.length}">\n${statements.join("\n")}\n</FlexStatements></FlexQueryResponse>`;

/** The base currency, which a statement says nowhere else. */
export const ACCOUNT = `<AccountInformation accountId="U1" currency="USD"/>`;

/** An element with these attributes; those that are undefined are left out. */
export const element = (name: string, row: Readonly<Record<string, string | undefined>>): string =>
  `<${name} ${Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}="${value}"`)
    .join(" ")}/>`;

/** What a build reads, settings apart: a file `data/1.xml`, `data/2.xml`, … for each response, and nothing else. */
export const inputOf = (...responses: readonly string[]) => ({
  files: responses.map((text, index) => {
    const bytes = Buffer.from(text);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { path: `data/${index + 1}.xml`, bytes, sha256 };
  }),
  runs: [],
  waivers: [],
  decisions: [],
  demo: false,
  diagnostics: [],
  now: "2026-01-15T08:00:00" as IsoDateTime,
});
