/** Raw lines as markup: numbers that are anchors, attribute names marked, values as received. */
const SIGNS = /[&<>"]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

export const escaped = (text: string): string =>
  text.replace(SIGNS, (sign) => ENTITIES[sign] ?? sign);

/** What a line became, as a link at its end. */
export interface LineLink {
  readonly href: string;
  readonly text: string;
}

/** Text between tags, where quotes stand for themselves. */
const content = (text: string): string => text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);

/** A raw line with its attribute names in `<b>`. Everything is escaped; nothing is added to or taken from the text. */
export function lineMarkup(text: string): string {
  if (!text.includes("=")) return content(text);
  let markup = "";
  let done = 0;
  for (const match of text.matchAll(/(?<=\s)[\w:-]+(?=\s*=\s*["'])/g)) {
    markup += `${content(text.slice(done, match.index))}<b>${match[0]}</b>`;
    done = match.index + match[0].length;
  }
  return markup + content(text.slice(done));
}

/** One line of the file as an item of a list. */
export function lineItem(number: number, text: string, link: LineLink | undefined): string {
  const to =
    link === undefined
      ? ""
      : `<a class="ev" href="${escaped(link.href)}">${escaped(link.text)}</a>`;
  return `<li id="L${number}"><a href="#L${number}">${number}</a><code>${lineMarkup(text)}</code>${to}</li>`;
}
