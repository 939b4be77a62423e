/** What a corporate action is on, where no leg says so. */
import { expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import { ACCOUNT, inputOf, responseText, statementText } from "../fakes/responses.ts";
import { readEvents } from "../pipeline.ts";

/** The parent of the one action of a statement that lists XYZ (conid 1) as held. */
function parentOf(
  type: string,
  text: string,
  legs: readonly (readonly [conid: string, quantity: string])[],
) {
  const rows = legs.map(
    ([conid, quantity], index) =>
      `<CorporateAction accountId="U1" assetCategory="STK" conid="${conid}" symbol="C${conid}" currency="USD" type="${type}" actionID="9" actionDescription="${text}" reportDate="20250103" dateTime="20250103;202500" quantity="${quantity}" proceeds="0" value="0" transactionID="7${index}"/>`,
  );
  const sections = `${ACCOUNT}<SecuritiesInfo><SecurityInfo assetCategory="STK" conid="1" symbol="XYZ" isin="US0000000001" currency="USD"/></SecuritiesInfo><CorporateActions>${rows.join("")}</CorporateActions>`;
  const input = inputOf(responseText(statementText(sections)));
  const { mapped } = readEvents({ ...input, settings: defaultSettings() });
  return mapped.events.flatMap((one) => (one.kind === "corporate-action" ? [one.parent] : []));
}

const SPIN_OFF = "XYZ(US0000000001) SPINOFF 1 FOR 10 (C2, C2 INC, US0000000002)";

test("a spin-off is on what its text begins with, of a long and of a short position", () => {
  expect(parentOf("SO", SPIN_OFF, [["2", "10"]])).toEqual(["1"]);
  expect(parentOf("SO", SPIN_OFF, [["2", "-10"]])).toEqual(["1"]);
});

test("legs that go say themselves what the action is on", () => {
  const merger =
    "XYZ(US0000000001) MERGED(Acquisition) FOR US0000000002 1 FOR 2 (C1, X, US0000000001)";
  expect(
    parentOf("TC", merger, [
      ["1", "-10"],
      ["2", "5"],
    ]),
  ).toEqual([null]);
  expect(parentOf("DW", "XYZ(US0000000001) DELISTED (C3, X, US3)", [["3", "-10"]])).toEqual([null]);
});
