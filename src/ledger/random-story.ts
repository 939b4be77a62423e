/** Random stories for laws: whatever is drawn becomes lines that can happen, with every cost known. */
import fc from "fast-check";
import { addDays, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";

/** What a line is about, and the numbers that it is made of; each is used as far as it fits. */
interface Draw {
  readonly what: (typeof KINDS)[number];
  readonly one: number;
  readonly other: number;
  readonly units: number;
  readonly cents: number;
  readonly part: number;
  readonly isBuy: boolean;
}

const KINDS = [
  "trade",
  "trade",
  "trade",
  "option",
  "option",
  "exercise",
  "split",
  "exchange",
  "cash",
  "spin off",
  "merge",
  "cash and stock",
  "transfer in",
  "transfer out",
] as const;

const SHARES = ["XYZ", "ABC", "DEF"];
const OPTIONS = ["XYZ 20 put", "XYZ 20 call", "ABC 15 put", "ABC 15 call"];

const draw = (without: readonly string[]): fc.Arbitrary<Draw> =>
  fc.record({
    what: fc.constantFrom(...KINDS.filter((kind) => !without.includes(kind))),
    one: fc.nat(11),
    other: fc.nat(11),
    units: fc.integer({ min: 1, max: 99_999 }),
    cents: fc.integer({ min: 1, max: 99_999 }),
    part: fc.integer({ min: 1, max: 999 }),
    isBuy: fc.boolean(),
  });

/** Stories of up to so many lines, without some kinds of them; at the end everything is sold or covered, if that is asked. */
export const randomStory = (
  { without = [], flat = false }: { without?: readonly string[]; flat?: boolean } = {},
  maxLength = 30,
): fc.Arbitrary<string> =>
  fc.array(draw(without), { minLength: 1, maxLength, size: "max" }).map((draws) => {
    const writer = new Writer();
    for (const one of draws) writer.write(one);
    if (flat) writer.closeAll();
    return writer.lines.join("\n");
  });

const times = (number: number, step: string): Decimal =>
  Decimal.of(`${number}`).times(Decimal.of(step));

/** Knows what is held while it writes, so that a line never takes what is not there. */
class Writer {
  readonly lines: string[] = [];
  readonly #held = new Map<string, Decimal>();
  #day = "2024-01-02" as IsoDate;

  write(draw: Draw): void {
    // Several lines in a row happen in the same second.
    if (draw.part % 3 !== 0) this.#day = addDays(this.#day, 1 + (draw.part % 40));
    const [from, to] = [SHARES[draw.one % 3] as string, SHARES[draw.other % 3] as string];
    if (draw.what === "trade") this.#trade(draw, from, times(draw.units, "0.01"));
    else if (draw.what === "option")
      this.#trade(draw, OPTIONS[draw.one % 4] as string, times(1 + (draw.units % 9), "1"));
    else if (draw.what === "exercise") this.#exercise(draw, OPTIONS[draw.one % 4] as string);
    else if (draw.what === "transfer in" || draw.what === "transfer out")
      this.#transfer(draw, from);
    else if (!this.heldOf(from).isZero) this.#act(draw, from, to);
  }

  closeAll(): void {
    this.#day = addDays(this.#day, 1);
    for (const [name, held] of this.#held)
      if (!held.isZero)
        this.#tell(
          `${held.sign > 0 ? "sell" : "buy"} ${this.#moment} ${held.abs()} ${name} @ 7.77`,
        );
  }

  heldOf(name: string): Decimal {
    return this.#held.get(name) ?? Decimal.zero;
  }

  get #moment(): string {
    return `${this.#day}T10:00:00`;
  }

  #tell(line: string): void {
    this.lines.push(line);
  }

  #change(name: string, units: Decimal): void {
    this.#held.set(name, this.heldOf(name).plus(units));
  }

  #trade({ isBuy, cents, part }: Draw, name: string, units: Decimal): void {
    const [price, fee] = [times(cents, "0.01"), times(part, "0.01")];
    const side = isBuy ? "buy" : "sell";
    this.#tell(`${side} ${this.#moment} ${units} ${name} @ ${price} fee ${fee}`);
    this.#change(name, isBuy ? units : units.negated());
  }

  /** Of some of the contracts that are held; what they deliver may cross zero. */
  #exercise({ units, part, isBuy }: Draw, name: string): void {
    const held = this.heldOf(name);
    if (held.isZero) return;
    const wanted = times(1 + (units % 9), "1");
    const contracts = wanted.compare(held.abs()) <= 0 ? wanted : held.abs();
    const shares = contracts.times(Decimal.of("100"));
    const isCall = name.endsWith("call");
    const verb = held.sign < 0 ? "assign" : "exercise";
    const first = isBuy ? " first" : "";
    const fee = `fee ${times(part, "0.01")}`;
    this.#tell(
      `${verb} ${this.#moment} ${contracts} ${name} ${fee} delivers ${shares} ${fee}${first}`,
    );
    this.#change(name, held.sign < 0 ? contracts : contracts.negated());
    this.#change(
      name.split(" ")[0] as string,
      isCall === held.sign > 0 ? shares : shares.negated(),
    );
  }

  #transfer({ what, units, cents, part }: Draw, name: string): void {
    const held = this.heldOf(name);
    const side = Decimal.of(held.sign < 0 ? "-1" : "1");
    if (what === "transfer in") {
      const quantity = times(units, "0.01").times(side);
      this.#tell(
        `transfer ${this.#moment} ${quantity} ${name} basis ${times(cents, "0.07").times(side)}`,
      );
      this.#change(name, quantity);
    } else if (!held.isZero) {
      const quantity = held.times(times(part, "0.001")).negated();
      this.#tell(`transfer ${this.#moment} ${quantity} ${name}`);
      this.#change(name, quantity);
    }
  }

  /** Actions on all or a part of what is held; what comes joins only what is held on the same side. */
  #act({ what, units, cents, part, isBuy }: Draw, from: string, to: string): void {
    const held = this.heldOf(from);
    const fraction = times(part, "0.001");
    const some = isBuy ? held : held.times(fraction);
    const side = Decimal.of(held.sign < 0 ? "-1" : "1");
    const more = times(units, "0.0001").times(side);
    const cash = times(cents, "0.01").times(side);
    const at = this.#moment;
    if (what === "split") {
      this.#tell(`split ${at} ${more} ${from}`);
      this.#change(from, more);
    } else if (what === "cash") {
      this.#tell(`cash ${at} ${some} ${from} gets ${cash}`);
      this.#change(from, some.negated());
    } else if (from === to || this.heldOf(to).sign === -held.sign) return;
    else if (what === "spin off") {
      this.#tell(`spin off ${at} ${more} ${to} from ${from}`);
      this.#tell(`decide spin-off fraction ${fraction}`);
      this.#change(to, more);
    } else this.#replace(what, { from, to, some, more, cash, fraction });
  }

  #replace(
    what: Draw["what"],
    {
      from,
      to,
      some,
      more,
      cash,
      fraction,
    }: Record<"from" | "to", string> & Record<"some" | "more" | "cash" | "fraction", Decimal>,
  ): void {
    const at = this.#moment;
    // What a long position pays, a short one gets.
    const paid = fraction.compare(Decimal.of("0.5")) < 0 ? cash.negated() : Decimal.zero;
    if (what === "exchange")
      this.#tell(`exchange ${at} ${some} ${from} into ${more} ${to} gets ${paid}`);
    else if (what === "cash and stock") {
      this.#tell(`merge ${at} ${some} ${from} into ${more} ${to} gets ${cash}`);
      this.#tell(`decide cash-and-stock fractions ${to}=1 gain ${cash.times(fraction)}`);
    } else {
      const other = `NEW${this.#held.size}`;
      this.#tell(`merge ${at} ${some} ${from} into ${more} ${to} and ${more} ${other}`);
      const rest = Decimal.one.minus(fraction);
      this.#tell(`decide merger fractions ${to}=${fraction},${other}=${rest}`);
      this.#change(other, more);
    }
    this.#change(from, some.negated());
    this.#change(to, more);
  }
}
