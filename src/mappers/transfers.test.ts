/** Units that are transferred, and their signs. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import type { IsoDateTime } from "../core/dates.ts";
import { readEvents } from "../pipeline.ts";

function unitsOf(assetCategory: string, direction: string, quantity: string): string[] {
  const bytes = Buffer.from(
    `<FlexQueryResponse queryName="q" type="AF"><FlexStatements count="1">
<FlexStatement accountId="U1" fromDate="20250601" toDate="20250630" period="" whenGenerated="20250701;040000"><AccountInformation accountId="U1" currency="USD"/><Transfers><Transfer accountId="U1" currency="USD" assetCategory="${assetCategory}" conid="7" symbol="XYZ" type="ACATS" reportDate="20250610" direction="${direction}" quantity="${quantity}" transferPrice="3" cashTransfer="0" transactionID="1"/></Transfers></FlexStatement>
</FlexStatements></FlexQueryResponse>`,
  );
  const { mapped } = readEvents({
    files: [
      { path: "data/1.xml", bytes, sha256: createHash("sha256").update(bytes).digest("hex") },
    ],
    settings: defaultSettings(),
    runs: [],
    waivers: [],
    decisions: [],
    demo: false,
    diagnostics: [],
    now: "2025-07-02T08:00:00" as IsoDateTime,
  });
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
