/** Units that are transferred, and their signs. */
import { expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import { ACCOUNT, inputOf, responseText, statementText } from "../fakes/responses.ts";
import { readEvents } from "../pipeline.ts";

const JUNE = { from: "20250601", to: "20250630", generated: "20250701;040000" };

function unitsOf(assetCategory: string, direction: string, quantity: string): string[] {
  const sections = `${ACCOUNT}<Transfers><Transfer accountId="U1" currency="USD" assetCategory="${assetCategory}" conid="7" symbol="XYZ" type="ACATS" reportDate="20250610" direction="${direction}" quantity="${quantity}" transferPrice="3" cashTransfer="0" transactionID="1"/></Transfers>`;
  const input = inputOf(responseText(statementText(sections, JUNE)));
  const { mapped } = readEvents({ ...input, settings: defaultSettings() });
  return mapped.events.flatMap((event) =>
    event.kind === "transfer" ? [event.quantity.toString()] : [],
  );
}

test.each([
  ["shares that come in", "STK", "IN", "5", "5"],
  ["shares that go out", "STK", "OUT", "-5", "-5"],
  ["shares that go out, without a sign", "STK", "OUT", "5", "-5"],
  ["a short option that comes in", "OPT", "IN", "-2", "-2"],
  ["a short option that goes out", "OPT", "OUT", "2", "2"],
  ["a long option that goes out", "OPT", "OUT", "-2", "-2"],
])("%s", (_, category, direction, quantity, units) => {
  expect(unitsOf(category, direction, quantity)).toEqual([units]);
});
