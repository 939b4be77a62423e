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

  test.each([
    TOKEN,
    encodeURIComponent(TOKEN),
    encodeURIComponent(TOKEN).toLowerCase(),
    encodeURIComponent(encodeURIComponent(TOKEN)),
    encodeURI(TOKEN),
    new URLSearchParams({ t: TOKEN }).toString().slice(2),
    TOKEN.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
    JSON.stringify(TOKEN).slice(1, -1),
    TOKEN.toUpperCase(),
  ])("is masked, and found, as %s", (form) => {
    expect(token.mask(`before ${form} after`)).toBe("before ••• after");
    if (form !== TOKEN.toUpperCase())
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
    [{ IBKR_FLEX_TOKEN: "1", NODE_DEBUG: "*" }, false],
  ])("%o", (env, usable) => {
    const read = readToken(env);
    expect(read instanceof Token).toBe(usable);
  });
});
