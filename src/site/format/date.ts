/** Dates as the site prints them. Nothing is converted: there is no time zone to convert from. */
import { dateText, longDate } from "../../core/day-text.ts";
import { typeset } from "./words.ts";

export { dateText, longDate };

/** `2026-11-20` as `20 Nov`, where the year is clear. */
export const shortDate = (moment: string): string => dateText(moment.slice(0, 10)).slice(0, -5);

/** `2026-11` as `November 2026`. */
export const monthText = (month: string): string => longDate(`${month}-01`).slice(2);

/** A text of the ledger with the dates and apostrophes in it as the site prints them. */
export const readable = (text: string): string =>
  typeset(text).replace(
    /\b(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?)?/g,
    (_, date: string, time?: string) => dateText(time === undefined ? date : `${date}T${time}`),
  );

/** A sentence with the dates in it written in full. */
export const spelled = (text: string): string =>
  text.replace(/\b\d{4}-\d\d-\d\d\b/g, (date) => longDate(date));
