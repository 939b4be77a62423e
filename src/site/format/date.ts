/** Dates as the site prints them. Nothing is converted: there is no time zone to convert from. */
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `2026-11-20` as `20 Nov 2026`; a time of day follows where there is one. */
export const dateText = (moment: string): string => written(moment, (month) => month.slice(0, 3));

/** `2026-11-20` as `20 November 2026`, for sentences. */
export const longDate = (moment: string): string => written(moment.slice(0, 10), (month) => month);

/** `2026-11-20` as `20 Nov`, where the year is clear. */
export const shortDate = (moment: string): string => dateText(moment.slice(0, 10)).slice(0, -5);

/** `2026-11` as `November 2026`. */
export const monthText = (month: string): string => longDate(`${month}-01`).slice(2);

/** A text of the ledger with the dates in it as the site prints them. */
export const readable = (text: string): string =>
  text.replace(
    /\b(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?)?/g,
    (_, date: string, time?: string) => dateText(time === undefined ? date : `${date}T${time}`),
  );

/** A sentence with the dates in it written in full. */
export const spelled = (text: string): string =>
  text.replace(/\b\d{4}-\d\d-\d\d\b/g, (date) => longDate(date));

function written(moment: string, name: (month: string) => string): string {
  const [year = "", month = "", day = ""] = moment.slice(0, 10).split("-");
  const known = MONTHS.find((_, index) => String(index + 1).padStart(2, "0") === month);
  if (known === undefined) return moment;
  const date = `${day.replace(/^0/, "")} ${name(known)} ${year}`;
  return moment.length > 10 ? `${date}, ${moment.slice(11, 16)}` : date;
}
