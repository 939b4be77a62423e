/** Account numbers never leave the raw files: texts that are shown, logged or printed go through here. */

/** IBKR's numbers: U1234567, DU123456, F1234567, U1234567F. */
const ACCOUNT_NUMBER = /(?<![A-Za-z0-9])[A-Z]{1,3}\d{6,9}[A-Z]?(?![A-Za-z0-9])/g;

/** The text with everything that looks like an account number replaced. */
export const withoutAccountNumbers = (text: string, instead = "•••"): string =>
  text.replaceAll(ACCOUNT_NUMBER, instead);
