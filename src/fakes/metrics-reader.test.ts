import { expect, test } from "vitest";
import { readMetrics } from "./metrics-reader.ts";

const TYPE = "# TYPE a gauge\n";

test("reads names, labels and values", () => {
  const text = `# HELP a What it is.\n${TYPE}a{x="1",y="q\\"b\\\\n\\n{,} "} -0.5\na 12\n# TYPE b counter\nb 1\n`;
  expect(readMetrics(text)).toEqual([
    { name: "a", labels: { x: "1", y: 'q"b\\n\n{,} ' }, value: "-0.5" },
    { name: "a", labels: {}, value: "12" },
    { name: "b", labels: {}, value: "1" },
  ]);
  expect(readMetrics("")).toEqual([]);
});

test.each([
  ["no line feed at the end", `${TYPE}a 1`, "does not end"],
  ["a timestamp", `${TYPE}a 1 1790000000000\n`, "line 2: a timestamp"],
  ["a series twice", `${TYPE}a{x="1"} 1\na{x="1"} 2\n`, "line 3: a series twice"],
  [
    "a series twice, labels in another order",
    `${TYPE}a{x="1",y="2"} 1\na{y="2",x="1"} 1\n`,
    "twice",
  ],
  ["two types", `${TYPE}# TYPE a counter\na 1\n`, "a second TYPE"],
  ["a sample without a type", "a 1\n", "has no type"],
  ["a type that is none", "# TYPE a number\na 1\n", "no type"],
  ["families that are mixed", `${TYPE}a 1\n# TYPE b gauge\nb 1\na{x="1"} 1\n`, "goes on"],
  ["a value that is not finite", `${TYPE}a NaN\n`, "no plain finite"],
  ["an exponent", `${TYPE}a 1e-7\n`, "no plain finite"],
  ["a thousands separator", `${TYPE}a 1,000\n`, "no plain finite"],
  ["no value", `${TYPE}a\n`, "no plain finite"],
  ["a quote that is not escaped", `${TYPE}a{x="a"b"} 1\n`, "labels"],
  ["a backslash that escapes nothing", `${TYPE}a{x="a\\d"} 1\n`, "labels"],
  ["a line feed within a label", `${TYPE}a{x="a\nb"} 1\n`, "labels"],
  ["a label twice", `${TYPE}a{x="1",x="2"} 1\n`, "twice"],
  ["a name that is none", `${TYPE}1a 1\n`, "no name"],
  ["an empty line", `${TYPE}\na 1\n`, "empty"],
])("refuses %s", (_, text, why) => {
  expect(() => readMetrics(text)).toThrow(why);
});
