/** The alerts, the dashboard and the documents name metrics that exist, with labels that they have. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { securityEventCounts } from "@/lib/audit-log/security-events";
import { ROOT } from "@/installation/root";
import { EVENT_TYPES } from "@/lib/lists/events";
import { METRIC_NAMES, type MetricName, metricRow } from "@/lib/lists/metrics";
import { HEALTHS } from "@/lib/lists/states";
import { tableBelow } from "./tables";

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[mh]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(["critical", "warning"]) }),
  annotations: z.strictObject({ summary: z.string() }),
});
const rulesFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })),
});
const { groups } = rulesFile.parse(parse(textOf("deploy/prometheus/phase.rules.yaml")));
const ALERTS = groups.flatMap(({ rules }) => rules);

const target = z.object({ expr: z.string(), legendFormat: z.string() });
const panel = z.object({ id: z.number(), title: z.string(), targets: z.array(target).default([]) });
const dashboard = z
  .object({ panels: z.array(panel) })
  .parse(JSON.parse(textOf("deploy/grafana/phase.dashboard.json")));
const QUERIES = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })),
);

/** The values of a label, if they are a closed list. */
const VALUES: Partial<Record<string, readonly string[]>> = {
  health: HEALTHS,
  "phase_events_total type": EVENT_TYPES,
  "phase_security_events_total type": securityEventCounts().map(([type]) => type),
  status: ["valid", "invalid"],
  kind: ["mint", "settle"],
  outcome: ["exposed", "failed", "held_back", "superseded", "revoked"],
};

/** Labels that Prometheus adds. */
const ANYWHERE = ["job", "instance", "le"];

/** The metrics in an expression: each name as written, and its matchers. */
function selectorsIn(expr: string) {
  return [...expr.matchAll(/\b(phase_\w+)(?:\{([^}]*)\})?/g)].map(([, written = "", matchers = ""]) => ({
    written,
    matchers: [...matchers.matchAll(/(\w+)(?:=|!=|=~|!~)"([^"]*)"/g)].map(([, label = "", value = ""]) => ({
      label,
      value,
    })),
  }));
}

function metricOf(written: string): MetricName | undefined {
  return METRIC_NAMES.find((name) => {
    const { kind } = metricRow(name);
    const series = kind === "histogram" ? ["_bucket", "_sum", "_count"].map((part) => name + part) : [name];
    return series.includes(written);
  });
}

/** What is wrong with an expression, in words. */
function faultsOf(expr: string, legend = ""): string[] {
  const asked = selectorsIn(expr);
  const labels = asked.flatMap(({ written }) => {
    const name = metricOf(written);
    return name === undefined ? [] : metricRow(name).labels;
  });
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/,\s*/));
  const shown = [...legend.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
  return [
    ...asked.filter(({ written }) => metricOf(written) === undefined).map(({ written }) => `no ${written}`),
    ...asked.flatMap(({ written, matchers }) => {
      const name = metricOf(written);
      if (name === undefined) return [];
      return matchers.flatMap(({ label, value }) => {
        const known = metricRow(name).labels;
        if (![...known, ...ANYWHERE].includes(label)) return [`${name} has no label ${label}`];
        const values = VALUES[`${name} ${label}`] ?? VALUES[label];
        return values === undefined || values.includes(value) ? [] : [`${name} has no ${label} ${value}`];
      });
    }),
    ...[...grouped, ...shown]
      .filter((label) => ![...labels, ...ANYWHERE].includes(label))
      .map((label) => `nothing has a label ${label}`),
  ];
}

describe("the alerts", () => {
  test.each(ALERTS)("$alert uses existing metrics", ({ expr, annotations: { summary } }) => {
    expect(faultsOf(expr, summary)).toEqual([]);
  });

  test("have unique names, and are in docs/monitoring.md", () => {
    const names = ALERTS.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const told = tableBelow("docs/monitoring.md", "## Alerts").map(([name = ""]) => name.replaceAll("`", ""));
    expect(told).toEqual(names);
  });

  test("are each tested, firing or not, by promtool's own tests", () => {
    const tried = textOf("deploy/prometheus/phase.rules.test.yaml");
    expect(
      ALERTS.map(({ alert }) => alert).filter((alert) => !tried.includes(`alertname: ${alert}\n`)),
    ).toEqual([]);
  });

  // Not on every machine. In Debian it is part of the package prometheus.
  test.runIf(spawnSync("promtool", ["--version"]).status === 0)("pass promtool's tests", () => {
    const run = (...args: string[]) =>
      spawnSync("promtool", args, { cwd: join(ROOT, "deploy/prometheus"), encoding: "utf8" });
    expect(run("check", "rules", "phase.rules.yaml")).toMatchObject({ status: 0 });
    const tried = run("test", "rules", "phase.rules.test.yaml");
    expect(`${tried.stdout}${tried.stderr}`).toContain("SUCCESS");
    expect(tried.status).toBe(0);
  });
});

describe("the dashboard", () => {
  test.each(QUERIES)("$title: $expr", ({ expr, legendFormat }) => {
    expect(faultsOf(expr, legendFormat)).toEqual([]);
  });

  test("shows every metric, and no panel twice", () => {
    const shown = new Set(
      QUERIES.flatMap(({ expr }) => selectorsIn(expr).map(({ written }) => metricOf(written))),
    );
    expect(METRIC_NAMES.filter((name) => !shown.has(name))).toEqual([]);
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test.each([
  ["max(phase_sealled)", "no phase_sealled"],
  ["phase_rotation_seconds", "no phase_rotation_seconds"],
  ['phase_sealed{health="failed"}', "phase_sealed has no label health"],
  ['phase_rotating_secrets{health="poorly"}', "phase_rotating_secrets has no health poorly"],
  ["sum by (color) (phase_sealed)", "nothing has a label color"],
])("a mistake is found: %s", (expr, fault) => {
  expect(faultsOf(expr)).toEqual([fault]);
});

test("docs/metrics.md lists every metric, as /metrics describes it", () => {
  const rows = tableBelow("docs/metrics.md", "# Metrics");
  const wanted = METRIC_NAMES.map((name) => {
    const { kind, from, labels, help } = metricRow(name);
    return [`\`${name}\``, kind, from.join(", "), labels.map((label) => `\`${label}\``).join(", "), help];
  });
  expect(rows).toEqual(wanted);
});
