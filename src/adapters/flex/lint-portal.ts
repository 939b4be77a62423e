/**
 * Where things stand in the portal's query editor: the labels of fields, and the options of a query with the value that
 * Lotbook wants. Preview, diagnostics and docs/setup.md read them from here. (Labels: IBKR's Reporting Reference; options:
 * Flex protocol notes, section 12.)
 */
import { sectionOf } from "./catalogue.ts";

/** The page that lists a user's queries. */
export const FLEX_QUERIES = "Performance & Reports > Flex Queries";
/** The editor of a query. */
export const QUERY_EDITOR = `${FLEX_QUERIES} > edit (pencil)`;

export interface QueryOption {
  readonly group: "Delivery Configuration" | "General Configuration";
  readonly name: string;
  readonly value: string;
  /** What goes wrong otherwise. */
  readonly why: string;
}

const delivery = (name: string, value: string, why: string): QueryOption => ({
  group: "Delivery Configuration",
  name,
  value,
  why,
});
const general = (name: string, value: string, why: string): QueryOption => ({
  group: "General Configuration",
  name,
  value,
  why,
});

/** The options of a query, in the order of the portal. */
export const OPTIONS = {
  accounts: delivery(
    "Accounts",
    "the accounts that lotbook.yml lists",
    "a statement of an account that is not listed is refused as a whole",
  ),
  models: delivery("Models", "leave empty", "a model splits an account, and its figures with it"),
  format: delivery("Format", "XML", "CSV and text are refused"),
  period: delivery(
    "Period",
    "Last 365 Calendar Days",
    "the first fetch, one fetch a month and files downloaded by hand cover it: a shorter one brings less history, and what happens in days that no statement covers is lost",
  ),
  dateFormat: general(
    "Date Format",
    "yyyyMMdd",
    "dates with slashes have two readings and are refused; yyyy-MM-dd is fine too",
  ),
  timeFormat: general("Time Format", "HHmmss", "HH:mm:ss is fine too, also with a time zone"),
  separator: general(
    "Date/Time Separator",
    "; (semi-colon)",
    "with none, date and time run into one number",
  ),
  profit: general(
    "Profit and Loss",
    "Default",
    "results are compared with the account's own method",
  ),
  canceled: general(
    "Include Canceled Trades? (newer portals: Include Offsetting Trade/Cancel Pairs?)",
    "Yes",
    "a cancellation is booked from its own row; without it a stored trade may only vanish",
  ),
  rates: general(
    "Include Currency Rates?",
    "Yes",
    "figures in base currency are unknown on days whose rows carry no rate",
  ),
  audit: general("Include Audit Trail Fields?", "No", "nothing uses them"),
  alias: general(
    "Display Account Alias in Place of Account ID?",
    "No",
    "accounts are told apart by their number; an alias is personal data besides",
  ),
  breakout: general(
    "Breakout by Day?",
    "No",
    "it repeats every section each day: files grow, and the broker often fails to generate them",
  ),
} as const satisfies Record<string, QueryOption>;

export type OptionName = keyof typeof OPTIONS;

/** Options that no statement shows, so that nobody but the user can check them. */
export const UNSEEN: readonly OptionName[] = ["canceled", "profit"];

/** The way to an option, with the value to set. */
export const pathToOption = (option: OptionName): string => {
  const { group, name, value } = OPTIONS[option];
  return `${QUERY_EDITOR} > ${group} > ${name}: ${value}`;
};

/** The way to a section, and on to a field or a tick box in it. Currency rates are an option of the query. */
export function pathToSection(container: string, box?: string): string {
  if (container === "ConversionRates") return pathToOption("rates");
  const path = `${QUERY_EDITOR} > Sections > ${sectionLabel(container)}`;
  return box === undefined ? path : `${path} > ${box}`;
}

/** A section's label in the portal, else its name in the XML. */
export const sectionLabel = (container: string): string =>
  container === "ConversionRates"
    ? "Currency rates"
    : (sectionOf(container)?.portalSection ?? container);

/** Labels by attribute, where they are known. */
const LABELS: Readonly<Record<string, string>> = {
  accountId: "Account ID",
  acctAlias: "Account Alias",
  actionDescription: "Action Description",
  actionID: "Action ID",
  amount: "Amount",
  assetCategory: "Asset Class",
  buySell: "Buy/Sell",
  cash: "Cash",
  cashTransfer: "Cash Transfer",
  closePrice: "Close Price",
  conid: "Conid",
  cost: "Cost Basis",
  costBasisMoney: "Cost Basis Money",
  currency: "Currency",
  date: "Date",
  dateOpened: "Date Opened",
  dateTime: "Date/Time",
  description: "Description",
  direction: "Direction",
  dividendAccruals: "Dividend Accruals",
  endingCash: "Ending Cash",
  expiry: "Expiry",
  fifoPnlRealized: "Realized P/L",
  fifoPnlUnrealized: "FIFO Unrealized PNL",
  fxRateToBase: "FX Rate to Base",
  holdingPeriodDateTime: "Holding Period Date Time",
  ibCommission: "IB Commission",
  ibCommissionCurrency: "IB Commission Currency",
  interestAccruals: "Interest Accruals",
  isin: "ISIN",
  levelOfDetail: "Level of Detail",
  markPrice: "Mark Price",
  model: "Model",
  multiplier: "Multiplier",
  name: "Name",
  netCash: "Net Cash",
  notes: "Notes/Codes",
  openCloseIndicator: "Open/Close Indicator",
  openDateTime: "Open Date Time",
  options: "Options",
  origTradeID: "Orig Trade ID",
  origTransactionID: "Orig Transaction ID",
  originatingTransactionID: "Originating Transaction ID",
  position: "Quantity",
  positionAmount: "Position Amount",
  positionValue: "Position Value",
  price: "Price",
  proceeds: "Proceeds",
  putCall: "Put/Call",
  quantity: "Quantity",
  reportDate: "Report Date",
  settleDate: "Settle Date",
  startingCash: "Starting Cash",
  stock: "Stock",
  strike: "Strike",
  symbol: "Symbol",
  taxAmount: "Tax Amount",
  taxes: "Taxes",
  total: "Total",
  tradeDate: "Trade Date",
  tradeID: "Trade ID",
  tradePrice: "Trade Price",
  transactionID: "Transaction ID",
  transactionType: "Transaction Type",
  transferPrice: "Transfer Price",
  type: "Type",
  underlyingConid: "Underlying Conid",
  underlyingSymbol: "Underlying Symbol",
};

/** A field's label in the portal, else its name in the XML. Newer and older portals differ in blanks: `TradePrice`. */
export const fieldLabel = (name: string): string => LABELS[name] ?? name;

/** A field as a person finds it in the portal and in the file: `FX Rate to Base (fxRateToBase)`. */
export function fieldText(name: string): string {
  const label = fieldLabel(name);
  return label.toLowerCase() === name.toLowerCase() ? label : `${label} (${name})`;
}
