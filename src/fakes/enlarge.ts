/** Makes a statement larger by rows that are valid and change no figure. */

const END = "</ConversionRates>";

/**
 * A statement of at least so many bytes: more exchange rates, of invented currencies, on the last day of the statement.
 * Where the query selects no exchange rates, the section is added.
 */
export function enlarged(body: Uint8Array, bytes: number): Uint8Array {
  const text = Buffer.from(body).toString();
  const day = /toDate="(\d{8})"/.exec(text)?.[1] ?? "20250102";
  const rows: string[] = [];
  for (let size = body.length, index = 0; size < bytes; index++) {
    const row = rateRow(day, index);
    rows.push(row);
    size += row.length;
  }
  const added = rows.join("");
  if (text.includes(END)) return Buffer.from(text.replace(END, () => added + END));
  const close = "</FlexStatement>";
  return Buffer.from(text.replace(close, () => `<ConversionRates>\n${added}${END}\n${close}`));
}

/** One rate of a currency that no other row names. */
const rateRow = (day: string, index: number): string =>
  `<ConversionRate reportDate="${day}" fromCurrency="${currency(index)}" toCurrency="USD" rate="1.${index % 10_000}1" />\n`;

/** Five signs, so that no real currency is meant: `Q0000`, `Q0001`, … */
const currency = (index: number): string => `Q${index.toString(36).toUpperCase().padStart(4, "0")}`;
