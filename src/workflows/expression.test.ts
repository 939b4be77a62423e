import { describe, expect, test } from "vitest";
import { evaluate, filled, holds } from "./expression.ts";

const context = (success = true) => ({
  success,
  values: {
    github: { ref_name: "main", token: "t", event: { pull: { number: 7 } } },
    steps: { ready: { outputs: { ready: "true" } } },
    inputs: { force: false },
  },
});

const wrapped = (inner: string): string => `$\{{ ${inner} }}`;

test.each([
  ["github.ref_name", "main"],
  ["github.ref_name == 'MAIN'", true],
  ["steps.ready.outputs.ready == 'true' && inputs.force", false],
  ["steps.gone.outputs.exit", null],
  ["steps.gone.outputs.exit == ''", true],
  ["steps.gone.outputs.exit != '' || github.event.pull.number", 7],
  ["!(inputs.force) && !cancelled()", true],
  ["'it''s'", "it's"],
])("%s is %j", (source, value) => {
  expect(evaluate(source, context())).toBe(value);
});

test("texts are filled", () => {
  const text = `a ${wrapped("github.ref_name")} b ${wrapped("steps.gone.x")}c`;
  expect(filled(text, context())).toBe("a main b c");
});

describe("a condition", () => {
  test("asks for success unless it names a status itself", () => {
    expect(holds(undefined, context(false))).toBe(false);
    expect(holds("github.ref_name == 'main'", context(false))).toBe(false);
    const asking = wrapped("!cancelled() && github.ref_name == 'main'");
    expect(holds(asking, context(false))).toBe(true);
  });
});

test.each([
  "contains(github.ref_name, 'a')",
  "github.event",
  "nothing.x",
  "a b",
  "1 + 1",
  "github[0]",
])("%s is refused", (source) => {
  expect(() => evaluate(source, context())).toThrow();
});
