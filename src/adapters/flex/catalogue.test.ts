import { describe, expect, test } from "vitest";
import raw from "./catalogue.json" with { type: "json" };
import {
  attributeOf,
  attributesOf,
  CODE_MEANINGS,
  envelopeAttribute,
  knownSections,
  sectionOf,
  valuesOf,
} from "./catalogue.ts";

const rows = knownSections().flatMap(({ container, rows, rowsUnverified }) =>
  [...rows, ...rowsUnverified].map((element) => ({ container, element })),
);

describe("lookups", () => {
  test("a section by its container, with what the portal calls it", () => {
    expect(sectionOf("StmtFunds")).toMatchObject({
      portalSection: "Statement of Funds",
      query: ["AF"],
      rows: ["StatementOfFundsLine"],
      levels: ["Currency", "BaseCurrency"],
      single: false,
    });
    expect(sectionOf("ChangeInNAV")?.single).toBe(true);
    expect(sectionOf("FxPositions")?.wrapper).toBe("FxLots");
    expect(sectionOf("StatementOfFunds")).toBeUndefined();
  });

  test("an attribute by row, since names mean different things in different rows", () => {
    expect(attributeOf("Trades", "Trade", "quantity")?.type).toBe("decimal");
    expect(attributeOf("Trades", "Trade", "buySell")).toMatchObject({
      type: "enum",
      enumName: "buySell",
    });
    expect(attributeOf("Trades", "Trade", "notes")?.type).toBe("codeList");
    expect(
      attributeOf("EquitySummaryInBase", "EquitySummaryByReportDateInBase", "notes")?.type,
    ).toBe("decimal");
    expect(attributeOf("Trades", "TradeConfirm", "quantity")).toBeUndefined();
    expect(attributeOf("Trades", "Trade", "brandNew")).toBeUndefined();
  });

  test("sections whose rows nobody has described have no attributes", () => {
    expect(sectionOf("UnbookedTrades")?.rowsUnverified).toEqual(["UnbookedTrade"]);
    expect(attributesOf("UnbookedTrades", "UnbookedTrade")).toBeUndefined();
  });

  test("the envelope, value lists and codes", () => {
    expect(envelopeAttribute("FlexStatement", "whenGenerated")?.type).toBe("datetime");
    expect(envelopeAttribute("FlexStatement", "Message")).toBeUndefined();
    expect([...(valuesOf("side")?.values.keys() ?? [])]).toEqual(["Long", "Short"]);
    expect(valuesOf("orderType")?.open).toBe(true);
    expect(CODE_MEANINGS.get("Ca")).toBe("Cancelled");
    expect(CODE_MEANINGS.get("CA")).toBeUndefined();
  });
});

describe("the file is consistent", () => {
  test("every known row has attributes, each with a type and a meaning", () => {
    for (const { container, element } of rows)
      for (const attribute of attributesOf(container, element)?.values() ?? []) {
        const where = `${container}/${element}/${attribute.name}`;
        expect(attribute.meaning, where).not.toBe("");
        const list = attribute.enumName === null ? undefined : valuesOf(attribute.enumName);
        expect(list !== undefined, where).toBe(attribute.type === "enum");
      }
    expect(knownSections().flatMap(({ rows: known }) => known).length).toBeGreaterThan(50);
  });

  test("no attribute is described that no row has, and no row is listed that no section has", () => {
    const named = new Set(rows.map(({ container, element }) => `${container}/${element}`));
    expect(Object.keys(raw.rows).filter((row) => !named.has(row))).toEqual([]);
    const used = new Set(Object.values(raw.rows).flatMap((names) => names.split(" ")));
    expect(Object.keys(raw.attributes).filter((name) => !used.has(name))).toEqual([]);
    const exceptions = Object.keys(raw.exceptions).map((key) => key.split("/"));
    for (const [container = "", element = "", name = ""] of exceptions)
      expect(attributeOf(container, element, name), name).toBeDefined();
  });
});
