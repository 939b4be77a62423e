/** Rows that book nothing, as different queries write them: what the rules make of them. */
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import { isKnown } from "../core/amount.ts";
import { inputOf, responseText, statementText } from "../fakes/responses.ts";
import { buildReport } from "../pipeline.ts";

/** What some rules say of responses, one line a check: `P1 positionValue differs by 5`. */
function said(rules: string, ...responses: readonly (readonly string[])[]): string[] {
  const input = inputOf(...responses.map((statements) => responseText(...statements)));
  const { checks } = buildReport({ ...input, settings: defaultSettings() });
  return checks
    .filter(({ rule }) => rules.split(" ").includes(rule))
    .map(({ rule, field, status, difference }) =>
      isKnown(difference)
        ? `${rule} ${field} ${status}${status === "differs" ? ` by ${difference}` : ""}`
        : `${rule} ${field} not reported: ${difference.unknown}`,
    );
}

const BASE = '<AccountInformation accountId="U1" currency="USD"/>';
const option = 'assetCategory="OPT" conid="7" symbol="XYZ 250321C00050000" currency="USD"';
const european = 'assetCategory="OPT" conid="7" symbol="P LEG  20250321 50 M" currency="EUR"';

describe("multipliers", () => {
  const bought = `tradeDate="20250103" reportDate="20250103" transactionID="1" quantity="2" tradePrice="3" proceeds="-600" closePrice="4" mtmPnl="200"`;
  const held = `reportDate="20250131" position="2" markPrice="4" positionValue="800" costBasisPrice="3" costBasisMoney="600" fifoPnlUnrealized="200"`;

  test("that a query leaves out are not taken for 1 where contracts have them", () => {
    const text = statementText(
      `${BASE}<Trades><Trade ${european} ${bought}/></Trades><OpenPositions><OpenPosition ${european} ${held}/></OpenPositions>`,
    );
    expect(said("T1 T6 P1 P3", [text])).toEqual([
      "T1 proceeds not reported: the query does not export Trade.multiplier",
      "T6 mtmPnl not reported: the query does not export Trade.multiplier",
      "P1 positionValue not reported: the query does not export OpenPosition.multiplier",
      "P3 costBasisMoney not reported: the query does not export OpenPosition.multiplier",
    ]);
  });

  test("are those of the clearing house where the symbol is one of its own", () => {
    const rows = (of: string) =>
      statementText(
        `${BASE}<Trades><Trade ${of} ${bought}/></Trades><OpenPositions><OpenPosition ${of} ${held}/></OpenPositions>`,
      );
    const statuses = (of: string) =>
      said("T1 T6 P1 P3", [rows(of)]).map((one) => one.split(" ")[2]);
    expect(statuses(option)).toEqual(["agrees", "agrees", "agrees", "agrees"]);
    expect(statuses(option.replace("XYZ ", "XYZ1 "))).toEqual(["not", "not", "not", "not"]);
  });

  test("are those of other rows of the instrument where one section has them", () => {
    const info = `<SecuritiesInfo><SecurityInfo ${european} multiplier="100"/></SecuritiesInfo>`;
    const text = statementText(
      `${BASE}${info}<Trades><Trade ${european} ${bought}/></Trades><OpenPositions><OpenPosition ${european} ${held}/></OpenPositions>`,
    );
    expect(said("T1 T6 P1 P3", [text]).map((one) => one.split(" ")[2])).toEqual([
      "agrees",
      "agrees",
      "agrees",
      "agrees",
    ]);
  });
});

describe("rates that rows carry", () => {
  const rates = `<ConversionRates>
<ConversionRate reportDate="20250103" fromCurrency="EUR" toCurrency="USD" rate="1.1"/>
<ConversionRate reportDate="20250106" fromCurrency="EUR" toCurrency="USD" rate="1.2"/>
</ConversionRates>`;
  const dividend = (dates: string) =>
    statementText(
      `${BASE}${rates}<CashTransactions><CashTransaction type="Dividends" currency="EUR" fxRateToBase="1.2" amount="5" transactionID="9" ${dates}/></CashTransactions>`,
    );

  test("are those of the report date, and of no other", () => {
    expect(said("X4", [dividend('reportDate="20250106" settleDate="20250103"')])).toEqual([
      "X4 rate agrees",
    ]);
    expect(said("X4", [dividend('reportDate="20250103"')])).toEqual(["X4 rate differs by 0.1"]);
    expect(said("X4", [dividend('settleDate="20250106"')])).toEqual(["X4 rate agrees"]);
    expect(said("X4", [dividend('settleDate="20250103"')])[0]).toMatch(/not reported: the rows do/);
  });
});

