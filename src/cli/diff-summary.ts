/** What differs between two builds, as Markdown for the summary of a job: counts, ids and places, never an amount. */
import { withoutAccountNumbers } from "../core/privacy.ts";
import type { DiffJson } from "../exports/diff.ts";
import { groups, headline } from "../exports/diff-words.ts";
import { counted } from "./text.ts";

const FIGURES = 10;

/** The summary. More people may read it than the repository, so it says where to look, not what stands there. */
export function diffMarkdown(diff: DiffJson): string {
  const parts = [
    `## Figures, ${code(diff.before.name)} → ${code(diff.after.name)}`,
    [...headline(diff), ...diff.remarks].map((line) => `- ${line}`).join("\n"),
    ...groups(diff, false).map(({ because, moves }) => {
      const more = moves.length - FIGURES;
      const ids = moves.slice(0, FIGURES).map(({ figure }) => `- ${code(figure)}`);
      return [
        `**${counted(moves.length, "past figure")} moved, ${because}**\n`,
        ...ids,
        ...(more > 0 ? [`- and ${more} more`] : []),
      ].join("\n");
    }),
    ...(diff.moved.length === 0 ? [] : ["`lotbook diff` prints the amounts."]),
  ];
  return withoutAccountNumbers(parts.join("\n\n"));
}

const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;
