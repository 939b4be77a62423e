/** What the compared fields of statements are called. */
import { readable } from "./date.ts";
import { unfolded } from "./words.ts";

/** Fields whose name in words says too little, or too much. */
const FIELDS: Readonly<Record<string, string>> = {
  cashSettlingMtm: "cash-settled mark-to-market P&L",
  corpActionMtm: "mark-to-market P&L of corporate actions",
  costBasisMoney: "cost basis",
  fifoPnlRealized: "FIFO realized P&L",
  fifoPnlUnrealized: "FIFO unrealized P&L",
  fxRateToBase: "rate to base currency",
  fxTranslationGainLoss: "FX translation gain or loss",
  ibCommission: "commission",
  mtm: "mark-to-market P&L",
  position: "quantity",
  priorMtmPnl: "mark-to-market P&L of positions held before",
  priorOpenMtm: "mark-to-market P&L of positions held before",
  totalFifoPnl: "total FIFO P&L",
  transactionMtm: "mark-to-market P&L of transactions",
  twr: "time-weighted return",
};

/** Parts of all other names that are abbreviations. */
const WORDS: Readonly<Record<string, string>> = {
  fifo: "FIFO",
  fx: "FX",
  lt: "long-term",
  mtm: "mark-to-market",
  pnl: "P&L",
  st: "short-term",
};

/** The name of a compared field in words: `mtmPnl` as `mark-to-market P&L`. */
export const fieldText = (field: string): string =>
  readable(field.replace(/^\w+/, (name) => FIELDS[name] ?? inWords(name)));

const inWords = (name: string): string =>
  unfolded(name.replace(/(?<=[a-z])(ST|LT)(?=[A-Z])/, (term) => ` ${term} `))
    .replaceAll(/ +/g, " ")
    .replaceAll(/[a-z]+/g, (word) => WORDS[word] ?? word);
