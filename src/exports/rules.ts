/** All rules with what came of them: the table of `lotbook check --rules`. */
import type { Report } from "../analytics/report.ts";
import type { RuleCounts } from "../ledger/checks.ts";
import { RULES } from "../ledger/reconcile.ts";

export interface RuleJson extends RuleCounts {
  readonly rule: string;
  /** What is compared. */
  readonly title: string;
  readonly formula: string;
  readonly source: string;
}

const NONE: RuleCounts = { agrees: 0, explained: 0, unexplained: 0, notReported: 0 };

/** Every rule in the order in which a reader looks at them, also those that found nothing to compare. */
export const rulesJson = ({ summary }: Pick<Report, "summary">): readonly RuleJson[] =>
  RULES.map(({ name, title, formula, source }) => ({
    rule: name,
    title,
    formula,
    source,
    ...(summary[name] ?? NONE),
  }));
