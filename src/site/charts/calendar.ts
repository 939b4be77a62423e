/** The coverage calendar as SVG paths: a row is a month, a column is a day. Positions are pixels. */
import { shortDate } from "../format/date.ts";
import type { CalendarYear, DayMark } from "../views/calendar.ts";

const LEFT = 26;
const TOP = 9;
const STEP = { x: 9.7, y: 13.4 };
/** Width and height of the square of a day. */
export const SIZE = { x: 7.6, y: 8.2 };
const MONTHS = Array.from({ length: 12 }, (_, month) =>
  shortDate(`2000-${String(month + 1).padStart(2, "0")}-01`).slice(2),
);

/** Width and height of the whole drawing, as an SVG view box. */
export const VIEW = "0 -9 326 180";

export const MONTH_LABELS = MONTHS.map((text, row) => ({ text, y: round(16.5 + row * STEP.y) }));

/** Columns whose day stands above them. */
export const DAY_LABELS = [1, 8, 15, 22, 29].map((day) => ({
  text: String(day),
  x: round(LEFT + (day - 1) * STEP.x + SIZE.x / 2),
}));

export interface DrawnMark extends Pick<DayMark, "state" | "href" | "text"> {
  /** A square for each day. */
  readonly squares: string;
  /** The lower left half of each square, for days that are proven in part; empty for others. */
  readonly halves: string;
}

export interface DrawnYear {
  readonly proven: readonly DrawnMark[];
  readonly notable: readonly DrawnMark[];
  /** A dot for each day of a weekend. */
  readonly weekends: string;
}

/** Everything of a year as paths. Days of one mark are one path, so that a link is one stop, whatever it spans. */
export const drawnYear = ({ proven, notable, weekends }: CalendarYear): DrawnYear => ({
  proven: proven.map(drawn),
  notable: notable.map(drawn),
  weekends: weekends
    .map(placeOf)
    .map(({ x, y }) => `M${round(x + SIZE.x / 2)} ${round(y + SIZE.y / 2)}h0`)
    .join(""),
});

function drawn({ state, href, text, days }: DayMark): DrawnMark {
  const places = days.map(placeOf);
  const inset = state === "proven" ? 0 : 0.5;
  const [width, height] = [round(SIZE.x - 2 * inset), round(SIZE.y - 2 * inset)];
  const corner = ({ x, y }: Place) => `M${round(x + inset)} ${round(y + inset)}`;
  return {
    state,
    href,
    text,
    squares: places.map((place) => `${corner(place)}h${width}v${height}h-${width}z`).join(""),
    halves:
      state === "partial"
        ? places.map((place) => `${corner(place)}v${height}h${width}z`).join("")
        : "",
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The upper left corner of the square of a day. */
export const placeOf = (date: string): Place => ({
  x: LEFT + (Number(date.slice(8, 10)) - 1) * STEP.x,
  y: TOP + (Number(date.slice(5, 7)) - 1) * STEP.y,
});

/** To a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
