/** Whether an account has more than one currency: then rates are part of figures in base currency. */
import type { AccountAlias } from "../../core/ids.ts";
import type { Facts } from "../checks.ts";
import { baseOf } from "./totals.ts";

/** Why figures in base currency hold effects of rates that no rule has settled; null where there is one currency. */
export function foreignCash(facts: Facts, account: AccountAlias): string | null {
  const base = baseOf(facts, account);
  if (base === "") return "no row gives the account's base currency";
  const { ledger, assertions } = facts;
  const other = [ledger.cash, assertions.trade, assertions["position row"]]
    .map((rows) => rows.find((row) => row.account === account && isOther(row.currency, base)))
    .find((row) => row !== undefined);
  return other === undefined
    ? null
    : `the account has ${other.currency} too, and how the broker translates each line is not settled`;
}

const isOther = (currency: string, base: string): boolean => currency !== "" && currency !== base;
