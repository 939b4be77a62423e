import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { readToken, Token } from "./token.ts";

const TOKEN = `7/4+1&3=1%20 6#ü"<'`;

describe("a token", () => {
  const token = new Token(` ${TOKEN}\n`);

  test("shows nowhere but where it is revealed", () => {
    expect(token.reveal()).toBe(TOKEN);
    for (const text of [
      `${token}`,
      JSON.stringify({ token }),
      inspect({ token }),
      inspect(new Error("x", { cause: token })),
    ])
      expect(text).not.toContain("7/4");
  });

  // As other programs write it: Python's quote with and without safe characters, html.escape, an XML attribute that
  // leaves the apostrophe alone, PHP's JSON, a script's escapes, a URL's query, base64.
  test.each([
    TOKEN,
    TOKEN.toUpperCase(),
    "7/4%2B1%263%3D1%2520%206%23%C3%BC%22%3C%27",
    "7%2f4%2b1%263%3d1%2520%206%23%c3%bc%22%3c%27",
    "7%2F4%2B1%263%3D1%2520+6%23%C3%BC%22%3C%27",
    "7%252F4%252B1%25263%253D1%252520%25206%2523%25C3%25BC%2522%253C%2527",
    "7/4+1&amp;3=1%20 6#ü&quot;&lt;&#x27;",
    "7/4+1&amp;3=1%20 6#ü&quot;&lt;'",
    "7/4+1&#38;3=1%20 6#&#252;&#34;&#60;&#39;",
    "7\\/4+1&3=1%20 6#\\u00fc\\\"<'",
    "7/4+1\\x263=1%20 6#ü\\x22<'",
    "7/4+1&3=1%20%206#%C3%BC%22%3C%27",
    Buffer.from(TOKEN).toString("base64"),
    Buffer.from(TOKEN).toString("base64url"),
  ])("is masked, and found, as %s", (form) => {
    expect(token.mask(`before ${form} after`)).toMatch(/^before •••=* after$/);
    expect(token.isIn(Buffer.from(`<a b="${form}"/>`))).toBe(true);
  });

  test("a few digits are not taken for the token in a statement", () => {
    expect(new Token("1234567").isIn(Buffer.from('accountId="U1234567"'))).toBe(false);
    expect(new Token("123456789012345678").isIn(Buffer.from('note="123456789012345678"'))).toBe(
      true,
    );
  });
});

describe("reading it", () => {
  test.each([
    [{ IBKR_FLEX_TOKEN: "1" }, true],
    [{ IBKR_FLEX_TOKEN: " ", IBKR_FLEX_TOKEN_FILE: "package.json" }, true],
    [{ IBKR_FLEX_TOKEN: " \n" }, false],
    [{}, false],
    [{ IBKR_FLEX_TOKEN_FILE: "/nowhere/token" }, false],
    [{ IBKR_FLEX_TOKEN: "1", NODE_DEBUG: "http,undici" }, false],
    [{ IBKR_FLEX_TOKEN: "1", NODE_DEBUG: "fetch" }, false],
  ])("%o", (env, usable) => {
    const read = readToken(env);
    expect(read instanceof Token).toBe(usable);
  });
});
