/** What the broker reports beside events: positions, lots, cash, net asset value and rates → assertions. */
import type { Dated } from "../adapters/flex/collect.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { add, isKnown } from "../core/amount.ts";
import type {
  Assertion,
  CashAssertion,
  NavAssertion,
  OpenLotAssertion,
  PositionAssertion,
} from "../events/assertion.ts";
import { joined, Members, newestTogether } from "./breakdown.ts";
import { mapCashLines } from "./cash-lines.ts";
import { mapNavChanges, mapNavColumns } from "./nav-assertions.ts";
import { rateOf, type Source } from "./source.ts";

/** All assertions apart from those on rows of trades. */
export function mapAssertions(source: Source): Assertion[] {
  const { rows } = source;
  const members = new Members();
  const lots: OpenLotAssertion[] = [];
  const positions = new Map<string, PositionAssertion>();
  const summed = new Map<string, PositionAssertion>();
  for (const dated of rows.positions) {
    const isLot = isLotRow(dated.row);
    const position = positionOf(source, dated);
    if (position === null) continue;
    const key = `${position.account}|${position.date}|${position.instrument}`;
    const target = isLot ? summed : positions;
    const before = target.get(key);
    target.set(key, before === undefined ? position : together(before, position));
    if (isLot) lots.push(...lotOf(dated, position));
  }
  for (const [key, position] of summed) if (!positions.has(key)) positions.set(key, position);
  return [
    ...positions.values(),
    ...lots,
    ...joined(
      rows.netAssetValues.map((dated) => ({ ...navOf(dated), members: members.of(dated.row) })),
      ({ account, date }) => `${account}|${date}`,
      navTogether,
    ),
    ...newestTogether(
      rows.cashReports.flatMap((row) => cashOf(row).map((one) => [row, one] as const)),
      members,
      cashKey,
      cashTogether,
    ),
    ...mapNavChanges(rows.navChanges, members),
    ...mapNavColumns(rows.netAssetValues, members),
    ...mapCashLines(rows.cashReports, members),
    ...source.carried.rates,
  ];
}

function positionOf(source: Source, { date, row }: Dated): PositionAssertion | null {
  const fields = row.read();
  const instrument = source.instruments.of(fields, row);
  if (instrument === null) return null;
  return {
    kind: "position",
    account: row.account,
    source: row.sources[0],
    date,
    instrument: instrument.id,
    quantity: fields.amount("position"),
    costBasis: fields.amount("costBasisMoney"),
    markPrice: fields.amount("markPrice"),
    marketValue: fields.amount("positionValue"),
    unrealized: fields.amount("fifoPnlUnrealized"),
    rate: rateOf(source, fields, row.account, date),
  };
}

/** Lots have an opening; where the level is not exported, that tells them from their summary. */
export function isLotRow(row: MergedRow): boolean {
  const fields = row.read();
  const level = fields.text("levelOfDetail");
  return level === "LOT" || (level === "" && fields.text("openDateTime") !== "");
}

/** A position that stands in several rows: one per lot where no summary is exported, or one per side. */
const together = (left: PositionAssertion, right: PositionAssertion): PositionAssertion => ({
  ...left,
  quantity: add(left.quantity, right.quantity),
  costBasis: add(left.costBasis, right.costBasis),
  marketValue: add(left.marketValue, right.marketValue),
  unrealized: add(left.unrealized, right.unrealized),
});

function lotOf({ row }: Dated, position: PositionAssertion): OpenLotAssertion[] {
  const fields = row.read();
  const opened = fields.moment("openDateTime");
  if (!isKnown(position.quantity) || opened === null) return [];
  return [
    {
      kind: "open lot",
      account: position.account,
      source: position.source,
      date: position.date,
      instrument: position.instrument,
      quantity: position.quantity,
      costBasis: position.costBasis,
      opened,
      holdingFrom: fields.moment("holdingPeriodDateTime") ?? opened,
      transaction: fields.text("originatingTransactionID"),
    },
  ];
}

function navOf({ date, row }: Dated): NavAssertion {
  const fields = row.read();
  return {
    kind: "nav",
    account: row.account,
    source: row.sources[0],
    date,
    total: fields.amount("total"),
    cash: fields.amount("cash"),
    stock: fields.amount("stock"),
    options: fields.amount("options"),
    dividendAccruals: fields.amount("dividendAccruals"),
    interestAccruals: fields.amount("interestAccruals"),
  };
}

/** One per currency and window; the roll-up in base currency is `BASE`. */
function cashOf(row: MergedRow): CashAssertion[] {
  const fields = row.read();
  const currency = fields.text("currency");
  const from = fields.date("fromDate") ?? row.statement.from;
  const to = fields.date("toDate") ?? row.statement.to;
  if (currency === "") return [];
  return [
    {
      kind: "cash",
      account: row.account,
      source: row.sources[0],
      currency:
        currency === "BASE_SUMMARY" || fields.text("levelOfDetail") === "BaseCurrency"
          ? "BASE"
          : currency,
      from,
      to,
      starting: fields.amount("startingCash"),
      ending: fields.amount("endingCash"),
    },
  ];
}

const cashKey = ({ account, currency, from, to }: CashAssertion): string =>
  [account, currency, from, to].join("|");

const cashTogether = (left: CashAssertion, right: CashAssertion): CashAssertion => ({
  ...left,
  starting: add(left.starting, right.starting),
  ending: add(left.ending, right.ending),
});

const navTogether = (left: NavAssertion, right: NavAssertion): NavAssertion => ({
  ...left,
  total: add(left.total, right.total),
  cash: add(left.cash, right.cash),
  stock: add(left.stock, right.stock),
  options: add(left.options, right.options),
  dividendAccruals: add(left.dividendAccruals, right.dividendAccruals),
  interestAccruals: add(left.interestAccruals, right.interestAccruals),
});
