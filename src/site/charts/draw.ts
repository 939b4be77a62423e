/** Draws the value chart with Chart.js, in the colours of the page, again when those change. */
import {
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import type { ValueChart } from "./value.ts";

Chart.register(
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const dateText = (date: string) =>
  `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
const number = (value: number, digits: number) =>
  value
    .toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace("-", "−");
const short = (value: number) => {
  const size = Math.abs(value);
  if (size >= 1e6) return `${number(value / 1e6, size % 1e6 === 0 ? 0 : 1)}m`;
  return size >= 1e3 ? `${number(value / 1e3, size % 1e3 === 0 ? 0 : 1)}k` : number(value, 0);
};
const hidden = () => document.documentElement.dataset["amounts"] === "hidden";

/** The first day of a period that ends with the data. */
function startOf(period: string, dates: readonly string[]): number {
  const last = dates.at(-1) ?? "";
  if (period === "all") return 0;
  const from =
    period === "ytd"
      ? `${Number(last.slice(0, 4)) - 1}-12-31`
      : new Date(Date.parse(last) - Number(period) * 86_400_000).toISOString().slice(0, 10);
  const index = dates.findIndex((date) => date >= from);
  return index < 0 || index >= dates.length - 1 ? 0 : index;
}

function draw(canvas: HTMLCanvasElement, data: ValueChart, period: string): Chart {
  const css = getComputedStyle(document.documentElement);
  const token = (name: string) => css.getPropertyValue(`--${name}`).trim();
  const from = startOf(period, data.dates);
  const dates = data.dates.slice(from);
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  const labelled = (index: number) => {
    const [date = "", before = ""] = [dates[index] ?? "", dates[index - 1] ?? ""];
    const parts = dates.length > 400 ? 4 : 7;
    if (date.slice(0, parts) === before.slice(0, parts)) return "";
    return parts === 4 ? date.slice(0, 4) : `${MONTHS[Number(date.slice(5, 7)) - 1]}`;
  };
  return new Chart(canvas, {
    type: "line",
    data: {
      labels: dates,
      datasets: [
        {
          label: "Net asset value",
          data: data.value.slice(from),
          borderColor: token("c1"),
          backgroundColor: `${token("c1")}17`,
          borderWidth: 2,
          pointRadius: 0,
          pointHitRadius: 8,
          fill: period === "all" ? "origin" : false,
        },
        {
          label: "Deposited less withdrawn",
          data: data.paid.slice(from),
          borderColor: token("muted"),
          borderWidth: 1.5,
          borderDash: [4, 3],
          pointRadius: 0,
          stepped: "before",
          fill: false,
        },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: {
          grid: { display: false },
          border: { color: token("control") },
          ticks: {
            color: token("muted"),
            font,
            autoSkip: false,
            maxRotation: 0,
            callback: (_, index) => (index === 0 ? "" : labelled(index)),
          },
        },
        y: {
          position: "right",
          beginAtZero: period === "all",
          grid: { color: token("line") },
          border: { display: false },
          ticks: {
            color: token("muted"),
            font,
            maxTicksLimit: 6,
            callback: (value) => (hidden() ? "•••" : short(Number(value))),
          },
        },
      },
      plugins: {
        tooltip: {
          backgroundColor: token("ink"),
          titleColor: token("page"),
          bodyColor: token("page"),
          titleFont: font,
          bodyFont: font,
          displayColors: false,
          padding: 10,
          cornerRadius: 6,
          callbacks: {
            title: ([item]) => dateText(item?.label ?? ""),
            label: (item) =>
              `${item.dataset.label}: ${hidden() ? "•••" : `${number(item.parsed.y ?? 0, 2)} ${data.unit}`}`,
          },
        },
      },
    },
  });
}

for (const figure of document.querySelectorAll<HTMLElement>(".valuechart")) {
  const canvas = figure.querySelector("canvas");
  const source = figure.querySelector("[data-chart]")?.textContent;
  if (canvas === null || source === undefined || source === null) continue;
  const data: ValueChart = JSON.parse(source);
  let period = "all";
  let chart = draw(canvas, data, period);
  const again = () => {
    chart.destroy();
    chart = draw(canvas, data, period);
  };
  const buttons = [...figure.querySelectorAll<HTMLButtonElement>("[data-days]")];
  for (const button of buttons)
    button.addEventListener("click", () => {
      period = button.dataset["days"] ?? "all";
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      again();
    });
  document.addEventListener("lotbook:look", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}
