/** Hides the events of the page that do not match what was chosen, and says how many are left. */
const form = document.querySelector<HTMLFormElement>(".filters");
const rows = [...document.querySelectorAll<HTMLElement>("[data-events] tbody tr")];
const output = form?.querySelector("output");

function apply(): void {
  if (form === null) return;
  const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
  let left = 0;
  for (const row of rows) {
    const shown = chosen.every(([name, value]) => {
      const own = row.dataset[name] ?? "";
      return name === "currency" ? own.split(" ").includes(String(value)) : own === value;
    });
    row.hidden = !shown;
    if (shown) left++;
  }
  if (output !== null && output !== undefined)
    output.textContent = chosen.length === 0 ? "" : `${left} of ${rows.length}`;
}

form?.addEventListener("change", apply);
/** A link to an event that a filter hides shows everything again. */
addEventListener("hashchange", () => {
  if (form === null || document.querySelector(":target")?.hasAttribute("hidden") !== true) return;
  form.reset();
  apply();
  document.querySelector(":target")?.scrollIntoView();
});
apply();

export {};
