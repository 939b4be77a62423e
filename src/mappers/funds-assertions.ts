/**
 * The statement of funds: the broker's ledger of cash, line by line. It repeats what trades and cash transactions say, so
 * it books nothing and is compared with them. (Accounting notes 1.4, C10 to C12.)
 */
import type { FlexStatement } from "../adapters/flex/document.ts";
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, add, isKnown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { ExportedSection, FundsLine } from "../events/broker-rows.ts";
import type { Source } from "./source.ts";

/** All lines of all statements, newest statement first and within each in the order of the file. */
export function mapFundsLines(source: Source): FundsLine[] {
  const lists = new Map<string, string>();
  const newest = new Map<string, FlexStatement>();
  return source.rows.every("StmtFunds").map((row) => {
    const fields = row.read();
    const date = fields.date("reportDate") ?? fields.date("date") ?? row.statement.to;
    const level = levelOf(fields);
    const currency = fields.text("currency");
    const { file, line } = row.statement.place;
    const list = [file, line, row.accountId, level, currency].join("|");
    lists.set(list, lists.get(list) ?? `${lists.size + 1}`);
    const day = [row.accountId, level, date].join("|");
    newest.set(day, newest.get(day) ?? row.statement);
    return lineOf(row, fields, {
      list: lists.get(list) ?? "",
      date,
      level,
      isNewest: newest.get(day) === row.statement,
    });
  });
}

function lineOf(
  row: MergedRow,
  fields: Fields,
  head: Pick<FundsLine, "list" | "date" | "level" | "isNewest">,
): FundsLine {
  return {
    kind: "funds line",
    account: row.account,
    source: row.sources[0],
    ...head,
    currency: fields.text("currency"),
    tradeId: fields.text("tradeID"),
    isBalance: isBalance(fields),
    amount: fields.amount("amount"),
    parts: partsOf(fields),
    balance: fields.amount("balance"),
  };
}

function levelOf(fields: Fields): FundsLine["level"] {
  const level = fields.text("levelOfDetail");
  if (level === "BaseCurrency") return "base";
  return level === "Currency" ? "currency" : null;
}

/** Lines of starting and ending balances have no activity and move nothing; their text is in the account's language. */
const isBalance = (fields: Fields): boolean =>
  fields.text("activityCode") === "" &&
  fields.text("tradeID") === "" &&
  ["amount", "debit", "credit"].every((name) => {
    const amount = fields.amount(name);
    return fields.text(name) === "" || (isKnown(amount) && amount.isZero);
  });

/** A side that is blank moved nothing; unknown where neither is exported. */
function partsOf(fields: Fields): Amount {
  const sides = ["debit", "credit"].filter((name) => fields.has(name));
  if (sides.length < 2) return fields.amount(sides[0] === "debit" ? "credit" : "debit");
  return sides.map((name) => fields.amountOrZero(name)).reduce(add, Decimal.zero);
}

const SECTIONS: Readonly<Record<string, ExportedSection["section"]>> = {
  PriorPeriodPositions: "prior positions",
  StmtFunds: "statement of funds",
  Transfers: "transfers",
};

/** Which statements export the sections whose silence rules rely on. */
export const mapExportedSections = ({ rows }: Source): ExportedSection[] =>
  Object.entries(SECTIONS).flatMap(([container, section]) => {
    const inRows = Map.groupBy(rows.every(container), ({ statement }) => statement);
    return rows.statements.flatMap((statement) => {
      if (!statement.sections.has(container)) return [];
      const own = rows.accounts.aliasOf(statement.accountId);
      const accounts = new Set((inRows.get(statement) ?? []).map(({ account }) => account));
      if (own !== null) accounts.add(own);
      return [...accounts].map((account) => exported(account, section, statement));
    });
  });

const exported = (
  account: AccountAlias,
  section: ExportedSection["section"],
  { place, from, to }: FlexStatement,
): ExportedSection => ({ kind: "exported section", account, source: place, section, from, to });
