import { afterAll, beforeAll, expect, it } from "vitest";
import { testServices } from "@/proof/harness/test-services";
import type { EngineServices } from "@/lib/rotation/services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { metricsText } from "./metrics";
import { readiness } from "./readiness";

let database: TestDatabase;
let services: EngineServices;

beforeAll(async () => {
  database = await testDatabase();
  services = testServices(database.db);
});

afterAll(async () => {
  await database.drop();
});

it("is ready without a worker, and says that none runs", async () => {
  const state = await readiness(async () => services);
  expect(state).toEqual({ ready: true, checks: { database: "ok", seal: "ok", worker: "silent" } });
  expect(await metricsText(services)).toContain("phase_worker_heartbeat_age_seconds -1");
});

it("sees a worker that reports, and one that stopped", async () => {
  const now = new Date();
  await database.db.workerHeartbeat.create({ data: { workerId: "w", startedAt: now, at: now } });
  expect((await readiness(async () => services)).checks.worker).toBe("ok");
  await database.db.workerHeartbeat.updateMany({ data: { at: new Date(now.getTime() - 61_000) } });
  expect((await readiness(async () => services)).checks.worker).toBe("silent");
  expect(await metricsText(services)).toMatch(/phase_worker_heartbeat_age_seconds 6\d/);
});

it("stays ready while it is sealed, and says so; without a database it is not ready", async () => {
  await readiness(async () => services);
  const stranger = testServices(database.db);
  expect(await readiness(async () => stranger)).toMatchObject({
    ready: true,
    checks: { seal: "sealed" },
  });
  expect(await metricsText(stranger)).toContain("phase_sealed 1");
  expect(await metricsText(services)).toContain("phase_sealed 0");
  const unreachable = readiness(async () => {
    throw new Error("connection refused");
  });
  expect(await unreachable).toMatchObject({ ready: false, checks: { database: "unreachable" } });
});

it("counts rotating secrets by health", async () => {
  const text = await metricsText(services);
  for (const health of ["healthy", "degraded", "failed"]) {
    expect(text).toContain(`phase_rotating_secrets{health="${health}"} 0`);
  }
  expect(text).toContain("phase_revocations_overdue 0");
});
