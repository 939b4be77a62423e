/**
 * What Lotbook needs of a query, section by section and field by field: the one place for it. The diagnostics of every
 * build (needs.ts), `lotbook preview` (lint.ts) and the tables of docs/setup.md come from here. (Accounting notes,
 * section 7; Flex schema, sections 3 and 5.)
 */
import { CHECK_SECTIONS } from "./lint-checks.ts";
import { CORE_SECTIONS } from "./lint-core.ts";
import { level, looked, REPEATS, type SectionNeed, section } from "./lint-need.ts";

const DAY = "sums by day (the last day of the statement stands in)";
const INSTRUMENT = "which instrument the row is about";

/** All sections that figures, rules or later comparisons use, the most important first. */
export const SECTION_NEEDS: readonly SectionNeed[] = [
  ...CORE_SECTIONS,
  section(
    "CorporateActions",
    [
      "needed",
      "splits, mergers and spin-offs, so that units, lots and results of their instruments are wrong",
    ],
    {
      atBuild: true,
      levels: [
        level("DETAIL", "Detail", ["needed", "single actions (summaries stand in)"]),
        level("SUMMARY", "Summary"),
      ],
      fields: {
        CorporateAction: looked({
          type: ["needed", "which kind of action it was"],
          quantity: ["needed", "what the action did to the position"],
          conid: ["needed", INSTRUMENT],
          reportDate: ["useful", DAY],
          dateTime: ["useful", "the order of trades and actions within a day"],
          proceeds: ["needed", "the cash that the action paid"],
          currency: ["needed", "the cash that the action paid"],
          description: ["useful", "the terms of the action"],
          transactionID: ["useful", REPEATS],
          actionID: ["useful", "which rows make one action"],
          fifoPnlRealized: ["useful", "the gain of a merger for cash and shares, check R4"],
          code: ["useful", "which rows take an action back"],
          value: ["advice", "a proposal where the statement does not divide the cost basis"],
        }),
      },
    },
  ),
  section("Transfers", ["needed", "positions and cash that moved in or out without a trade"], {
    levels: [level("TRANSFER", "Transfer", ["needed", "single transfers"]), level("LOT", "Lot")],
    fields: {
      Transfer: looked({
        direction: ["needed", "whether a position moved in or out"],
        quantity: ["needed", "how much moved"],
        conid: ["needed", INSTRUMENT],
        cashTransfer: ["needed", "cash that moved"],
        currency: ["needed", "cash that moved"],
        reportDate: ["useful", DAY],
        positionAmount: ["useful", "what the position was worth when it moved (returns)"],
        transactionID: ["useful", REPEATS],
      }),
    },
  }),
  section("AccountInformation", ["useful", "the base currency for certain (rates stand in)"], {
    fields: {
      AccountInformation: looked({
        currency: ["useful", "the base currency for certain (rates stand in)"],
        dateOpened: ["useful", "whether an account held something before the first statement"],
      }),
    },
  }),
  section(
    "SecuritiesInfo",
    ["useful", "names, ISIN and terms of instruments that no other row describes"],
    {
      fields: {
        SecurityInfo: looked({
          conid: ["useful", INSTRUMENT],
          symbol: ["useful", "names of instruments"],
          description: ["useful", "names of instruments"],
          isin: ["useful", "ISIN of instruments"],
          currency: ["useful", "the currency of an instrument"],
          multiplier: ["useful", "the value of options and futures"],
          underlyingConid: ["advice", "what an option is on"],
        }),
      },
    },
  ),
  section(
    "ConversionRates",
    ["useful", "figures in base currency on days whose rows carry no rate"],
    {},
  ),
  section(
    "PriorPeriodPositions",
    ["useful", "prices between two statements: daily unrealized P&L, checks R8 and R9"],
    {
      fields: {
        PriorPeriodPosition: looked({
          date: ["useful", "prices between two statements"],
          conid: ["useful", INSTRUMENT],
          price: ["useful", "prices between two statements"],
          priorMtmPnl: ["useful", "rules M2 and R9 (mark-to-market results)"],
        }),
      },
    },
  ),
  section("TransactionTaxes", ["useful", "taxes that are charged apart from a trade"], {
    levels: [
      level("DETAIL", "Detail", ["useful", "single taxes (summaries stand in)"]),
      level("SUMMARY", "Summary"),
    ],
    fields: {
      TransactionTax: looked({
        taxAmount: ["useful", "taxes that are charged apart from a trade"],
        source: ["useful", "which taxes are charged apart from a trade"],
        currency: ["useful", "taxes that are charged apart from a trade"],
      }),
    },
  }),
  section("SalesTaxes", ["useful", "sales tax on fees and market data: cash, check R7"], {
    fields: {
      SalesTax: looked({
        salesTax: ["useful", "sales tax, cash"],
        currency: ["useful", "sales tax, cash"],
      }),
    },
  }),
  section("CFDCharges", ["useful", "charges on CFDs: cash, check R7 (only where you hold CFDs)"], {
    fields: {
      CFDCharge: looked({
        total: ["useful", "charges on CFDs, cash"],
        currency: ["useful", "charges on CFDs, cash"],
      }),
    },
  }),
  ...CHECK_SECTIONS,
  section(
    "ChangeInNAV",
    [
      "useful",
      "the broker's own bridge of net asset value and its return: checks N1 to N6 and R11",
    ],
    {
      fields: {
        ChangeInNAV: looked({
          startingValue: ["useful", "checks N1, N2 and R12"],
          endingValue: ["useful", "checks N1, N2 and R12"],
          mtm: ["useful", "checks N1 and N3"],
          twr: ["useful", "check R11 (the time-weighted return)"],
        }),
      },
    },
  ),
  section("OptionEAE", ["useful", "the cash that settles options on indices: cash, results"], {
    fields: {
      OptionEAE: looked({
        transactionType: ["useful", "which rows are cash settlements"],
        quantity: ["useful", "check EAE"],
        tradeID: ["useful", "which trade a row repeats (instrument, day and quantity stand in)"],
        proceeds: ["useful", "the cash that settles options on indices, check EAE"],
        currency: ["useful", "the cash that settles options on indices"],
        conid: ["useful", INSTRUMENT],
        date: ["useful", "which exercise a settlement belongs to"],
      }),
    },
  }),
];

/** Sections whose rows become events, assertions or reference data. */
export const isUsed = ({ severity }: SectionNeed): boolean => severity !== "advice";
