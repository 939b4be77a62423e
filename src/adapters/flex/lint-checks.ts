/** Sections that no figure needs and that rules compare with ours or with themselves. Part of the table in lint-table.ts. */
import { looked, type Marked, type SectionNeed, section } from "./lint-need.ts";

const DIVIDEND: Readonly<Record<string, Marked>> = {
  netAmount: ["useful", "identity A1, checks N5 and R8"],
  grossAmount: ["useful", "identities A1 and A2"],
  tax: ["useful", "identity A1"],
  fee: ["useful", "identity A1 of depositary receipts"],
  quantity: ["useful", "identity A2"],
  grossRate: ["useful", "identity A2"],
};

export const CHECK_SECTIONS: readonly SectionNeed[] = [
  section(
    "FIFOPerformanceSummaryInBase",
    ["useful", "rule R5: realized and unrealized P&L of each instrument as the broker has it"],
    {
      fields: {
        FIFOPerformanceSummaryUnderlying: looked({
          conid: ["useful", "rule R5"],
          totalRealizedPnl: ["useful", "rule R5, identities F1 and F2"],
          unrealizedProfit: ["useful", "rule R5, identities F2 and F3"],
          unrealizedLoss: ["useful", "rule R5, identities F2 and F3"],
          totalFifoPnl: ["useful", "identity F2"],
        }),
      },
    },
  ),
  section(
    "MTMPerformanceSummaryInBase",
    ["useful", "rule M2: the mark-to-market result of each instrument"],
    {
      fields: {
        MTMPerformanceSummaryUnderlying: looked({
          conid: ["useful", "identity M1 and rule M2"],
          transactionMtm: ["useful", "identity M1 and rule M2"],
          priorOpenMtm: ["useful", "identity M1 and rule M2"],
          commissions: ["useful", "identity M1 and rule M2"],
          other: ["useful", "identity M1"],
          total: ["useful", "identity M1"],
        }),
      },
    },
  ),
  section(
    "ChangeInDividendAccruals",
    ["useful", "identities A1 and A2: dividends between their ex-date and their payment"],
    { fields: { ChangeInDividendAccrual: looked(DIVIDEND) } },
  ),
  section(
    "OpenDividendAccruals",
    ["useful", "identities A1 and A2 of dividends that are announced and not yet paid"],
    { fields: { OpenDividendAccrual: looked(DIVIDEND) } },
  ),
  section(
    "ChangeInPositionValues",
    ["useful", "identity V1 and check N3: how the value of positions changed"],
    {},
  ),
  section(
    "InterestAccruals",
    ["useful", "identity I1 and check N6: interest that is earned and not yet paid"],
    {},
  ),
  section(
    "StmtFunds",
    ["useful", "checks C10b, C11 and C12: the broker's own ledger of cash, line by line"],
    {
      fields: {
        StatementOfFundsLine: looked({
          levelOfDetail: ["useful", "telling its two levels apart, check C11"],
          reportDate: ["useful", "check C10b (cash of each day)"],
          currency: ["useful", "checks C11 and C12"],
          amount: ["useful", "checks C10b, C11 and C12"],
          debit: ["useful", "check C11"],
          credit: ["useful", "check C11"],
          balance: ["useful", "check C11"],
          tradeID: ["useful", "check C12 (cash of each trade)"],
          activityCode: ["useful", "telling lines that only state a balance"],
        }),
      },
    },
  ),
  section(
    "FxTransactions",
    ["useful", "identities X1 and X2: the broker's own P&L of currencies"],
    {},
  ),
  section("FxPositions", ["useful", "identity X3: the broker's own lots of currencies"], {}),
];
