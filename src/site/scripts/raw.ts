/**
 * The raw file page with scripts on: the line that the address names as a table of attributes; for a file that is too
 * large for pages, the lines around it, fetched as a part of the masked copy.
 */
import { lineItem } from "../raw/markup.ts";

interface Large {
  readonly url: string;
  readonly step: number;
  readonly offsets: readonly number[];
}

/** Stands below the marked line. */
const says = document.createElement("li");
says.className = "says";
const list = document.querySelector<HTMLElement>("[data-large]");
const index = document.querySelector("[data-index]")?.textContent;

const wanted = (): number | null => {
  const match = /^#L(\d+)$/.exec(location.hash);
  return match?.[1] === undefined ? null : Number(match[1]);
};

/** What attributes mean, by name; empty until fetched, and where that fails: the values stand without it. */
let meanings: Readonly<Record<string, string>> = {};

async function learn(): Promise<void> {
  const url = document.querySelector<HTMLElement>("[data-meanings]")?.dataset["meanings"];
  if (url === undefined || Object.keys(meanings).length > 0) return;
  const answer = await fetch(url).catch(() => undefined);
  if (answer?.ok) meanings = await answer.json();
}

/** The attributes of the marked line, as received, with what they mean. */
function tell(): void {
  const line = wanted();
  const row = line === null ? null : document.querySelector(`#L${line}`);
  const text = row?.querySelector("code")?.textContent ?? "";
  const element = /^\s*<([\w:-]+)/.exec(text)?.[1];
  const attributes = [...text.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  says.remove();
  if (row === null || element === undefined || attributes.length === 0) return;
  const heading = document.createElement("h2");
  heading.textContent = `Line ${line}: ${element}`;
  const count = document.createElement("p");
  count.textContent = `${attributes.length} attributes, as received`;
  const header = document.createElement("header");
  header.append(heading, count);
  const facts = document.createElement("dl");
  facts.className = "attributes";
  const empty: string[] = [];
  for (const [, name = "", double, single] of attributes) {
    const received = double ?? single ?? "";
    if (received === "") empty.push(name);
    else facts.append(factOf(name, received, meanings[name]));
  }
  const rest = document.createElement("p");
  rest.textContent = empty.length === 0 ? "" : `Empty: ${empty.join(", ")}`;
  says.replaceChildren(header, facts, rest);
  row.after(says);
}

function factOf(name: string, received: string, meaning: string | undefined): HTMLElement {
  const pair = document.createElement("div");
  const [term, value] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  value.textContent = received;
  pair.append(term, value);
  if (meaning === undefined) return pair;
  const means = document.createElement("dd");
  means.className = "means";
  means.textContent = meaning;
  pair.append(means);
  return pair;
}

async function load({ url, step, offsets }: Large, line: number): Promise<void> {
  if (list === null) return;
  const block = Math.max(0, Math.min(offsets.length - 2, Math.floor((line - 1) / step)));
  const [from, to] = [Math.max(0, block - 1), Math.min(offsets.length - 1, block + 2)];
  const [start = 0, end = 0] = [offsets[from], offsets[to]];
  const answer = await fetch(url, { headers: { Range: `bytes=${start}-${end - 1}` } });
  const bytes = await answer.arrayBuffer();
  const part = answer.status === 206 ? bytes : bytes.slice(start, end);
  const lines = new TextDecoder()
    .decode(part)
    .replace(/\r?\n$/, "")
    .split("\n");
  list.innerHTML = lines
    .map((text, at) => lineItem(from * step + 1 + at, text, undefined))
    .join("");
}

async function show(): Promise<void> {
  const line = wanted();
  if (index !== undefined && index !== null) {
    await load(JSON.parse(index), line ?? 1);
    // Elements that arrive late are no target of the address: go there again.
    const row = document.querySelector<HTMLElement>(`#L${line}`);
    for (const other of document.querySelectorAll(".here")) other.classList.remove("here");
    row?.classList.add("here");
    row?.scrollIntoView({ block: "center" });
  }
  if (line !== null) await learn();
  tell();
}

addEventListener("hashchange", show);
void show();
