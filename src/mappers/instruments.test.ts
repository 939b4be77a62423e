/** What the rows of a statement say of an option, put together. */
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import type { Instrument } from "../events/instrument.ts";
import { ACCOUNT, inputOf, responseText, statementText } from "../fakes/responses.ts";
import { readEvents } from "../pipeline.ts";

/** Events, instruments and assertions of one statement with these sections. */
function mappedOf(sections: string) {
  const input = inputOf(responseText(statementText(`${ACCOUNT}${sections}`)));
  return readEvents({ ...input, settings: defaultSettings() }).mapped;
}

/** `put 400 2025-06-20 on 272093 MSFT, root MSFT, × 100`, for short. */
function told({ option, multiplier }: Instrument): string {
  if (option === null) return `unknown, × ${multiplier}`;
  const { right, strike, expiry, underlying, underlyingSymbol, root, isAdjusted } = option;
  return `${right} ${strike} ${expiry} on ${underlying} ${underlyingSymbol || "?"}, root ${root || "?"}${isAdjusted ? ", adjusted" : ""}, × ${multiplier}`;
}

function optionIn(sections: string): string {
  const found = [...mappedOf(sections).instruments.values()].filter(({ id }) => id !== "272093");
  return found.map(told).join("; ");
}

const held = (attributes: string): string =>
  `<OpenPositions><OpenPosition reportDate="20250131" position="-1" markPrice="1" ${attributes}/></OpenPositions>`;
const traded = (attributes: string): string =>
  `<Trades><Trade tradeDate="20250103" reportDate="20250103" dateTime="20250103;100000" transactionID="1" quantity="-1" tradePrice="3" proceeds="300" ${attributes}/></Trades>`;
const securities = (attributes: string): string =>
  `<SecuritiesInfo><SecurityInfo ${attributes}/></SecuritiesInfo>`;
const eae = (attributes: string): string =>
  `<OptionEAE><OptionEAE date="2025-01-31" transactionType="Expiration" quantity="1" ${attributes}/></OptionEAE>`;

const msft = 'assetCategory="OPT" conid="7" currency="USD"';
const occ = 'symbol="MSFT  250620P00400000"';
const described = 'description="MSFT 20JUN25 400 P"';

