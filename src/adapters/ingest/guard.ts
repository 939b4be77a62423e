/** The account guard: before anything is written, every statement and every row must be of a listed account. */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { type AccountBook, isAccount, ofListedAccounts } from "../flex/accounts.ts";
import type { FlexDocument } from "../flex/document.ts";

/** One `accounts/not-listed` for each statement, and one for the rows, of accounts that are not listed. */
export function foreignAccounts(
  documents: readonly FlexDocument[],
  accounts: AccountBook,
): Diagnostic[] {
  const statements = documents.flatMap((document) => document.statements);
  const foreign = ofListedAccounts(statements, accounts).diagnostics;
  if (foreign.length > 0) return foreign;
  for (const statement of statements)
    for (const { rows } of statement.sections.values())
      for (const row of rows) {
        const attributes = row.attributes();
        if (isAccount(attributes.get("accountId") ?? ""))
          accounts.ofRow(row, attributes, statement);
      }
  return accounts.refusedRows;
}
