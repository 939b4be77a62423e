/**
 * Aliases instead of account numbers: everything beyond the raw files speaks of `main`, never of U1234567. Segments
 * with a suffix (U1234567F) belong to their base number. (Flex protocol notes, "Several accounts".)
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { FlexDocument, FlexStatement } from "./document.ts";

export interface ListedAccount {
  readonly alias: AccountAlias;
  readonly name: string;
  /** Account numbers that stand for it: segments and migrations. */
  readonly ids: readonly string[];
}

export class AccountBook {
  readonly #aliases: ReadonlyMap<string, AccountAlias>;

  constructor(aliases: ReadonlyMap<string, AccountAlias>) {
    this.#aliases = aliases;
  }

  /** The alias of an account number, or null where settings list accounts and this is none of them. */
  aliasOf(accountId: string): AccountAlias | null {
    return this.#aliases.get(accountId) ?? this.#aliases.get(baseOf(accountId)) ?? null;
  }

  /** Every number that has an alias, for masking. */
  get numbers(): readonly string[] {
    return [...this.#aliases.keys()];
  }
}

/**
 * The aliases of the listed accounts; with none listed, `account-1` … in order of first appearance: by the day that
 * the statements begin, then by number, so that the order of files does not matter.
 */
export function accountBook(listed: readonly ListedAccount[], documents: readonly FlexDocument[]): AccountBook {
  const aliases = new Map<string, AccountAlias>();
  for (const { alias, ids } of listed) for (const id of ids) aliases.set(id, alias);
  if (listed.length > 0) return new AccountBook(aliases);
  const statements = documents
    .flatMap((document) => document.statements)
    .toSorted((a, b) => compareText(a.from, b.from) || compareText(a.accountId, b.accountId));
  for (const statement of statements)
    for (const id of accountsIn(statement))
      if (!aliases.has(id)) aliases.set(id, `account-${new Set(aliases.values()).size + 1}` as AccountAlias);
  return new AccountBook(aliases);
}

/** The statements of known accounts, and a diagnostic for each other one (`accounts/not-listed`). */
export function ofListedAccounts(
  statements: readonly FlexStatement[],
  accounts: AccountBook,
): { kept: FlexStatement[]; diagnostics: Diagnostic[] } {
  const kept: FlexStatement[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const statement of statements) {
    if ([...accountsIn(statement)].every((id) => accounts.aliasOf(id) !== null)) kept.push(statement);
    else
      diagnostics.push({
        code: "accounts/not-listed",
        message: "the statement is of an account that lotbook.yml does not list",
        at: [statement.place],
        expected: "one of the account numbers under accounts: in lotbook.yml",
        hint: "remove the file, or list the account if it is yours",
      });
  }
  return { kept, diagnostics };
}

/** The statement's own account, and those of its rows where they differ (a row is trusted over its statement). */
function accountsIn(statement: FlexStatement): Set<string> {
  const ids = new Set([baseOf(statement.accountId)]);
  for (const section of statement.sections.values()) {
    if (!section.columns.has("accountId")) continue;
    const [first] = section.rows;
    const id = first?.attributes().get("accountId") ?? "";
    if (isAccount(id)) ids.add(baseOf(id));
  }
  return ids;
}

/** Whether a text names an account: summary copies have a dash instead. */
export const isAccount = (id: string): boolean => id !== "" && id !== "-";

const baseOf = (id: string): string => id.replace(/^([A-Z]*\d+)[A-Z]$/, "$1");
