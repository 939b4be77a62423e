/** Where corporate actions have their pages, and how they are found by event. */
import type { Report } from "../../analytics/report.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import { href, slugsOf } from "../links.ts";
import { once } from "./once.ts";

/** Corporate actions by the id of their event. */
export const actionsByEvent = once(
  (report): ReadonlyMap<string, BookedAction> =>
    new Map(report.ledger.actions.map((one) => [one.event.id, one])),
);

/** The slug of each action by the id of its event: its name, and what became of it where several share that. */
const actionSlugs = once((report): ReadonlyMap<string, string> => {
  const taken = new Map<string, number>();
  const names = report.ledger.actions.map(({ event }): [string, string] => {
    const fate =
      event.cancels !== null ? " takes back" : event.cancelledBy !== null ? " taken back" : "";
    const name = event.action + fate;
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return [event.id, before === 0 ? name : `${name} ${before + 1}`];
  });
  const slugs = slugsOf(names.map(([, name]) => name));
  return new Map(names.map(([id, name]) => [id, slugs.get(name) ?? "unnamed"]));
});

/** A page for each corporate action. */
export const actionPaths = (report: Report) =>
  [...actionSlugs(report)].map(([id, slug]) => ({ params: { slug }, props: { id } }));

/** The page of the action that an event is; null for an event that is none. */
export function actionHref(report: Report, event: string): string | null {
  const slug = actionSlugs(report).get(event);
  return slug === undefined ? null : href(`/corporate-actions/${slug}/`);
}
