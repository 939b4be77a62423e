/**
 * Reads the values of attributes. A blank is a value of its own ("no figure"), and a text that can be read in two ways
 * is not read. The formats of dates and times are a choice in the portal, so each query may use another one.
 */
import { dateOf, dayOf, type IsoDate, type IsoDateTime, timeOn } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";

const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const TIME =
  "(?<hour>\\d\\d)(?<colon>:?)(?<minute>\\d\\d)\\k<colon>(?<second>\\d\\d)(?: ?[A-Z]{2,5})?";
/** Separators of date and time: `;` or `,`, both also with blanks after them, a blank, `T`, or nothing. */
const MOMENT = new RegExp(
  "^(?:(?<year>\\d{4})(?<dash>-?)(?<month>\\d\\d)\\k<dash>(?<day>\\d\\d)" +
    "|(?<shortDay>\\d\\d)-(?<monthName>[A-Za-z]{3})-(?<shortYear>\\d\\d))" +
    `(?:(?:[;,] {0,2}| |T)?${TIME})?$`,
);
const TIME_ALONE = new RegExp(`^${TIME}$`);
/** Day and month, or month and day: nothing in the text says which. */
const SLASHES = /^\d{1,2}\/\d{1,2}\/(\d{2}|\d{4})(?!\d)/;

/** Whether a text is one of the placeholders for "nothing": empty, `-`, `--` or `N/A`. */
export const isBlank = (text: string): boolean =>
  text === "" || text === "-" || text === "--" || text === "N/A";

/**
 * A number; null where the text is blank. `1,234.50` (well-formed thousands) is read, anything else (`1,5`, `1E5`,
 * `3O`) answers "bad".
 */
export function readDecimal(text: string): Decimal | null | "bad" {
  const plain = Decimal.parse(text);
  if (plain !== null) return plain;
  if (isBlank(text)) return null;
  return hasThousands(text) ? Decimal.of(text.replaceAll(",", "")) : "bad";
}

/** Whether a text is a number with thousands separators in the right places. */
export const hasThousands = (text: string): boolean => THOUSANDS.test(text);

/** The calendar day of a date or date-time; null where blank or `MULTI` (a roll-up over several days). */
export function readDate(text: string): IsoDate | null | "bad" | "ambiguous" {
  if (text.length === 8) {
    const plain = compactDate(text);
    if (plain !== null) return plain;
  }
  const moment = readMoment(text);
  if (moment === null) return null;
  if (moment === "bad" || moment === "ambiguous") return moment as "bad" | "ambiguous";
  return dayOf(moment as IsoDate | IsoDateTime);
}

/**
 * A date, or a date-time where a time is given. A zone word is accepted and left out: times are local and none is
 * converted. Dates with slashes answer "ambiguous" even where one reading is impossible, because the order is a choice
 * in the portal and one lucky row must not decide it.
 */
export function readMoment(text: string): IsoDate | IsoDateTime | null | "bad" | "ambiguous" {
  if (isBlank(text) || text === "MULTI") return null;
  const found = MOMENT.exec(text)?.groups;
  if (found === undefined) return SLASHES.test(text) ? "ambiguous" : "bad";
  const date =
    found["year"] === undefined
      ? dateOf(
          fullYear(Number(found["shortYear"])),
          monthOf(found["monthName"] ?? ""),
          Number(found["shortDay"]),
        )
      : dateOf(Number(found["year"]), Number(found["month"]), Number(found["day"]));
  if (date === null) return "bad";
  if (found["hour"] === undefined) return date;
  return (
    timeOn(date, Number(found["hour"]), Number(found["minute"]), Number(found["second"])) ?? "bad"
  );
}

/** Whether a text is a time of day: `HHmmss` or `HH:mm:ss`, with or without a zone word. */
export function isTime(text: string): boolean {
  const found = TIME_ALONE.exec(text)?.groups;
  return (
    found !== undefined &&
    Number(found["hour"]) < 24 &&
    Number(found["minute"]) < 60 &&
    Number(found["second"]) <= 60
  );
}

/** The codes of a list: joined by `;` (older files also by `,`), empty entries dropped. */
export function readCodes(text: string): readonly string[] {
  if (isBlank(text)) return [];
  return text
    .split(/[;,]/)
    .map((code) => code.trim())
    .filter((code) => code !== "");
}

const compactDate = (text: string): IsoDate | null =>
  /^\d{8}$/.test(text)
    ? dateOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)))
    : null;

const monthOf = (name: string): number => MONTHS.indexOf(name.toUpperCase()) + 1;

/** Two digits are 1969 to 2068, as in POSIX. */
const fullYear = (short: number): number => (short < 69 ? 2000 : 1900) + short;
