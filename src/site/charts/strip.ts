/** The coverage strip in percent of its width. Positions are pixels, not money. */
import type { Coverage } from "../views/coverage.ts";

export interface Strip {
  readonly gaps: readonly { readonly x: string; readonly width: string }[];
  readonly marks: readonly { readonly x: string; readonly state: "explained" | "unexplained" }[];
  /** The first of January of years that have room for their label. */
  readonly years: readonly { readonly x: string; readonly year: string }[];
}

const DAY = 86_400_000;

export function stripOf({ from, to, gaps, marks }: Coverage): Strip {
  const start = Date.parse(from);
  const days = Math.max(1, (Date.parse(to) - start) / DAY + 1);
  const at = (date: string, plus = 0) => ((Date.parse(date) - start) / DAY + plus) / days;
  const percent = (share: number) => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  const first = Number(from.slice(0, 4));
  const years = Array.from(
    { length: Number(to.slice(0, 4)) - first },
    (_, index) => `${first + 1 + index}`,
  );
  return {
    gaps: gaps.map((gap) => ({
      x: percent(at(gap.from)),
      width: percent(at(gap.to, 1) - at(gap.from)),
    })),
    marks: marks.map(({ date, state }) => ({ x: percent(at(date, 0.5)), state })),
    years: years
      .map((year) => ({ year, share: at(`${year}-01-01`) }))
      .filter(({ share }) => share > 0.12 && share < 0.86)
      .map(({ year, share }) => ({ year, x: percent(share) })),
  };
}
