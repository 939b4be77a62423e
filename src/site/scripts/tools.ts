/** The two buttons of the top bar: light or dark, and hidden amounts. Both are remembered where storage is allowed. */
const root = document.documentElement;

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`lotbook:${key}`, value);
  } catch {
    // Storage is off: the choice holds for this page.
  }
}

const isDark = (): boolean =>
  root.dataset["theme"] === "dark" ||
  (root.dataset["theme"] === undefined && matchMedia("(prefers-color-scheme: dark)").matches);

const theme = document.querySelector<HTMLButtonElement>("[data-tool=theme]");
const amounts = document.querySelector<HTMLButtonElement>("[data-tool=amounts]");

function name(): void {
  theme?.setAttribute("aria-label", isDark() ? "Switch to light" : "Switch to dark");
  amounts?.setAttribute("aria-pressed", String(root.dataset["amounts"] === "hidden"));
}

theme?.addEventListener("click", () => {
  root.dataset["theme"] = isDark() ? "light" : "dark";
  remember("theme", root.dataset["theme"]);
  name();
  document.dispatchEvent(new Event("lotbook:look"));
});

amounts?.addEventListener("click", () => {
  const hidden = root.dataset["amounts"] !== "hidden";
  root.dataset["amounts"] = hidden ? "hidden" : "shown";
  remember("amounts", root.dataset["amounts"]);
  name();
  document.dispatchEvent(new Event("lotbook:look"));
});

/** A link into something folded opens it, also in browsers that do not do so themselves. */
function reveal(): void {
  const target =
    location.hash === ""
      ? null
      : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let opened = false;
  for (let inside = target?.parentElement; inside; inside = inside.parentElement) {
    if (!(inside instanceof HTMLDetailsElement) || inside.open) continue;
    inside.open = true;
    opened = true;
  }
  if (opened) target?.scrollIntoView();
}

name();
reveal();
addEventListener("hashchange", reveal);

export {};
