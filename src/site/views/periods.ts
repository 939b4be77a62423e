/** Since when the overview states a gain: a day, the month, the year, all. */
import { isKnown } from "../../core/amount.ts";
import { dateText, monthText } from "../format/date.ts";
import { type Labelled, labelled } from "./labelled.ts";
import { gainBetween, type NavDay, type Portfolio } from "./portfolio.ts";

/** The gains of a portfolio; a period that the data does not reach back for is left out. */
export function gainsOf(portfolio: Portfolio): readonly Labelled[] {
  const { days } = portfolio;
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const before = (date: string): NavDay | undefined => days.findLast((day) => day.date < date);
  const month = last.date.slice(0, 7);
  const year = last.date.slice(0, 4);
  const starts: [name: string, label: string, from: NavDay | undefined][] = [
    ["day", dateText(last.date), before(last.date)],
    ["month", monthText(month), before(`${month}-01`)],
    ["year", year, before(`${year}-01-01`)],
    ["all", `Since ${dateText(startOf(portfolio) ?? first.date)}`, first],
  ];
  return starts.flatMap(([name, label, from]) =>
    from === undefined || (name === "year" && from === first)
      ? []
      : [labelled(label, gainBetween(portfolio, name, from, last), "result")],
  );
}

/** The first day on which there was anything, or the first of all. */
export function startOf({ days }: Portfolio): string | null {
  const start = days.find(({ total }) => !isKnown(total.value) || !total.value.isZero);
  return start?.date ?? days[0]?.date ?? null;
}
