/** Where the units of lots went: what is open, what was closed, and what corporate actions made of them. By the lot's id. */
import type { InstrumentId, LotId, RowRef } from "../core/ids.ts";
import type { BookedAction } from "../ledger/actions/action.ts";
import { idAfter } from "../ledger/actions/effects.ts";
import type { Closing, Holding } from "../ledger/ledger.ts";
import type { Lot } from "../ledger/lots.ts";

/** What is read of a ledger. */
export interface BookedLots {
  readonly holdings: readonly Pick<
    Holding,
    "account" | "instrument" | "method" | "lots" | "closings" | "moves"
  >[];
  readonly actions: readonly BookedAction[];
}

/** A part of a lot that was closed. */
export interface Closed {
  readonly by: Closing;
  readonly lot: Lot;
}

/** What an action took of one lot, in parts where several of its rows did, to make other lots of it. */
export interface Taken {
  readonly by: BookedAction;
  readonly lots: readonly [Lot, ...Lot[]];
}

/** What an action made of that in one instrument. */
export interface Made {
  readonly from: Taken;
  readonly lots: readonly [Lot, ...Lot[]];
}

/** Looks through a ledger once. */
export class LotIndex {
  readonly #open = new Map<LotId, Lot[]>();
  readonly #closed = new Map<LotId, Closed[]>();
  readonly #taken = new Map<LotId, Taken[]>();
  readonly #made = new Map<LotId, Made[]>();
  /** Instruments whose lots share their cost. */
  readonly #averaged = new Set<string>();
  /** By instrument and sign of what moved. */
  readonly #transfers = new Map<string, RowRef[]>();

  constructor({ holdings, actions }: BookedLots) {
    for (const holding of holdings) {
      const key = `${holding.account}|${holding.instrument}`;
      if (holding.method === "AVERAGE") this.#averaged.add(key);
      for (const { event, quantity } of holding.moves)
        if (event.kind === "transfer")
          for (const row of event.sources) push(this.#transfers, `${key}|${quantity.sign}`, row);
      for (const lot of holding.lots) push(this.#open, lot.id, lot);
      for (const by of holding.closings)
        for (const { lot } of by.lots) push(this.#closed, lot.id, { by, lot });
    }
    for (const action of actions) this.#read(action);
  }

  open(id: LotId): readonly Lot[] {
    return this.#open.get(id) ?? [];
  }

  closed(id: LotId): readonly Closed[] {
    return this.#closed.get(id) ?? [];
  }

  taken(id: LotId): readonly Taken[] {
    return this.#taken.get(id) ?? [];
  }

  /** How an action made the lot; null for one that no action made of another. */
  made(id: LotId): Made | null {
    const [made, other] = this.#made.get(id) ?? [];
    return made === undefined || other !== undefined ? null : made;
  }

  /** Everything that a lot was in the end: what is open of it, what was closed, and what actions made other lots of. */
  parts(id: LotId): readonly Lot[] {
    return [
      ...this.open(id),
      ...this.closed(id).map(({ lot }) => lot),
      ...this.taken(id).flatMap(({ lots }) => lots),
    ];
  }

  /** Whether the cost of the instrument's lots is evened out among them. */
  isAveraged({ account, instrument }: Lot): boolean {
    return this.#averaged.has(`${account}|${instrument}`);
  }

  /** Rows of transfers that took units of the instrument away. */
  transfersOut({ account, instrument, quantity }: Lot): readonly RowRef[] {
    return this.#transfers.get(`${account}|${instrument}|${-quantity.sign}`) ?? [];
  }

  #read(by: BookedAction): void {
    const after = Map.groupBy(by.after, ({ id }) => id);
    const instruments = new Set<InstrumentId>(by.after.map(({ instrument }) => instrument));
    for (const [id, lots] of Map.groupBy(by.before, (lot) => lot.id)) {
      const from: Taken = { by, lots: lots as [Lot, ...Lot[]] };
      const made = [...instruments].flatMap((instrument) => {
        const own = after.get(idAfter(by.event, id, instrument));
        return own === undefined ? [] : [own as [Lot, ...Lot[]]];
      });
      if (made.length > 0) push(this.#taken, id, from);
      for (const own of made) push(this.#made, own[0].id, { from, lots: own });
    }
  }
}

function push<Key, One>(map: Map<Key, One[]>, key: Key, one: One): void {
  const own = map.get(key);
  if (own === undefined) map.set(key, [one]);
  else own.push(one);
}
