import { expect, test } from "vitest";
import { accountBook } from "./accounts.ts";
import { type Collected, collect } from "./collect.ts";
import { type FlexDocument, readFlexFile } from "./document.ts";

const row = (id: string, more: string): string =>
  `<CashTransaction accountId="U1234567" transactionID="${id}" type="Dividends" currency="USD" reportDate="20250303" amount="${id}" levelOfDetail="DETAIL" ${more}/>`;

/** A statement of 3 March with these rows; null: without the section. `+` exports one more attribute. */
function statement(rows: string | null, index: number): string {
  const ids = [...(rows ?? "")].filter((id) => id !== "+");
  const more = rows?.includes("+") ? 'description="x" ' : "";
  const section = `<CashTransactions>${ids.map((id) => row(id, more)).join("")}</CashTransactions>`;
  return `<FlexQueryResponse queryName="Q" type="AF"><FlexStatements count="1">
<FlexStatement accountId="U1234567" fromDate="20250303" toDate="20250304" period="" whenGenerated="2025030${index + 5};050000">
${rows === null ? "" : section}
</FlexStatement></FlexStatements></FlexQueryResponse>`;
}

function collected(statements: readonly (string | null)[]): { rows: Collected; codes: string[] } {
  const documents = statements
    .map((rows, index) => {
      const bytes = new TextEncoder().encode(statement(rows, index));
      return readFlexFile({ path: `${index + 1}.xml`, bytes }).value;
    })
    .filter((document): document is FlexDocument => document !== null);
  const codes: string[] = [];
  const rows = collect(
    documents.flatMap((document) => document.statements),
    accountBook([], documents),
    ({ code }) => codes.push(code),
  );
  return { rows, codes };
}

/** What happened to row 7, and whether it counts. */
function story(statements: readonly (string | null)[]): string {
  const { rows, codes } = collected(statements);
  const is7 = ({ versions }: Collected["cash"][number]) =>
    versions[0].row.attributes().get("transactionID") === "7";
  const counts = rows.cash.some(is7);
  const own = [...rows.cash, ...rows.withdrawn].find(is7);
  const turns = own?.turns.map(({ kind, by }) => `${kind} by ${by.place.file}`) ?? [];
  return [...turns, counts ? "counts" : "does not count", ...codes].join(", ");
}

test.each<[string, readonly (string | null)[], string]>([
  ["stands in one statement alone", ["78"], "counts"],
  ["stands in all", ["78", "78", "78"], "counts"],
  ["comes later", ["8", "78", "78"], "added by 2.xml, counts"],
  ["is the first of a section that was empty", ["", "7"], "added by 2.xml, counts"],
  ["comes with a section that was not exported before", [null, "78"], "counts"],
  ["goes", ["78", "8"], "withdrawn by 2.xml, does not count, merge/row-withdrawn"],
  ["stays gone", ["78", "8", "8"], "withdrawn by 2.xml, does not count, merge/row-withdrawn"],
  ["comes back", ["78", "8", "78"], "withdrawn by 2.xml, added by 3.xml, counts"],
  [
    "comes, goes and comes",
    ["8", "78", "8", "78"],
    "added by 2.xml, withdrawn by 3.xml, added by 4.xml, counts",
  ],
  [
    "is gone although the newest statement exports other attributes",
    ["78", "8", "8+"],
    "withdrawn by 2.xml, does not count, merge/row-withdrawn",
  ],
  ["is alone on its day and goes", ["7", ""], "missing by 2.xml, counts, merge/row-missing"],
  ["lacks where others are exported", ["78", "8+"], "missing by 2.xml, counts, merge/row-missing"],
  ["lacks for a while only", ["78+", "8", "78+"], "counts"],
  ["is in a section that is no longer exported", ["78", null], "counts"],
])("a row that %s", (_, statements, expected) => {
  expect(story(statements)).toBe(expected);
});
