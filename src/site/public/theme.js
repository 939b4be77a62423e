// Runs before the first paint: scripts are on, and what the reader chose last time.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("lotbook:theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    if (localStorage.getItem("lotbook:amounts") === "hidden") root.dataset.amounts = "hidden";
  } catch {
    // Storage is off: nothing was chosen.
  }
})();
