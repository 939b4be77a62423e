/** Small words: plurals and spoken numbers. */
const NUMBERS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];

/** `1 lot`, `3 lots`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${count === 1 ? one : many}`;

/** `Two open lots`: small numbers in words, for titles. */
export function spoken(count: number, one: string, many = `${one}s`): string {
  const number = NUMBERS[count] ?? String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${number} ${count === 1 ? one : many}`;
}

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `netTradesSales` as `net trades sales`. */
export const unfolded = (name: string): string =>
  name.replace(/([a-z])([A-Z0-9])/g, "$1 $2").toLowerCase();

/** Text that was written for a terminal, with the apostrophes of a page. */
export const typeset = (text: string): string => text.replaceAll(/(?<=\p{L})'(?=\p{L})/gu, "’");
