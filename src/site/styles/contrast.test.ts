/** Measures the colours that are shipped: WCAG contrast of text and marks on every background they stand on. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync("src/site/styles/tokens.css", "utf8");

function tokensAfter(start: string): Record<string, string> {
  const block = /\{([^{}]*)\}/.exec(css.slice(css.indexOf(start)))?.[1] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map((match) => [
      match[1] ?? "",
      match[2] ?? "",
    ]),
  );
}

const schemes = {
  light: tokensAfter("/* tokens: light */"),
  dark: tokensAfter("/* tokens: dark */"),
};
const bySystem = tokensAfter("@media (prefers-color-scheme: dark) {\n");

const channel = (hex: string, at: number): number => {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const luminance = (hex: string): number =>
  0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

const TEXT = [
  "ink",
  "muted",
  "link",
  "gain",
  "loss",
  "agrees",
  "explained",
  "unexplained",
  "unknown",
  "provisional",
];
const MARKS = [
  "control",
  "focus",
  "agrees-mark",
  "c1",
  "c2",
  "c3",
  "c4",
  "c5",
  "c6",
  "c7",
  "c8",
  "pos",
  "neg",
];
const WASHES = ["agrees", "explained", "unexplained", "unknown", "provisional"];

describe.each(Object.entries(schemes))("colours, %s", (_, tokens) => {
  const of = (name: string): string => tokens[name] ?? "";

  test.each(TEXT)("text in --%s is legible on paper, panels and raised rows", (name) => {
    for (const ground of ["page", "surface", "raised"])
      expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(WASHES)("text on the wash of --%s is legible", (name) => {
    for (const ink of [name, "ink", "muted"])
      expect(contrast(of(ink), of(`${name}-wash`))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKS)("marks in --%s stand out", (name) => {
    for (const ground of ["page", "surface"])
      expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(3);
  });

  test("the demo ribbon is legible", () => {
    expect(contrast(of("demo"), of("demo-wash"))).toBeGreaterThanOrEqual(4.5);
  });
});

test("dark by choice and dark by system are the same", () => {
  expect(bySystem).toEqual(schemes.dark);
});
