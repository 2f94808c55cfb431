import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemSchema } from "@/lib/api/system";
import type { EngineCtx } from "@/lib/rotation/services";
import { VERSION } from "@/lib/version";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { getSystem } from "./get-system";
import { recordSystem } from "./record-system";

const SETTINGS = {
  nextAuthUrl: new URL("http://localhost:3000"),
  databaseUrl: "postgresql://phase@127.0.0.1/phase",
  trustedProxies: 0,
};

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(async () => {
  const { db } = harness;
  await db.$executeRaw`DELETE FROM instance`;
  await db.$executeRaw`INSERT INTO instance (instance_id, canary) VALUES (gen_random_uuid(), '')`;
  await db.workerHeartbeat.deleteMany();
  await db.databaseSize.deleteMany();
  await beat("worker-1", 0);
});

const beat = (workerId: string, secondsAgo: number, version: string | null = VERSION) =>
  harness.db.$executeRaw`
    INSERT INTO worker_heartbeat (worker_id, version, started_at, at)
    VALUES (${workerId}, ${version}, now() - interval '1 day', now() - make_interval(secs => ${secondsAgo}::int))`;
const get = (settings: Partial<typeof SETTINGS> = {}, ctx: Partial<EngineCtx> = {}) =>
  getSystem({ ...harness.ctx, ...ctx }, { ...SETTINGS, ...settings });
/** The problems besides `lossy_database`, which the first test expects because the test database runs without fsync. */
const problemsOf = async (...args: Parameters<typeof get>) =>
  (await get(...args)).problems.filter(({ code }) => code !== "lossy_database");
const problems = async (...args: Parameters<typeof get>) =>
  (await problemsOf(...args)).map(({ code }) => code);

it("shows versions, workers, database and admin keys, and that the database may lose data", async () => {
  await harness.db.thirdPartyCredential.updateMany({ data: { inventoriedAt: new Date(0) } });
  const system = await get();
  expect(systemSchema.parse(system)).toEqual(system);
  expect(system).toMatchObject({
    version: VERSION,
    problems: [{ code: "lossy_database" }],
    workers: [{ id: "worker-1", version: VERSION, alive: true }],
    work: { rotationsOverdue: 0, unknownOutcomes: 0 },
    adminKeys: { valid: 1, invalid: 0, comparedSince: "1970-01-01T00:00:00.000Z" },
    encryptionKeys: harness.ctx.keyring.ids.map((id) => ({ id, firstSeenAt: null })),
  });
  const { bytes, parts, connections } = system.database;
  expect(bytes).toBeGreaterThan(0);
  expect(parts.map(({ name }) => name)).toContain("job queue");
  expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBeLessThan(bytes);
  expect(connections.used).toBeLessThanOrEqual(connections.most);
});

it("reports how long work has been due", async () => {
  const { id } = await harness.create();
  await harness.db.$executeRaw`
    UPDATE rotating_secret SET next_rotation_at = now() - interval '2 hours' WHERE id = ${id}::uuid`;
  const { work } = await get();
  expect(work.rotationsOverdue).toBe(1);
  expect(work.oldestRotationSeconds).toBeGreaterThanOrEqual(7_200);
  expect(work.oldestRotationSeconds).toBeLessThan(7_300);
  await harness.db.rotatingSecret.delete({ where: { id } }).catch(() => {});
  await harness.db.rotatingSecret.updateMany({ data: { deletedAt: new Date() } });
});

it("reports that no worker is running, even if one ran a minute ago", async () => {
  await harness.db.workerHeartbeat.deleteMany();
  await beat("worker-1", 61);
  expect((await get()).workers).toMatchObject([{ alive: false }]);
  expect(await problems()).toEqual(["no_worker"]);
});

it("reports that processes run different versions, but ignores workers that are gone or too old to report one", async () => {
  await beat("worker-2", 61, "0.0.1");
  await beat("worker-3", 0, null);
  expect(await problems()).toEqual([]);
  await beat("worker-4", 1, "0.0.2");
  const [problem] = await problemsOf();
  expect(problem).toMatchObject({ code: "versions_differ" });
  expect(problem?.message).toContain(`${VERSION}, 0.0.2`);
});

it("reports why the installation is sealed, and what the settings expose", async () => {
  const lookAtSeal = () => Promise.resolve("It is a copy.");
  const [sealed] = await problemsOf({}, { lookAtSeal });
  expect(sealed).toEqual({ code: "sealed", message: "Rotations are stopped. It is a copy." });
  expect(await problems({ nextAuthUrl: new URL("http://phase.example.com") })).toEqual([
    "unencrypted_network",
  ]);
  await harness.db.$executeRaw`UPDATE instance SET forwarded_at = now()`;
  expect(await problems()).toEqual(["untrusted_proxy"]);
  expect(await problems({ trustedProxies: 1 })).toEqual([]);
});

it("reports that admin keys haven't been compared since data was lost", async () => {
  await harness.db.thirdPartyCredential.updateMany({ data: { inventoriedAt: null } });
  expect(await problems()).toEqual([]);
  await harness.db.$executeRaw`UPDATE instance SET history_lost_at = now() + interval '1 second'`;
  expect(await problems()).toEqual(["admin_keys_uncompared"]);
  expect((await get()).adminKeys.comparedSince).toBeNull();
  await harness.db.thirdPartyCredential.updateMany({ data: { inventoriedAt: new Date() } });
});

it("shows the growth since the first recorded size of the last month, and when keys were first in use", async () => {
  const { db, ctx } = harness;
  await recordSystem(ctx);
  await recordSystem(ctx);
  expect(await db.databaseSize.count()).toBe(1);
  expect((await get()).database.growth).toBeNull();
  await db.$executeRaw`
    INSERT INTO database_size (day, bytes) VALUES (current_date - 401, 1), (current_date - 31, 1), (current_date - 30, 7), (current_date - 1, 8)`;
  const { database, encryptionKeys } = await get();
  const [day] = await db.$queryRaw<{ day: string }[]>`SELECT (current_date - 30)::text AS day`;
  expect(database.growth).toEqual({ since: day?.day, bytes: database.bytes - 7 });
  expect(encryptionKeys.every(({ firstSeenAt }) => firstSeenAt !== null)).toBe(true);
  await recordSystem({ db, keyring: { ids: [...ctx.keyring.ids, "new"] } });
  expect((await get()).encryptionKeys).toEqual(encryptionKeys);
  expect(await db.databaseSize.count()).toBe(4);
});

it("is only for those who run the installation", async () => {
  const actor = { ...harness.ctx.actor, role: "developer" } as EngineCtx["actor"];
  await expect(get({}, { actor })).rejects.toMatchObject({ code: "forbidden" });
});
