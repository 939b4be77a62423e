import { describe, expect, test } from "vitest";
import { rowChanges } from "./row-changes.ts";
import { RowTexts } from "./row-texts.ts";

const files = (...texts: readonly string[]) =>
  new RowTexts(
    texts.map((text, index) => ({
      path: `data/${index + 1}.xml`,
      bytes: new TextEncoder().encode(text),
      sha256: text,
      refused: false,
    })),
  );
const at = (file: number, line: number, date = "2025-01-03") => ({
  row: { file: `data/${file}.xml`, line },
  date,
});
const trade = (id: string, commission: string, more = "") =>
  `<Trade accountId="U1234567" transactionID="${id}" symbol="A&gt;B > C" ibCommission="${commission}" ${more}/>`;
const dividend = (amount: string) =>
  `<CashTransaction type="Dividends" conid="8" reportDate="20250103" amount="${amount}" />`;

describe("rows behind a figure", () => {
  test("a row that a newer file repeats has not changed", () => {
    const before = { texts: files(`\n${trade("1", "-1")}`), rows: [at(1, 2)] };
    const after = {
      texts: files(`\n${trade("1", "-1")}`, `\n\n${trade("1", "-1")}`),
      rows: [at(2, 3), at(1, 2)],
    };
    expect(rowChanges(before, after)).toEqual([]);
  });

  test("a newer version is the same row, changed; who holds the account is not told", () => {
    const before = { texts: files(trade("1", "-1")), rows: [at(1, 1)] };
    const after = {
      texts: files(trade("1", "-1"), trade("1", "-1.05", 'acctAlias="Jane" notes="U7654321"')),
      rows: [at(2, 1), at(1, 1)],
    };
    expect(rowChanges(before, after)).toEqual([
      {
        how: "changed",
        row: { file: "data/2.xml", line: 1 },
        element: "Trade",
        fields: [
          { name: "ibCommission", before: "-1", after: "-1.05" },
          { name: "notes", before: "", after: "•••" },
        ],
        date: "2025-01-03",
      },
    ]);
  });

  test("without ids, a second row beside the first is new", () => {
    const before = { texts: files(dividend("5")), rows: [at(1, 1)] };
    const after = {
      texts: files(dividend("5"), `${dividend("5")}\n${dividend("0.4")}`),
      rows: [at(2, 1), at(1, 1), at(2, 2)],
    };
    expect(rowChanges(before, after).map(({ how, row }) => [how, row.line])).toEqual([["new", 2]]);
  });

  test("without ids, a row that has taken the place of another is that one, changed", () => {
    const before = { texts: files(dividend("5")), rows: [at(1, 1)] };
    const after = { texts: files(dividend("5"), dividend("5.4")), rows: [at(2, 1)] };
    expect(rowChanges(before, after)[0]).toMatchObject({
      how: "changed",
      fields: [{ name: "amount", before: "5", after: "5.4" }],
    });
  });

  test("a row that is nowhere any more is gone, one that a file still has is withdrawn", () => {
    const before = {
      texts: files(`${trade("1", "-1")}\n${trade("2", "-1")}`),
      rows: [at(1, 1), at(1, 2)],
    };
    const after = { texts: files(trade("1", "-1")), rows: [] };
    expect(rowChanges(before, after).map(({ how }) => how)).toEqual(["withdrawn", "gone"]);
  });

  test("rows of one line are told apart by what they say", () => {
    const before = { texts: files(trade("1", "-1") + trade("2", "-1")), rows: [at(1, 1)] };
    const after = { texts: files(trade("1", "-1") + trade("2", "-3")), rows: [at(1, 1)] };
    expect(rowChanges(before, after).map(({ how, fields }) => [how, fields[0]?.name])).toEqual([
      ["changed", "ibCommission"],
    ]);
  });
});
