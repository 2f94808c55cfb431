import { expect, it } from "vitest";
import { healthStep } from "./health-step";

const DEGRADED = { told: "degraded", type: "rotating_secret.degraded" };
const FAILED = { told: "failed", type: "rotating_secret.failed" };
const RECOVERED = { told: "healthy", type: "rotating_secret.recovered" };
const RESUMED = { told: "degraded", type: null };

it.each([
  ["healthy", "healthy", false, null],
  ["healthy", "healthy", true, null],
  ["healthy", "degraded", false, DEGRADED],
  ["healthy", "failed", false, FAILED],
  ["degraded", "degraded", false, null],
  ["degraded", "degraded", true, null],
  ["degraded", "failed", false, FAILED],
  ["degraded", "healthy", false, null],
  ["degraded", "healthy", true, RECOVERED],
  ["failed", "failed", false, null],
  ["failed", "healthy", false, RESUMED],
  ["failed", "healthy", true, RECOVERED],
  ["failed", "degraded", false, RESUMED],
  ["failed", "degraded", true, RESUMED],
] as const)("told %s, now %s, proven %s", (told, now, proven, step) => {
  expect(healthStep(told, now, proven)).toEqual(step);
});
