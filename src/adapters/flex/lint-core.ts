/** What Lotbook needs of the sections without which every build complains. Part of the table in lint-table.ts. */
import { always, level, looked, RATE, REPEATS, type SectionNeed, section } from "./lint-need.ts";

export const CORE_SECTIONS: readonly SectionNeed[] = [
  section("Trades", ["needed", "lots, realized P&L, commissions, cash"], {
    atBuild: true,
    levels: [
      level("EXECUTION", "Execution", [
        "needed",
        "single trades: lots, realized P&L, commissions (orders stand in where they are exported)",
      ]),
      level("CLOSED_LOT", "Closed Lots", [
        "useful",
        "the lots that the broker closed: the basis of what was held before the first statement and sold since",
      ]),
      level("ORDER", "Order"),
      level("SYMBOL_SUMMARY", "Symbol Summary"),
      level("ASSET_SUMMARY", "Asset Class"),
      level("WASH_SALE", "Wash Sales"),
    ],
    fields: {
      Trade: {
        ...always({
          assetCategory: ["needed", "every figure of trades"],
          quantity: ["needed", "quantities and lots"],
          proceeds: ["needed", "cost basis, realized P&L, cash"],
          ibCommission: [
            "needed",
            "commissions and, unless netCash is exported, cost basis, realized P&L and cash",
          ],
          taxes: [
            "needed",
            "transaction tax and, unless netCash is exported, cost basis, realized P&L and cash",
          ],
          currency: ["needed", "every amount of trades"],
          conid: ["useful", "instruments (the symbol stands in)"],
          dateTime: ["needed", "the order of lots within a day"],
          reportDate: ["useful", "sums by day (the trade date stands in)"],
          transactionID: ["useful", REPEATS],
          fxRateToBase: RATE,
          openCloseIndicator: ["useful", "identities T3 and T4"],
          notes: ["needed", "deliveries of options and cancellations"],
          netCash: ["useful", "identity T2"],
          tradePrice: ["useful", "identity T1"],
          cost: ["useful", "identities T3 and T4"],
          fifoPnlRealized: [
            "useful",
            "identities T3 and T4 and rule R4 (realized P&L as the broker has it)",
          ],
        }),
        ...looked({
          symbol: ["needed", "names of instruments, and the currencies of forex trades"],
          ibCommissionCurrency: [
            "useful",
            "the currency of commissions (the trade's stands in, which is wrong for forex)",
          ],
          multiplier: ["useful", "identity T1 of options and futures"],
          transactionType: ["useful", "cancellations and deliveries that the codes do not tell"],
          tradeDate: ["useful", "the date of trades whose report date is blank"],
          origTransactionID: ["useful", "which trade a cancellation cancels (its values tell)"],
          closePrice: ["useful", "prices of days between statements (daily P&L), identity T6"],
          mtmPnl: ["useful", "identity T6, rules M2 and R9 (mark-to-market results)"],
          tradeID: ["useful", "which shares an option delivered (T5b), check C12"],
          positionActionID: [
            "useful",
            "which shares an option delivered (its terms stand in), T5b",
          ],
          settleDateTarget: ["useful", "check C13 (settled cash)"],
          levelOfDetail: ["useful", "telling levels apart (the kind of row stands in)"],
          strike: ["useful", "which shares an option delivered, T5b"],
          expiry: ["advice", "the terms of options"],
          putCall: ["advice", "the terms of options"],
          underlyingConid: ["useful", "which shares an option delivered, T5b"],
        }),
      },
      Lot: looked({
        openDateTime: ["useful", "when a closed lot was opened"],
        cost: ["useful", "the basis of closed lots, identity L1"],
        fifoPnlRealized: ["useful", "identity L2"],
        holdingPeriodDateTime: ["useful", "short-term or long-term after a wash sale"],
      }),
    },
  }),
  section(
    "CashTransactions",
    ["needed", "dividends, withholding tax, interest, fees, deposits, withdrawals, cash"],
    {
      atBuild: true,
      levels: [
        level("DETAIL", "Detail", ["needed", "single movements (summaries stand in)"]),
        level("SUMMARY", "Summary"),
      ],
      fields: {
        CashTransaction: {
          ...always({
            type: [
              "needed",
              "dividends, withholding tax, interest, fees, deposits and withdrawals",
            ],
            amount: ["needed", "cash and all income"],
            currency: ["needed", "cash and all income"],
            reportDate: ["useful", "sums by day (the settle date stands in)"],
            transactionID: ["useful", REPEATS],
            fxRateToBase: RATE,
          }),
          ...looked({
            conid: ["useful", "dividends and taxes by instrument (the symbol stands in)"],
            symbol: ["useful", "names of instruments"],
            description: ["useful", "what a movement was for, in the broker's words"],
            dateTime: ["useful", "the order of movements within a day"],
            settleDate: ["useful", "the date of movements whose report date is blank"],
            levelOfDetail: ["useful", "telling details from summaries (account and id stand in)"],
            actionID: ["advice", "which corporate action a payment belongs to"],
          }),
        },
      },
    },
  ),
  section(
    "OpenPositions",
    ["needed", "mark prices, market value, unrealized P&L, checks R2 and R3"],
    {
      atBuild: true,
      levels: [
        level("SUMMARY", "Summary", [
          "useful",
          "positions as the broker adds them up (lots stand in)",
        ]),
        level("LOT", "Lot", [
          "needed",
          "the cost basis of what was held before the first statement; rule R3 lot by lot",
        ]),
      ],
      fields: {
        OpenPosition: {
          ...always({
            levelOfDetail: ["useful", "telling lots from their summary (their opening stands in)"],
            position: ["needed", "rule R2 (quantity)"],
            costBasisMoney: ["needed", "rule R3 (cost of lots)"],
            markPrice: ["needed", "market value and unrealized P&L"],
          }),
          ...looked({
            conid: ["useful", "instruments (the symbol stands in)"],
            symbol: ["needed", "names of instruments"],
            currency: ["needed", "the currency of positions"],
            fxRateToBase: RATE,
            reportDate: [
              "useful",
              "the day of positions (the last day of the statement stands in)",
            ],
            openDateTime: [
              "needed",
              "when lots were opened that were held before the first statement",
            ],
            multiplier: ["useful", "the market value of options and futures"],
            positionValue: ["useful", "the broker's own market value (identity P1)"],
            fifoPnlUnrealized: ["useful", "the broker's own unrealized P&L (identity P2)"],
            costBasisPrice: ["useful", "identity P3"],
            holdingPeriodDateTime: ["useful", "short-term or long-term after a wash sale"],
            originatingTransactionID: [
              "useful",
              "which trade opened a lot (its time stands in), identity P5",
            ],
          }),
        },
      },
    },
  ),
  section("CashReport", ["needed", "opening cash, check R7"], {
    atBuild: true,
    levels: [
      level("Currency", "Currency Breakout", ["needed", "cash of each currency, check R7"]),
      level("BaseCurrency", "Base Currency Summary", ["useful", "check R7 in base currency"]),
    ],
    fields: {
      CashReportCurrency: {
        ...always({
          startingCash: ["needed", "opening cash"],
          endingCash: ["needed", "rule R7 (cash)"],
        }),
        ...looked({
          currency: ["needed", "cash of each currency, check R7"],
          endingSettledCash: ["useful", "check C13 (settled cash)"],
        }),
      },
    },
  }),
  section("EquitySummaryInBase", ["needed", "net asset value by day, returns"], {
    atBuild: true,
    fields: {
      EquitySummaryByReportDateInBase: looked({
        reportDate: ["needed", "net asset value by day, returns"],
        total: ["needed", "net asset value, returns"],
        cash: ["useful", "what net asset value is made of"],
        stock: [
          "useful",
          "what net asset value is made of; whether an account started without shares",
        ],
        options: ["useful", "what net asset value is made of"],
        dividendAccruals: ["useful", "what net asset value is made of"],
        interestAccruals: ["useful", "what net asset value is made of"],
      }),
    },
  }),
];
