/** Follows every internal link of a built site without a browser: does the page exist, does the anchor? */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Site } from "./built.ts";

const decoded = (text: string): string =>
  text
    .replaceAll("&#38;", "&")
    .replaceAll("&amp;", "&")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");

/** Links that lead nowhere, as `page → link`; and ids that occur twice on a page. */
export function brokenLinks({ folder, files }: Site): readonly string[] {
  const pages = new Map(
    files
      .filter((file) => file.endsWith(".html"))
      .map(
        (file) =>
          [
            `/${file}`.replace(/index\.html$/, ""),
            readFileSync(join(folder, file), "utf8"),
          ] as const,
      ),
  );
  const others = new Set(files.map((file) => `/${file}`));
  const anchors = new Map<string, ReadonlySet<string>>();
  const broken = new Set<string>();
  for (const [page, html] of pages) {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => decoded(match[1] ?? ""));
    anchors.set(page, new Set(ids));
    for (const [index, id] of ids.entries())
      if (index > 0 && ids.indexOf(id) !== index && ids.length < 3000)
        broken.add(`${page} has ${id} twice`);
  }
  for (const [page, html] of pages)
    for (const [, raw = ""] of html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)) {
      const link = decoded(raw);
      if (/^[a-z]+:/.test(link)) continue;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : path;
      const ids = anchors.get(target);
      // The lines of a very large file are fetched by a script.
      if (/^L\d+$/.test(anchor ?? "") && (pages.get(target)?.includes("data-large") ?? false))
        continue;
      if (
        ids === undefined
          ? !others.has(target)
          : anchor !== undefined && anchor !== "" && !ids.has(decodeURIComponent(anchor))
      )
        broken.add(`${page} → ${link}`);
    }
  return [...broken];
}