describe("an option's terms", () => {
  test("are attributes where rows have them", () => {
    const all = `${msft} symbol="M" strike="390" expiry="2025-06-27" putCall="C" underlyingConid="272093" underlyingSymbol="MSFT" multiplier="100"`;
    expect(optionIn(held(all))).toBe("call 390 2025-06-27 on 272093 MSFT, root ?, × 100");
    expect(optionIn(held(all.replace('symbol="M"', occ)))).toBe(
      "call 390 2025-06-27 on 272093 MSFT, root MSFT, × 100",
    );
  });

  test("come from the symbol or from the description where they have none", () => {
    expect(optionIn(held(`${msft} ${occ}`))).toBe("put 400 2025-06-20 on null ?, root MSFT, × 100");
    expect(optionIn(held(`${msft} symbol="M" ${described} multiplier="100"`))).toBe(
      "put 400 2025-06-20 on null MSFT, root ?, × 100",
    );
    expect(
      optionIn(held(`${msft} symbol="SPXW  221230C03860000" description="SPX 30DEC22 3860 C"`)),
    ).toBe("call 3860 2022-12-30 on null SPX, root SPXW, × 100");
  });

  test("are put together from rows of several sections, in whichever order they come", () => {
    const parts = [
      held(`${msft} ${occ} strike="400"`),
      traded(`${msft} ${occ} multiplier="100"`),
      eae(`${msft} ${occ} underlyingConid="272093"`),
      securities(`${msft} ${occ} underlyingSymbol="MSFT"`),
    ];
    const expected = "put 400 2025-06-20 on 272093 MSFT, root MSFT, × 100";
    expect(optionIn(parts.join(""))).toBe(expected);
    expect(optionIn(parts.toReversed().join(""))).toBe(expected);
  });

  test("take 0 and blanks for what they are, and any attribute before any spelling", () => {
    const placeholder = `${msft} ${occ} strike="0" expiry="" putCall="" underlyingConid="0" underlyingSymbol=""`;
    expect(optionIn(held(placeholder))).toBe("put 400 2025-06-20 on null ?, root MSFT, × 100");
    expect(optionIn(held(placeholder) + traded(`${msft} ${occ} strike="405"`))).toBe(
      "put 405 2025-06-20 on null ?, root MSFT, × 100",
    );
  });

  test("are unknown as a whole where one of them is", () => {
    const future = 'assetCategory="FOP" conid="9" currency="USD" symbol="CHUF6 C1290"';
    expect(optionIn(held(future))).toBe("unknown, × 1");
    expect(optionIn(held(`${future} expiry="20260109"`))).toBe("unknown, × 1");
    expect(optionIn(held(`${future} expiry="20260109" strike="1.29" multiplier="125000"`))).toBe(
      "call 1.29 2026-01-09 on null ?, root CHU, × 125000",
    );
    expect(optionIn(held(`${future} description="CHF 09JAN26 1.29 C"`))).toBe(
      "call 1.29 2026-01-09 on null ?, root CHU, × 1",
    );
  });

  test("of a warrant without a right are those of its description", () => {
    const warrant = `assetCategory="WAR" conid="8" currency="EUR" symbol="HG51EM" description="AZO 17JAN24 2600 C" strike="2600" expiry="20240117" putCall="" underlyingConid="4750" underlyingSymbol="AZO" multiplier="1"`;
    expect(optionIn(held(warrant))).toBe("call 2600 2024-01-17 on 4750 AZO, root ?, × 1");
  });

  test("tell of an adjusted contract, whose multiplier is not guessed", () => {
    const adjusted = `${msft} symbol="ABC1  240119C00050000" description="ABC1 19JAN24 50 C"`;
    expect(optionIn(held(adjusted))).toBe("call 50 2024-01-19 on null ?, root ABC1, adjusted, × 1");
    expect(optionIn(held(`${msft} symbol="SPY7  240119C00450000"`))).toBe(
      "call 450 2024-01-19 on null ?, root SPY7, × 10",
    );
  });

  test("are none for shares, whatever their rows say", () => {
    const share = `assetCategory="STK" conid="5" symbol="MSFT" currency="USD" strike="1" expiry="20250620" putCall="C"`;
    expect(optionIn(held(share))).toBe("unknown, × 1");
  });
});

describe("the row of a trade", () => {
  const trade = (sections: string) => {
    const [found] = mappedOf(sections).assertions.filter(({ kind }) => kind === "trade");
    return found?.kind === "trade" ? found : null;
  };

  test("has strike and underlying from other rows of its option where it does not say", () => {
    const own = traded(`${msft} symbol="M"`);
    const other = securities(
      `${msft} symbol="M" strike="400" expiry="20250620" putCall="P" underlyingConid="272093"`,
    );
    expect(trade(own + other)).toMatchObject({ underlying: "272093" });
    expect(`${trade(own + other)?.strike}`).toBe("400");
    expect(trade(own)).toMatchObject({
      underlying: "",
      strike: { unknown: "the query does not export Trade.strike" },
    });
  });

  test("has its own before theirs", () => {
    const own = traded(`${msft} ${occ} strike="410" underlyingConid="11"`);
    const other = securities(`${msft} ${occ} strike="400" underlyingConid="272093"`);
    expect(trade(own + other)).toMatchObject({ underlying: "11" });
    expect(`${trade(own + other)?.strike}`).toBe("410");
  });
});

describe("the mark of a position", () => {
  const marks = (attributes: string) =>
    mappedOf(
      `<OpenPositions><OpenPosition reportDate="20250131" position="2" ${msft} ${occ} ${attributes}/></OpenPositions>`,
    ).prices.map(({ date, price }) => `${date} ${price}`);

  test("is a price of zero where the row values the position at zero", () => {
    expect(marks('markPrice="0" positionValue="0"')).toEqual(["2025-01-31 0"]);
  });

  test("is no price where zero has no value beside it", () => {
    expect(marks('markPrice="0"')).toEqual([]);
    expect(marks('markPrice="0" positionValue="30"')).toEqual([]);
    expect(marks('markPrice="15" positionValue="3000"')).toEqual(["2025-01-31 15"]);
  });
});
