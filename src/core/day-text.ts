/** Days in words, the same for pages and for the terminal. Nothing is converted: there is no time zone to convert from. */
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

function written(moment: string, name: (month: string) => string): string {
  const [year = "", month = "", day = ""] = moment.slice(0, 10).split("-");
  const known = MONTHS.find((_, index) => String(index + 1).padStart(2, "0") === month);
  if (known === undefined) return moment;
  const date = `${day.replace(/^0/, "")} ${name(known)} ${year}`;
  return moment.length > 10 ? `${date}, ${moment.slice(11, 16)}` : date;
}
