/** Remembers what was derived from a report, so that thousands of pages do not derive it again. */
import type { Report } from "../../analytics/report.ts";

/** The same derivation, evaluated at most once for each report. */
export function once<T>(derive: (report: Report) => T): (report: Report) => T {
  const known = new WeakMap<Report, { readonly value: T }>();
  return (report) => {
    const before = known.get(report);
    if (before !== undefined) return before.value;
    const value = derive(report);
    known.set(report, { value });
    return value;
  };
}
