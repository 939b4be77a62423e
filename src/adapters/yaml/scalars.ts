/** Values of the user's files that are more than a text: exact decimals and days. */
import { z } from "zod";
import { parseIsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";

/** A decimal of zero or more. */
export const amount = z.string().transform((value, context) => {
  const decimal = Decimal.parse(value);
  if (decimal !== null && decimal.sign >= 0) return decimal;
  context.addIssue({ code: "custom", message: "not a decimal of zero or more" });
  return z.NEVER;
});

/** A decimal with any sign. */
export const decimal = z.string().transform((value, context) => {
  const found = Decimal.parse(value);
  if (found !== null) return found;
  context.addIssue({ code: "custom", message: "not a decimal" });
  return z.NEVER;
});

/** A part of a whole, from 0 to 1. */
export const fraction = z.string().transform((value, context) => {
  const found = Decimal.parse(value);
  if (found !== null && found.sign >= 0 && found.compare(Decimal.one) <= 0) return found;
  context.addIssue({ code: "custom", message: "not a decimal from 0 to 1" });
  return z.NEVER;
});

/** A day that the calendar has. */
export const date = z.string().transform((value, context) => {
  const found = parseIsoDate(value);
  if (found !== null) return found;
  context.addIssue({ code: "custom", message: "not a date such as 2027-09-30" });
  return z.NEVER;
});

/** A key without a value, as in a file whose lines are commented out, is as good as absent. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema);
