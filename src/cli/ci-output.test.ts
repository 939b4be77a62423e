/** What the service reads in our log. */
import { describe, expect, test } from "vitest";
import { annotationText } from "./ci-annotations.ts";
import { command } from "./ci-output.ts";

describe("workflow commands", () => {
  test("escape what has a meaning in them", () => {
    expect(command("error", "50 %\r\nmore: a,b", { file: "a:b,c%.yml", line: 3 })).toBe(
      "::error file=a%3Ab%2Cc%25.yml,line=3::50 %25%0D%0Amore: a,b",
    );
    expect(command("notice", "::warning::x")).toBe("::notice::::warning::x");
  });

  test("diagnostics stand beside their lines", () => {
    const text = annotationText([
      {
        code: "settings/invalid",
        message: "lots.method: wrong",
        at: [{ file: "lotbook.yml", line: 7 }],
        hint: "mend it",
      },
      { code: "store/empty", message: "nothing here", at: [] },
      { code: "flex/not-compared", message: "unused", at: [{ file: "data/a.xml", line: 1 }] },
    ]);
    expect(text.split("\n")).toEqual([
      "::error file=lotbook.yml,line=7,title=settings/invalid::lots.method: wrong%0Ahint: mend it",
      "::warning title=store/empty::nothing here",
      "::notice file=data/a.xml,line=1,title=flex/not-compared::unused",
    ]);
  });
});
