/** Days of which no statement tells what a figure needs. */
import { absent, type Unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import type { AccountAlias } from "../../core/ids.ts";
import type { Topic } from "../../events/assertion.ts";
import type { Facts } from "../checks.ts";

/**
 * Why nothing can be said about what moved cash in these days; null where statements export it for all of them. Without
 * `from`, all days until `to` count, as for a balance.
 */
export function silenceIn(
  { ledger }: Facts,
  account: AccountAlias,
  { from, to }: { readonly from?: IsoDate; readonly to: IsoDate },
  topics: readonly Topic[] = ["trades", "cash transactions"],
): Unknown | null {
  for (const silence of ledger.silences) {
    if (silence.account !== account || !topics.includes(silence.topic)) continue;
    const days = silence.days.find(
      (one) => one.from <= to && (from === undefined || one.to >= from),
    );
    if (days !== undefined)
      return absent(`no statement exports ${silence.topic} for ${days.from} to ${days.to}`);
  }
  return null;
}
