/** What changed between the statements of a query: someone may have edited it in the portal. */
import type { FlexDocument } from "../flex/document.ts";

/** Sentences about what the newer statement lacks; none where it lacks nothing. */
export function lostSince(older: FlexDocument, newer: FlexDocument): string[] {
  const lost = (of: (document: FlexDocument) => Iterable<string>): string[] =>
    [...new Set(of(older)).difference(new Set(of(newer)))].sort();
  const sections = lost((document) =>
    document.statements.flatMap((statement) => [...statement.sections.keys()]),
  );
  const accounts = lost((document) => document.statements.map(({ accountId }) => accountId));
  return [
    ...(sections.length === 0
      ? []
      : [
          `the statement before had ${sections.join(", ")}: select ${sections.length === 1 ? "it" : "them"} in the query again`,
        ]),
    ...(accounts.length === 0
      ? []
      : [
          `${accounts.length === 1 ? "an account" : `${accounts.length} accounts`} of the statement before ${accounts.length === 1 ? "is" : "are"} missing: check which accounts the query covers`,
        ]),
    ...(older.queryName === newer.queryName
      ? []
      : ["the query has another name than before: check that its number is the right one"]),
  ];
}