describe("summaries of performance", () => {
  const share = 'assetCategory="STK" conid="5" symbol="XYZ" currency="USD"';
  const sold = (model: string, id: number) =>
    `<Trade ${share} model="${model}" transactionID="${id}" reportDate="20250103" dateTime="20250103;10000${id}" quantity="1" tradePrice="3" proceeds="-3" ibCommission="-1" ibCommissionCurrency="USD" taxes="0" netCash="-4" closePrice="4" mtmPnl="1" fxRateToBase="1"/>`;
  const row = (model: string) =>
    `<MTMPerformanceSummaryUnderlying ${share} model="${model}" transactionMtm="1" priorOpenMtm="0" commissions="-1" other="0" total="0"/>`;
  const trades = `<Trades>${sold("A", 1)}${sold("B", 2)}</Trades>`;
  const held = (date: string, result: string) =>
    `<PriorPeriodPosition ${share} date="${date}" price="4" priorMtmPnl="${result}" fxRateToBase="1"/>`;

  test("that have a row for each model are one row", () => {
    const text = statementText(
      `${BASE}${trades}<MTMPerformanceSummaryInBase>${row("A")}${row("B")}</MTMPerformanceSummaryInBase><PriorPeriodPositions/>`,
    );
    expect(said("M1 M2", [text])).toEqual([
      "M1 total agrees",
      "M2 transactionMtm agrees",
      "M2 commissions agrees",
      "M2 priorOpenMtm agrees",
    ]);
  });

  test("are not compared with daily results that another statement lists for a part of the days", () => {
    const whole = statementText(
      `${BASE}${trades}<MTMPerformanceSummaryInBase>${row("")}</MTMPerformanceSummaryInBase>`,
    );
    const part = statementText(
      `${BASE}<PriorPeriodPositions>${held("20250130", "7")}</PriorPeriodPositions>`,
      { from: "20250130", generated: "20250202;040000" },
    );
    expect(said("M2", [whole], [part])).toContain(
      "M2 priorOpenMtm not reported: the statement has no section PriorPeriodPositions",
    );
  });

  test("a wrong daily result is a difference", () => {
    const text = statementText(
      `${BASE}${trades}<MTMPerformanceSummaryInBase>${row("")}</MTMPerformanceSummaryInBase><PriorPeriodPositions>${held("20250130", "7")}</PriorPeriodPositions>`,
    );
    expect(said("M2", [text])).toContain("M2 priorOpenMtm differs by 7");
  });
});

describe("orders beside executions", () => {
  const share = 'assetCategory="STK" conid="5" symbol="XYZ" currency="USD" ibOrderID="77"';
  const of = (day: string, units: string, id: string) =>
    `reportDate="${day}" dateTime="${day};100000" quantity="${units}" proceeds="-${units}" ibCommission="-1" transactionID="${id}"`;
  const filled = (orders: string) =>
    statementText(
      `${BASE}<Trades>${orders}<Trade ${share} levelOfDetail="EXECUTION" ${of("20250103", "3", "1")}/><Trade ${share} levelOfDetail="EXECUTION" ${of("20250106", "4", "2")}/></Trades>`,
    );
  const order = (day: string, units: string) =>
    `<Order ${share} levelOfDetail="ORDER" ${of(day, units, "")}/>`;

  test("an order that was filled on two days has a row for each", () => {
    expect(said("T8", [filled(order("20250103", "3") + order("20250106", "4"))])).toEqual([
      "T8 quantity agrees",
      "T8 proceeds agrees",
      "T8 ibCommission agrees",
    ]);
    expect(said("T8", [filled(order("20250103", "3") + order("20250106", "5"))])).toEqual([
      "T8 quantity differs by -1",
      "T8 proceeds differs by 1",
      "T8 ibCommission agrees",
    ]);
  });
});

