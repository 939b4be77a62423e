import { expect, test } from "vitest";
import { fieldText } from "./field-names.ts";

test.each([
  ["mtmPnl", "mark-to-market P&L"],
  ["fifoPnlUnrealized", "FIFO unrealized P&L"],
  ["totalRealizedPnl", "total realized P&L"],
  ["realizedSTProfit", "realized short-term profit"],
  ["transferredPnlAdjustments", "transferred P&L adjustments"],
  ["netTradesSales", "net trades sales"],
  [
    "costBasisMoney of the lot of 2024-02-05 09:55:42",
    "cost basis of the lot of 5 Feb 2024, 09:55",
  ],
])("%s", (field, text) => {
  expect(fieldText(field)).toBe(text);
});
