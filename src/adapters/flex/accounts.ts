/**
 * Aliases instead of account numbers: everything beyond the raw files speaks of `main`, never of U1234567. Segments
 * with a suffix (U1234567F) belong to their base number. (Flex protocol notes, "Several accounts".)
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { type AccountAlias, compareText, type RowRef } from "../../core/ids.ts";
import type { Attributes, FlexDocument, FlexRow, FlexStatement } from "./document.ts";

export interface ListedAccount {
  readonly alias: AccountAlias;
  readonly name: string;
  /** Account numbers that stand for it: segments and migrations. */
  readonly ids: readonly string[];
}

/** Account numbers and their aliases. With no accounts listed, a number that is met for the first time gets the next one. */
export class AccountBook {
  readonly #aliases: Map<string, AccountAlias>;
  readonly #isOpen: boolean;
  readonly #refused: RowRef[] = [];

  constructor(aliases: ReadonlyMap<string, AccountAlias>, isOpen: boolean) {
    this.#aliases = new Map(aliases);
    this.#isOpen = isOpen;
  }

  /** The alias of an account number, or null where settings list accounts and this is none of them. */
  aliasOf(accountId: string): AccountAlias | null {
    const known = this.#aliases.get(accountId) ?? this.#aliases.get(baseOf(accountId));
    if (known !== undefined || !this.#isOpen) return known ?? null;
    const alias = `account-${new Set(this.#aliases.values()).size + 1}` as AccountAlias;
    this.#aliases.set(baseOf(accountId), alias);
    return alias;
  }

  /** The account of a row: its own, else its statement's. Null, and remembered, where it is not listed. */
  ofRow(row: FlexRow, attributes: Attributes, statement: FlexStatement): AccountAlias | null {
    const own = attributes.get("accountId") ?? "";
    const alias = this.aliasOf(isAccount(own) ? own : statement.accountId);
    if (alias === null) this.#refused.push(row.place);
    return alias;
  }

  /** Rows of other accounts among the rows of a listed one: they are left out (`accounts/not-listed`). */
  get refusedRows(): Diagnostic[] {
    if (this.#refused.length === 0) return [];
    return [
      notListed(
        `${this.#refused.length} rows are of an account that lotbook.yml does not list`,
        this.#refused,
      ),
    ];
  }

  /** Every number that has an alias, for masking. */
  get numbers(): readonly string[] {
    return [...this.#aliases.keys()];
  }
}

const notListed = (message: string, at: readonly RowRef[]): Diagnostic => ({
  code: "accounts/not-listed",
  message,
  at,
  expected: "one of the account numbers under accounts: in lotbook.yml",
  hint: "list the account if it is yours; else take it out of the query, and the file out of data/",
});

/**
 * The aliases of the listed accounts; with none listed, `account-1` … in order of first appearance: by the day that
 * the statements begin, then by number, so that the order of files does not matter.
 */
export function accountBook(
  listed: readonly ListedAccount[],
  documents: readonly FlexDocument[],
): AccountBook {
  const aliases = new Map<string, AccountAlias>();
  for (const { alias, ids } of listed) for (const id of ids) aliases.set(id, alias);
  const book = new AccountBook(aliases, listed.length === 0);
  if (listed.length > 0) return book;
  const statements = documents
    .flatMap((document) => document.statements)
    .toSorted((a, b) => compareText(a.from, b.from) || compareText(a.accountId, b.accountId));
  for (const { accountId } of statements) book.aliasOf(accountId);
  return book;
}

/** The statements of known accounts, and a diagnostic for each other one (`accounts/not-listed`). */
export function ofListedAccounts(
  statements: readonly FlexStatement[],
  accounts: AccountBook,
): { kept: FlexStatement[]; diagnostics: Diagnostic[] } {
  const [kept, others] = [true, false].map((listed) =>
    statements.filter(({ accountId }) => (accounts.aliasOf(accountId) !== null) === listed),
  );
  const diagnostics = (others ?? []).map(({ place }) =>
    notListed("the statement is of an account that lotbook.yml does not list", [place]),
  );
  return { kept: kept ?? [], diagnostics };
}

/** Whether a text names an account: summary copies have a dash instead. */
export const isAccount = (id: string): boolean => id !== "" && id !== "-";

const baseOf = (id: string): string => id.replace(/^([A-Z]*\d+)[A-Z]$/, "$1");
