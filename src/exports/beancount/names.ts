/**
 * Names of commodities and accounts. A commodity is at most 24 characters of A to Z, digits and `'._-`, from a letter to a
 * letter or digit; a part of an account's name has letters, digits and hyphens. (Beancount 2.3.5, core/amount.py and
 * core/account.py.)
 */
import { type AccountAlias, compareText, type InstrumentId } from "../../core/ids.ts";
import type { Instrument } from "../../events/instrument.ts";

const LONGEST = 24;

/** The commodity of every instrument: its symbol, and its conid, which keeps it apart from all others for good. */
export function commoditiesOf(
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): ReadonlyMap<InstrumentId, string> {
  const names = new Map<InstrumentId, string>();
  const taken = new Set<string>();
  for (const [id, { symbol }] of [...instruments].sort(([a], [b]) => compareText(a, b))) {
    const suffix = /^\d{1,15}$/.test(id) ? `.C${id}` : ".S";
    let name = withSuffix(symbol, suffix);
    for (let count = 2; taken.has(name); count++) name = withSuffix(symbol, `${suffix}.${count}`);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** Letters and digits with single periods, so that no two names make one account. */
function withSuffix(symbol: string, suffix: string): string {
  const legal = shortOption(symbol.toUpperCase()).replaceAll(/[^A-Z0-9]+/g, ".");
  const begun = /^[A-Z]/.test(legal) ? legal : `X${legal}`;
  return begun.slice(0, LONGEST - suffix.length).replace(/\.$/, "") + suffix;
}

/** The symbol of an option without the zeros of its strike: `MSFT 250620C400`. */
const shortOption = (symbol: string): string =>
  symbol.replace(/(?<=\d{6}[CP])0*(\d+)(\d{3})$/, (_, whole: string, thousandths: string) =>
    thousandths === "000" ? whole : `${whole}.${thousandths.replace(/0+$/, "")}`,
  );

/** A currency as the broker writes it; `XXX`, the standard's own word for none, where that is no legal name. */
export const currencyName = (currency: string): string =>
  /^[A-Z][A-Z0-9]{1,22}$/.test(currency) ? currency : "XXX";

/** A part of an account's name. */
const partOf = (text: string): string => {
  const legal = text.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return legal === "" ? "X" : legal.charAt(0).toUpperCase() + legal.slice(1);
};

/** The accounts of every account of the broker; two aliases that would look alike are numbered. */
export function accountsOf(aliases: readonly AccountAlias[]): ReadonlyMap<AccountAlias, Accounts> {
  const names = new Map<AccountAlias, Accounts>();
  const taken = new Set<string>();
  for (const alias of aliases) {
    let part = partOf(alias);
    for (let count = 2; taken.has(part); count++) part = `${partOf(alias)}-${count}`;
    taken.add(part);
    names.set(alias, new Accounts(part));
  }
  return names;
}

/** The accounts of one account of the broker. */
export class Accounts {
  readonly #part: string;

  constructor(part: string) {
    this.#part = part;
  }

  holding(commodity: string): string {
    return `Assets:Broker:${this.#part}:${partOf(commodity)}`;
  }

  cash(currency: string): string {
    return `Assets:Broker:${this.#part}:Cash:${currencyName(currency)}`;
  }

  /** Such as `Income`, `PnL`. */
  other(kind: "Income" | "Expenses" | "Equity", name: string): string {
    return `${kind}:Broker:${this.#part}:${name}`;
  }
}
