import pino from "pino";
import { expect, it, vi } from "vitest";
import { ProcessMetrics } from "@/lib/metrics/process-metrics";
import { reportFailures } from "./report-failures";

it("logs a loop's failure under its name and counts it; an outage of the database is one of many", async () => {
  const lines: unknown[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const metrics = new ProcessMetrics();
  const outages = { failed: vi.fn() };
  const report = reportFailures({ log, metrics }, "notifier", outages);
  const counted = () => metrics.registry.getSingleMetricAsString("phase_loop_failures_total");
  expect(await counted()).toContain('phase_loop_failures_total{loop="notifier"} 0');

  report(new Error("Odd."));
  expect(lines).toMatchObject([{ level: 50, loop: "notifier", err: { message: "Odd." } }]);
  // In node-postgres' words.
  report(new Error("Connection terminated unexpectedly"));
  expect(lines).toHaveLength(1);
  expect(outages.failed.mock.calls).toMatchObject([[{ name: "unreachable" }]]);
  // From another server, with the same codes.
  report(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
  expect(lines).toHaveLength(2);
  expect(await counted()).toContain('phase_loop_failures_total{loop="notifier"} 3');
});
