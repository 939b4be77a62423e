/**
 * Calendar dates and local date-times as IBKR writes them, normalized: `2025-03-01` and `2025-03-01T16:20:00`. No time
 * zone is known and none is guessed. Both sort as text.
 */
export type IsoDate = string & { readonly isoDate: unique symbol };
export type IsoDateTime = string & { readonly isoDateTime: unique symbol };

/** A stretch of days, both ends included. */
export interface Days {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const DAY = 86_400_000;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A date from its numbers, or null where no such day exists. */
export function dateOf(year: number, month: number, day: number): IsoDate | null {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && leap ? 29 : (LENGTHS[month - 1] ?? 0);
  if (!(day >= 1) || day > length || year < 1900 || year > 2199) return null;
  return `${year}-${pad(month)}-${pad(day)}` as IsoDate;
}

/** A date written as `2025-03-01`, or null where the text is none. */
export function parseIsoDate(text: string): IsoDate | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return dateOf(Number(year), Number(month), Number(day));
}

/** A date-time from a date and a time of day, or null where no such time exists. */
export function timeOn(
  date: IsoDate,
  hour: number,
  minute: number,
  second: number,
): IsoDateTime | null {
  if (hour > 23 || minute > 59 || second > 60) return null;
  return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}` as IsoDateTime;
}

/** The calendar day of a date or a date-time. */
export const dayOf = (moment: IsoDate | IsoDateTime): IsoDate => moment.slice(0, 10) as IsoDate;

export const addDays = (date: IsoDate, days: number): IsoDate =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10) as IsoDate;

/** Days from one date to a later one (negative when it is earlier). */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** Monday to Friday. Public holidays count: IBKR has a net asset value for them too. */
export function isWeekday(date: IsoDate): boolean {
  const day = new Date(date).getUTCDay();
  return day !== 0 && day !== 6;
}

export function nextWeekday(date: IsoDate): IsoDate {
  const next = addDays(date, 1);
  return isWeekday(next) ? next : nextWeekday(next);
}

export function previousWeekday(date: IsoDate): IsoDate {
  const previous = addDays(date, -1);
  return isWeekday(previous) ? previous : previousWeekday(previous);
}

/** The same day a year later; 29 February becomes 1 March. */
export function oneYearAfter(date: IsoDate): IsoDate {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return dateOf(year + 1, month, day) ?? (`${year + 1}-03-01` as IsoDate);
}

const pad = (number: number): string => String(number).padStart(2, "0");

/** From the first to the last day of one statement: the service gives 365 days at once. (Flex protocol notes, section 11.) */
export const LONGEST_STATEMENT = 364;

/** The first day that the service documents: the current calendar year and four before it. */
export const firstServedDay = (today: IsoDate): IsoDate =>
  `${String(Number(today.slice(0, 4)) - 4)}-01-01` as IsoDate;

const EASTERN = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/New_York",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The calendar day in New York, where the broker's day rolls over, of a moment in UTC. (Flex protocol notes, section 10.) */
export const easternDay = (utc: IsoDateTime): IsoDate =>
  EASTERN.format(new Date(`${utc}Z`)) as IsoDate;

/**
 * The clock: this moment in UTC, or the one that `set` fixes (`2026-11-21T11:17:00`, also with a Z). An empty text sets
 * nothing; anything else that is no moment throws.
 */
export function clock(set: string | undefined): IsoDateTime {
  const text = (set ?? "").trim().replace(/Z$/, "");
  if (text === "") return new Date().toISOString().slice(0, 19) as IsoDateTime;
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text);
  if (!isMoment || Number.isNaN(Date.parse(`${text}Z`)))
    throw new Error("LOTBOOK_NOW is not a moment in UTC such as 2026-11-21T11:17:00");
  return text as IsoDateTime;
}
