/** The currency of rows that may be in base currency. */
import type { AccountAlias } from "../../core/ids.ts";
import type { Facts } from "../checks.ts";

/** The row's own currency; `BASE` stands for the account's base currency. */
export const baseOf = (
  { accounts }: Facts,
  { account, currency }: { readonly account: AccountAlias; readonly currency: string },
): string =>
  currency === "BASE"
    ? (accounts.find(({ alias }) => alias === account)?.baseCurrency ?? "")
    : currency;
