import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { EngineServices } from "@/lib/rotation/services";
import { testServices } from "@/proof/harness/test-services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { startHeartbeat } from "./heartbeat";

let database: TestDatabase;
let services: EngineServices;
beforeAll(async () => {
  database = await testDatabase();
  services = testServices(database.db, { workerId: "own" });
});
afterAll(() => database.drop());

it("reports that its worker is alive, removes those that ended long ago, and signs off", async () => {
  const { db } = database;
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
  const startedAt = hours(50);
  await db.workerHeartbeat.createMany({
    data: [
      { workerId: "own", startedAt, at: hours(30) },
      { workerId: "long ago", startedAt, at: hours(25) },
      { workerId: "yesterday", startedAt, at: hours(23) },
    ],
  });
  const rows = () => db.workerHeartbeat.findMany({ orderBy: { workerId: "asc" } });
  const failures: unknown[] = [];
  const heartbeat = startHeartbeat(
    services,
    () => true,
    (error) => failures.push(error),
  );
  await vi.waitFor(async () =>
    expect((await rows()).map(({ workerId }) => workerId)).toEqual(["own", "yesterday"]),
  );
  const [own] = await rows();
  expect(own?.startedAt).toEqual(startedAt);
  expect(Number(own?.at)).toBeGreaterThan(Number(hours(1)));
  await heartbeat.stop();
  expect((await rows()).map(({ workerId }) => workerId)).toEqual(["yesterday"]);
  expect(failures).toEqual([]);
});
