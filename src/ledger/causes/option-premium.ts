/**
 * OPTION_PREMIUM_IN_BASIS: shares that an exercised or assigned option delivered cost its premium more or less than their
 * own row says. (Accounting notes 2.10.)
 */
import { isKnown } from "../../core/amount.ts";
import { type Finder, isAbout } from "./cause.ts";

export const optionPremium: Finder = {
  code: "OPTION_PREMIUM_IN_BASIS",
  find: (question) => {
    const { check, rest, earlier } = question;
    if (check.rule !== "P5") return null;
    const option = earlier.deliveredBy(check.event);
    if (option === undefined || !isKnown(option.cost) || !isAbout(question, option.cost, rest))
      return null;
    return {
      amount: rest,
      because: `the premium of ${option.symbol || "the option"} is part of what its shares cost`,
      rows: [option.source],
    };
  },
};
