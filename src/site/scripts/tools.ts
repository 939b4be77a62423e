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

name();
export {};
