/**
 * What figures need of a query. A missing section or attribute disables figures, and the diagnostic names them; rows
 * that no figure uses yet are named too, so that nothing is dropped in silence. (Accounting notes, section 7.)
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { sectionOf } from "./catalogue.ts";
import type { FlexSection, FlexStatement } from "./document.ts";

/** Sections and the figures that are unknown without them. */
const SECTIONS: Readonly<Record<string, string>> = {
  Trades: "lots, realized P&L, commissions, cash",
  CashTransactions: "dividends, withholding tax, interest, fees, deposits, withdrawals, cash",
  OpenPositions: "mark prices, market value, unrealized P&L, checks R2 and R3",
  CashReport: "opening cash, check R7",
  EquitySummaryInBase: "net asset value by day, returns",
};

/** Attributes of rows and the figures that are unknown without them. */
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Trade: {
    assetCategory: "every figure of trades",
    quantity: "quantities and lots",
    proceeds: "cost basis, realized P&L, cash",
    ibCommission: "commissions and, unless netCash is exported, cost basis, realized P&L and cash",
    taxes: "transaction tax and, unless netCash is exported, cost basis, realized P&L and cash",
    currency: "every amount of trades",
    conid: "instruments (the symbol stands in)",
    dateTime: "the order of lots within a day",
    reportDate: "sums by day (the trade date stands in)",
    transactionID: "telling repeated rows apart (their values stand in)",
    fxRateToBase: "figures in base currency, unless the rate of the day is exported",
    openCloseIndicator: "identities T3 and T4",
    notes: "deliveries of options and cancellations",
    netCash: "identity T2",
    tradePrice: "identity T1",
    cost: "identities T3 and T4",
    fifoPnlRealized: "identities T3 and T4 and rule R4 (realized P&L as the broker has it)",
  },
  CashTransaction: {
    type: "dividends, withholding tax, interest, fees, deposits and withdrawals",
    amount: "cash and all income",
    currency: "cash and all income",
    reportDate: "sums by day (the settle date stands in)",
    transactionID: "telling repeated rows apart (their values stand in)",
    fxRateToBase: "figures in base currency, unless the rate of the day is exported",
  },
  OpenPosition: {
    levelOfDetail: "telling lots from their summary (their opening stands in)",
    position: "rule R2 (quantity)",
    costBasisMoney: "rule R3 (cost of lots)",
    markPrice: "market value and unrealized P&L",
  },
  CashReportCurrency: {
    startingCash: "opening cash",
    endingCash: "rule R7 (cash)",
  },
};

/** Sections whose rows become events, assertions or reference data; those of other sections are named. */
const USED = new Set([
  ...Object.keys(SECTIONS),
  "AccountInformation",
  "SecuritiesInfo",
  "ConversionRates",
  "PriorPeriodPositions",
  "Transfers",
  "CorporateActions",
  "SalesTaxes",
  "TransactionTaxes",
  "CFDCharges",
  "TradeConfirms",
]);

/** What the statements of one file lack: one diagnostic per section or attribute. */
export function checkNeeds(statements: readonly FlexStatement[]): Diagnostic[] {
  const activity = statements.filter(({ sections }) => !sections.has("TradeConfirms"));
  return [...missingSections(activity), ...missingAttributes(activity)];
}

function missingSections(statements: readonly FlexStatement[]): Diagnostic[] {
  return Object.entries(SECTIONS).flatMap(([container, figures]) => {
    const without = statements.filter(({ sections }) => !sections.has(container));
    const [first] = without;
    if (first === undefined) return [];
    return [
      {
        code: "flex/missing-section" as const,
        message: `${container} is not in ${without.length === 1 ? "the statement" : `${without.length} statements`}: unknown without it are ${figures}`,
        at: [first.place],
        expected: `a section ${container}, empty if nothing happened`,
        hint: "select the section in the query (Performance & Reports > Flex Queries) and fetch again",
      },
    ];
  });
}

function missingAttributes(statements: readonly FlexStatement[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { sections } of statements)
    for (const section of sections.values())
      for (const [element, needed] of Object.entries(ATTRIBUTES)) {
        const first = section.rows.find((row) => row.element === element);
        if (first === undefined) continue;
        const columns = new Set(first.attributes().names());
        const lacking = Object.entries(needed).filter(([name]) => !columns.has(name));
        if (lacking.length === 0) continue;
        const anywhere = columnsOf(section, element);
        for (const [name, figures] of lacking) {
          const key = `${element}.${name}`;
          if (anywhere.has(name) || found.has(key)) continue;
          found.set(key, {
            code: "flex/missing-attribute",
            message: `${section.container}: ${key} is not exported: unknown without it are ${figures}`,
            at: [first.place],
            expected: `the attribute ${name} on every ${element} row`,
            hint: "select the field in the query (Performance & Reports > Flex Queries) and fetch again",
          });
        }
      }
  return [...found.values()];
}

/** The attributes of one element of a section: closed lots have some that their trades lack. */
const columnsOf = ({ rows }: FlexSection, element: string): ReadonlySet<string> =>
  new Set(rows.filter((row) => row.element === element).flatMap((row) => row.attributes().names()));

/** Rows of known sections, over all statements, that nothing uses yet: one diagnostic per section. */
export function unusedRows(statements: readonly FlexStatement[]): Diagnostic[] {
  const sections = statements.flatMap((statement) => [...statement.sections.values()]);
  const unused = sections.filter(
    ({ container, rows }) =>
      rows.length > 0 && !USED.has(container) && sectionOf(container) !== undefined,
  );
  return [...Map.groupBy(unused, ({ container }) => container)].map(([container, own]) => {
    const count = own.reduce((sum, { rows }) => sum + rows.length, 0);
    return {
      code: "flex/not-compared",
      message: `${container}: ${count === 1 ? "1 row is" : `${count} rows are`} kept; no figure and no rule uses them yet`,
      at: own.flatMap(({ rows }) => rows.slice(0, 1).map(({ place }) => place)),
    };
  });
}
