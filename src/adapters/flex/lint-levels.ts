/** Which levels of detail a section has: the tick boxes of its rows in the portal. (Flex schema, section 5.) */
import { isAccount } from "./accounts.ts";
import type { Attributes, FlexRow } from "./document.ts";
import type { LevelNeed } from "./lint-need.ts";
import { isBlank, readDecimal } from "./values.ts";

/** unknown: the rows do not tell, because nothing happened that would show it. */
export type Presence = "present" | "missing" | "unknown";

export interface LevelReport {
  readonly need: LevelNeed;
  readonly state: Presence;
}

/** The levels of a section's rows, in the order of the table; all unknown where it has no rows. */
export function levelsOf(rows: readonly FlexRow[], needs: readonly LevelNeed[]): LevelReport[] {
  if (needs.length === 0) return [];
  const found = new Set<string>();
  let closes = false;
  for (const row of rows) {
    const attributes = row.attributes();
    found.add(levelOf(row, attributes));
    closes ||= row.element === "Trade" && isClosing(attributes);
  }
  return needs.map((need) => {
    if (found.has(need.level)) return { need, state: "present" };
    const isTold = found.size > 0 && (need.level !== "CLOSED_LOT" || closes);
    return { need, state: isTold ? "missing" : "unknown" };
  });
}

/** A row's level: its own word, else what its kind tells. */
function levelOf(row: FlexRow, attributes: Attributes): string {
  const own = attributes.get("levelOfDetail") ?? "";
  if (own !== "") return own;
  if (row.element === "OpenPosition")
    return isBlank(attributes.get("openDateTime") ?? "") ? "SUMMARY" : "LOT";
  if (row.element === "CashReportCurrency")
    return attributes.get("currency") === "BASE_SUMMARY" ? "BaseCurrency" : "Currency";
  return LEVEL_OF_ELEMENT[row.element] ?? (isCopy(attributes) ? "SUMMARY" : "DETAIL");
}

const LEVEL_OF_ELEMENT: Readonly<Record<string, string>> = {
  Trade: "EXECUTION",
  Lot: "CLOSED_LOT",
  Order: "ORDER",
  SymbolSummary: "SYMBOL_SUMMARY",
  AssetSummary: "ASSET_SUMMARY",
  WashSale: "WASH_SALE",
  Transfer: "TRANSFER",
  TransferLot: "LOT",
};

/** Old files without the level: summaries are of no account and have no transaction id. */
const isCopy = (attributes: Attributes): boolean =>
  !isAccount(attributes.get("accountId") ?? "-") && (attributes.get("transactionID") ?? "") === "";

/** Whether a trade closed something, so that closed lots would follow it. Conversions of currencies have none. */
function isClosing(attributes: Attributes): boolean {
  if (attributes.get("assetCategory") === "CASH") return false;
  const indicator = attributes.get("openCloseIndicator");
  if (indicator !== undefined && !isBlank(indicator)) return indicator.includes("C");
  const realized = readDecimal(attributes.get("fifoPnlRealized") ?? "");
  return realized !== null && realized !== "bad" && !realized.isZero;
}
