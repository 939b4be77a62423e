/** The reconciliation calendar as SVG paths, on the grid of the coverage calendar; each state has a shape of its own. */
import type { CheckedDay, DayState, YearDays } from "../views/days.ts";
import { placeOf, round, SIZE } from "./calendar.ts";

export interface DrawnDay extends Pick<CheckedDay, "state" | "href" | "text"> {
  /** Square, box, disc or triangle. */
  readonly shape: string;
  /** The lower left half of a box, for days that could be checked in part; empty for others. */
  readonly half: string;
}

export interface DrawnDays {
  /** A square for each day that ties out. */
  readonly agreeing: string;
  /** Days that differ. */
  readonly differing: readonly DrawnDay[];
  /** Days that could not be checked, or only in part. */
  readonly unknown: readonly DrawnDay[];
  /** A dash for each weekday without a comparison. */
  readonly empty: string;
  /** A dot for each day of a weekend. */
  readonly weekends: string;
}

export function drawnDays({ agreeing, notable, empty, weekends }: YearDays): DrawnDays {
  const isOff = ({ state }: DrawnDay) => state === "explained" || state === "unexplained";
  const drawn = notable.map(drawnDay);
  return {
    agreeing: agreeing.map((date) => box(date, 0)).join(""),
    differing: drawn.filter(isOff),
    unknown: drawn.filter((day) => !isOff(day)),
    empty: empty.map((date) => dash(date, 3.4)).join(""),
    weekends: weekends.map((date) => dash(date, 0)).join(""),
  };
}

function drawnDay({ date, state, href, text }: CheckedDay): DrawnDay {
  return {
    state,
    href,
    text,
    shape: SHAPES[state](date),
    half: state === "partial" ? half(date) : "",
  };
}

const SHAPES: Readonly<Record<DayState, (date: string) => string>> = {
  agrees: (date) => box(date, 0),
  partial: (date) => box(date, 0.5),
  unknown: (date) => box(date, 0.5),
  explained: disc,
  unexplained: triangle,
};

function box(date: string, inset: number): string {
  const { x, y } = placeOf(date);
  const [width, height] = [round(SIZE.x - 2 * inset), round(SIZE.y - 2 * inset)];
  return `M${round(x + inset)} ${round(y + inset)}h${width}v${height}h-${width}z`;
}

function half(date: string): string {
  const { x, y } = placeOf(date);
  return `M${round(x + 0.5)} ${round(y + 0.5)}v${round(SIZE.y - 1)}h${round(SIZE.x - 1)}z`;
}

/** A disc a little larger than a square. */
function disc(date: string): string {
  const { x, y } = placeOf(date);
  const radius = 4.4;
  return `M${round(x + SIZE.x / 2 - radius)} ${round(y + SIZE.y / 2)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 -${2 * radius} 0z`;
}

/** The largest shape, for what asks for attention. */
function triangle(date: string): string {
  const { x, y } = placeOf(date);
  return `M${round(x + SIZE.x / 2)} ${round(y - 1.6)}l5.6 10.4h-11.2z`;
}

/** A dash of a length in the middle of a day; without a length the cap of the stroke makes a dot. */
function dash(date: string, length: number): string {
  const { x, y } = placeOf(date);
  return `M${round(x + (SIZE.x - length) / 2)} ${round(y + SIZE.y / 2)}h${length}`;
}