describe("parts of an account", () => {
  const nav = (days: Record<string, string>, more = "") =>
    `<EquitySummaryInBase>${Object.entries(days)
      .map(
        ([day, total]) =>
          `<EquitySummaryByReportDateInBase reportDate="${day}" cash="${total}" total="${total}" ${more}/>`,
      )
      .join("")}</EquitySummaryInBase>`;
  const change = (starting: string, ending: string, more = "") =>
    `<ChangeInNAV startingValue="${starting}" endingValue="${ending}" ${more}/>`;
  const january = { from: "20250130" };

  test("a segment that was opened within the window is not in the change of the other", () => {
    const main = statementText(
      `${BASE}${nav({ "20250129": "100", "20250130": "100", "20250131": "100" })}${change("100", "100", 'twr="0"')}`,
      january,
    );
    const segment = statementText(
      `${nav({ "20250130": "0", "20250131": "10" })}${change("0", "10", 'twr="0"')}`,
      { from: "20250131", account: "U1F" },
    );
    const all = said("N2 R11", [main, segment]);
    expect(all).toContain("N2 startingValue agrees");
    expect(all.filter((one) => one.includes("differs"))).toEqual([]);
    expect(all.filter((one) => one.includes("not all segments"))).toHaveLength(5);
    const both = statementText(
      `${nav({ "20250129": "0", "20250130": "0", "20250131": "10" })}${change("0", "10", 'twr="0"')}`,
      { ...january, account: "U1F" },
    );
    expect(said("N2", [main, both])).toEqual(["N2 startingValue agrees", "N2 endingValue agrees"]);
    const wrong = both.replace('endingValue="10"', 'endingValue="11"');
    expect(said("N2", [main, wrong])[1]).toBe("N2 endingValue differs by -1");
  });

  test("models of an account add up, in the newest statement alone", () => {
    const cash = (model: string, ending: string) =>
      `<CashReportCurrency currency="USD" model="${model}" startingCash="0" deposits="${ending}" withdrawals="0" endingCash="${ending}"/>`;
    const texts = ["A", "B"].map((model) => change("0", "50", `model="${model}"`)).join("");
    const days = ["A", "B"].map((model) => nav({ "20250131": "50" }, `model="${model}"`));
    const inner = days.map((one) => one.replace(/<\/?EquitySummaryInBase>/g, "")).join("");
    const deposit =
      '<CashTransactions><CashTransaction type="Deposits/Withdrawals" currency="USD" amount="100" reportDate="20250131" transactionID="4" fxRateToBase="1"/></CashTransactions><Trades/>';
    const report = `<CashReport>${cash("A", "50")}${cash("B", "50")}</CashReport>`;
    const text = statementText(
      `${BASE}${texts}<EquitySummaryInBase>${inner}</EquitySummaryInBase>${deposit}${report}`,
      { from: "20250131" },
    );
    const older = text.replace("20250201;040000", "20250131;230000");
    for (const responses of [[[text]], [[older], [text]]])
      expect(said("N2 R7 C1 R6", ...responses)).toEqual([
        "R6 deposits agrees",
        "R7 endingCash agrees",
        "N2 startingValue not reported: no statement has the net asset value of 2025-01-30",
        "N2 endingValue agrees",
        "C1 endingCash agrees",
      ]);
  });
});

