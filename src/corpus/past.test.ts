/** The property of the corpus tests over the repository's own case of restatements, statement by statement. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportOfBytes } from "./files.ts";
import { moves, unaccounted } from "./past.ts";

const DATA = "fixtures/cases/restated-later/data";
const files = readdirSync(DATA)
  .sort()
  .map((path) => ({ path, bytes: readFileSync(join(DATA, path)) }));

test("no figure of the past moves without an entry in the log", () => {
  const reports = files.map((_, index) => reportOfBytes(files.slice(0, index + 1)));
  const [one, two, three] = reports;
  if (one === undefined || two === undefined || three === undefined) throw new Error("three files");
  expect(unaccounted(one, two)).toEqual([]);
  expect(moves(one, two).map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      "nav/account-1/2025-03-04/total",
      "daily/account-1/2025-03-04/1001/income",
      "cash/account-1/EUR/2025-03-03",
      "cash/account-1/USD/2025-03-03",
      "held/account-1/1001/2025-03-04/quantity",
      "held/account-1/1001/2025-03-04/basis",
    ]),
  );
  expect(moves(two, three)).toEqual([]);
  expect(unaccounted(one, { ...two, restatements: [] })).toEqual(
    moves(one, two).map(({ id }) => id),
  );
});
