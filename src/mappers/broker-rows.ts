/** Rows of the broker that book nothing and are kept to compare with: everything of `events/broker-rows.ts`. */
import type { BrokerRow } from "../events/broker-rows.ts";
import { mapAccruals } from "./accrual-assertions.ts";
import { mapAccrualTotals } from "./accrual-totals.ts";
import { mapExportedSections, mapFundsLines } from "./funds-assertions.ts";
import { mapOptionEvents } from "./option-events.ts";
import { mapOrders } from "./order-assertions.ts";
import { mapPerformance } from "./performance-assertions.ts";
import { mapPositionRows } from "./position-assertions.ts";
import type { Source } from "./source.ts";

/** All of them. Comes after trades and positions, whose rows describe the instruments. */
export const mapBrokerRows = (source: Source): BrokerRow[] => [
  ...mapPositionRows(source),
  ...mapOrders(source),
  ...mapOptionEvents(source),
  ...mapPerformance(source),
  ...mapAccruals(source),
  ...mapAccrualTotals(source),
  ...mapFundsLines(source),
  ...mapExportedSections(source),
];
