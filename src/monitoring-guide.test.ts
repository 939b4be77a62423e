/** The guide to monitoring and its alerts speak of metrics that there are. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { METRICS } from "./exports/metrics.ts";

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const guide = readFileSync("docs/monitoring.md", "utf8");
const alerts = readFileSync("docs/monitoring/alerts.yml", "utf8");
const { groups } = parse(alerts) as { groups: { name: string; rules: AlertRule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const metricsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\bibkr_[a-z_]+/g)].map(String)),
];
const known = Object.keys(METRICS);
/** A Pushgateway groups by job, whose name looks like that of a metric. */
const JOB = "ibkr_ledger";

describe("alerts", () => {
  test("are rules with everything that Prometheus and a reader need, each once", () => {
    for (const { alert, expr, labels, annotations } of rules) {
      expect(expr.trim(), alert).not.toBe("");
      expect(labels["severity"], alert).toMatch(/^(critical|warning)$/);
      expect(Object.keys(annotations), alert).toEqual(["summary", "description"]);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test.each(rules)("$alert is about metrics that are written", ({ expr }) => {
    const named = metricsIn(expr);
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test("say the labels that their metrics have", () => {
    const labels = new Map(
      [...guide.matchAll(/^\| `(ibkr_\w+)` \| ([^|]*) \|/gm)].map(([, name = "", list = ""]) => [
        name,
        [...list.matchAll(/`(\w+)`/g)].map(([, label]) => label),
      ]),
    );
    for (const { alert, expr, annotations } of rules)
      for (const [, label] of annotations["summary"]?.matchAll(/\$labels\.(\w+)/g) ?? [])
        expect(labels.get(metricsIn(expr)[0] ?? ""), alert).toContain(label);
  });
});

describe("the guide", () => {
  test("has a line for every metric and for every alert, and for no other", () => {
    const lines = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(lines.toSorted()).toEqual([...known, ...rules.map(({ alert }) => alert)].toSorted());
    expect(metricsIn(guide).filter((name) => !known.includes(name) && name !== JOB)).toEqual([]);
  });

  test("names files and options that there are", () => {
    for (const [, path = ""] of guide.matchAll(/\]\(([a-z][^)#:]*)(?:#[^)]*)?\)/g))
      expect(existsSync(join("docs", path)), path).toBe(true);
    expect(existsSync("schemas/status.schema.json")).toBe(true);
    const help = spawnSync("node", ["bin/lotbook.js", "check", "--help"], { encoding: "utf8" });
    for (const [, command = ""] of guide.matchAll(/lotbook(?:\.js| --)? check ([^\n`|>]*)/g))
      for (const [flag] of command.matchAll(/--[a-z]+/g)) expect(help.stdout).toContain(flag);
  });
});