describe("rows that must add up in themselves", () => {
  const values = (more: string) =>
    `<ChangeInPositionValues><ChangeInPositionValue assetCategory="STK" currency="BASE_SUMMARY" priorPeriodValue="10" transactions="2" mtmPriorPeriodPositions="1" mtmTransactions="0" corporateActions="0" other="0" accountTransfers="0" endOfPeriodValue="14" ${more}/></ChangeInPositionValues>`;

  test("V1: every number of the row is a change, also of a name that is new", () => {
    expect(said("V1", [statementText(BASE + values('fresh="1"'))])).toEqual([
      "V1 endOfPeriodValue agrees",
    ]);
    const all =
      'linkingAdjustments="0" fxTranslationPnl="0" futurePriceAdjustments="0" settledCash="0"';
    expect(said("V1", [statementText(BASE + values(all))])).toEqual([
      "V1 endOfPeriodValue differs by -1",
    ]);
    expect(said("V1", [statementText(BASE + values(""))])[0]).toMatch(
      /not reported: the query does not export ChangeInPositionValue.linkingAdjustments/,
    );
  });

  const interest = (more: string) =>
    `<InterestAccruals><InterestAccrualsCurrency currency="EUR" startingAccrualBalance="1" interestAccrued="2" accrualReversal="-1" ${more}/></InterestAccruals>`;

  test("I1: without the column of translation a currency of its own can be summed up", () => {
    expect(said("I1", [statementText(BASE + interest('endingAccrualBalance="2"'))])).toEqual([
      "I1 endingAccrualBalance agrees",
    ]);
    expect(said("I1", [statementText(BASE + interest('endingAccrualBalance="3"'))])[0]).toMatch(
      /not reported: the query does not export InterestAccrualsCurrency.fxTranslation/,
    );
    const whole = interest('endingAccrualBalance="3" fxTranslation="0"');
    expect(said("I1", [statementText(BASE + whole)])).toEqual([
      "I1 endingAccrualBalance differs by -1",
    ]);
  });

  const lot = (element: string, more: string) =>
    `<${element} fxCurrency="EUR" functionalCurrency="USD" value="11" costBasis="-10" ${more}/>`;

  test("X1 to X3: movements that also close, lots by level, summaries of lots", () => {
    const moved = (codes: string, level: string) =>
      `<FxTransaction fxCurrency="EUR" functionalCurrency="USD" proceeds="10" cost="-7" realizedPL="3" code="${codes}" levelOfDetail="${level}"/>`;
    const rows = `<FxTransactions>${moved("C;O", "TRANSACTION")}${moved("C", "CLOSED_LOT")}</FxTransactions>`;
    expect(said("X1 X2", [statementText(BASE + rows)])).toEqual(["X2 realizedPL agrees"]);
    const held = (element: string) =>
      said("X3", [
        statementText(`${BASE}<FxPositions>${lot(element, 'unrealizedPL="2"')}</FxPositions>`),
      ])[0];
    expect(held("FxLot")).toBe("X3 unrealizedPL differs by -1");
    expect(held("FxPosition")).toMatch(/not reported: nobody has seen/);
  });

  test("C2: newer lines may not be split by segment at all", () => {
    const report = (line: string) =>
      said("C2", [
        statementText(
          `${BASE}<CashReport><CashReportCurrency currency="USD" startingCash="0" endingCash="0" ${line}="5" ${line}Sec="0" ${line}Com="0"/></CashReport>`,
        ),
      ])[0];
    expect(report("carbonCredits")).toMatch(/not reported: nobody has seen/);
    expect(report("dividends")).toBe("C2 dividends differs by -5");
  });
});

describe("N4: lines of the bridge of net asset value", () => {
  const cash = (line: string) =>
    `<CashReport><CashReportCurrency currency="BASE_SUMMARY" startingCash="0" ${line}="-5" endingCash="-5"/></CashReport>`;
  const compared = (line: string, bridge: string) =>
    said("N4", [
      statementText(
        `${BASE}<ChangeInNAV startingValue="0" endingValue="-5" ${bridge}/>${cash(line)}`,
      ),
    ]);

  test("that the query leaves out are not 0", () => {
    expect(compared("commissions", "")).toContain(
      "N4 commissions not reported: the query does not export ChangeInNAV.commissions",
    );
    expect(compared("commissions", 'commissions="0"')).toContain("N4 commissions differs by -5");
  });

  test("that nobody has seen differ from 0 are not held to the line of the same name", () => {
    expect(compared("transactionTax", 'transactionTax="-5"')).toContain("N4 transactionTax agrees");
    expect(compared("transactionTax", 'transactionTax="-4"')).toContain(
      "N4 transactionTax not reported: nobody has seen whether transactionTax holds all of that line of the cash report",
    );
  });
});

describe("closed lots", () => {
  const of = (conid: string, more: string) =>
    `assetCategory="STK" conid="${conid}" symbol="S${conid}" currency="USD" reportDate="20250103" dateTime="20250103;100000" ${more}`;
  const sale = of(
    "5",
    'openCloseIndicator="C" transactionID="1" quantity="-3" proceeds="9" netCash="9" cost="-6" fifoPnlRealized="3"',
  );
  const lot = (conid: string) =>
    `<Lot levelOfDetail="CLOSED_LOT" ${of(conid, 'openDateTime="20250102" quantity="3" cost="6" fifoPnlRealized="3"')}/>`;

  test("of another instrument do not belong to the trade that they follow", () => {
    const own = statementText(`${BASE}<Trades><Trade ${sale}/>${lot("5")}</Trades>`);
    expect(said("L1 L2", [own])).toEqual(["L1 cost agrees", "L2 fifoPnlRealized agrees"]);
    const strange = statementText(`${BASE}<Trades><Trade ${sale}/>${lot("5")}${lot("6")}</Trades>`);
    expect(said("L1 L2", [strange])).toEqual(["L1 cost agrees", "L2 fifoPnlRealized agrees"]);
  });
});
