/** What `/metrics` reports about rows that a test inserts, and about what the process has counted. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { VERSION } from "@/lib/version";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { createStore } from "@/lib/rotation/store/create-store";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { metricsText } from "./metrics";

let harness: Harness;
let id: string;
beforeAll(async () => {
  harness = await startHarness();
  const { ctx, db } = harness;
  const { metrics } = ctx;
  const store = createStore(db, WAKES_NOBODY, notificationWriter, (types) => metrics.happened(types));
  Object.assign(ctx, { store });
  ({ id } = await harness.create());
});
afterAll(() => harness.stop());

const text = () => metricsText(harness.ctx, harness.ctx.metrics);

/** The value of one series. Undefined if it is missing. */
async function value(series: string): Promise<number | undefined> {
  const line = (await text()).split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

it("says which version runs", async () => {
  expect(await value(`phase_build_info{version="${VERSION}",node="${process.versions.node}"}`)).toBe(1);
});

it("distinguishes one of two dead workers from two live ones", async () => {
  const { db } = harness;
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
  const worker = (workerId: string, seconds: number) => ({
    workerId,
    startedAt: ago(9_999),
    at: ago(seconds),
  });
  await db.workerHeartbeat.createMany({ data: [worker("one", 2), worker("two", 3)] });
  expect(await value("phase_workers")).toBe(2);
  await db.workerHeartbeat.update({ where: { workerId: "two" }, data: { at: ago(300) } });
  expect(await value("phase_workers")).toBe(1);
  expect(await value('phase_worker_last_seen_seconds{worker="two"}')).toBeGreaterThanOrEqual(300);
  expect(await value('phase_worker_last_seen_seconds{worker="one"}')).toBeLessThan(60);
  expect(await value("phase_worker_heartbeat_age_seconds")).toBeLessThan(60);
});

it("reports the age of the oldest current key, and how long due work has waited", async () => {
  expect(await value("phase_oldest_current_key_seconds")).toBeLessThan(3_600);
  expect(await value('phase_oldest_due_seconds{kind="mint"}')).toBe(0);
  await harness.elapse(id, 4_000);
  expect(await value("phase_oldest_current_key_seconds")).toBeGreaterThanOrEqual(4_000);
  expect(await value('phase_oldest_due_seconds{kind="mint"}')).toBeGreaterThanOrEqual(399);
  expect(await value("phase_database_size_bytes")).toBeGreaterThan(1_000_000);
});

it("reports the status and expiry of admin keys by ID", async () => {
  const { db, root } = harness;
  expect(await value('phase_admin_keys{status="valid"}')).toBe(1);
  const series = `phase_admin_key_expiry_timestamp_seconds{admin_key="${root.id}"}`;
  expect(await value(series)).toBeUndefined();
  const keyExpiresAt = new Date("2030-01-01T00:00:00Z");
  await db.thirdPartyCredential.updateMany({ data: { keyExpiresAt, status: "invalid" } });
  expect(await value(series)).toBe(keyExpiresAt.getTime() / 1000);
  expect(await value('phase_admin_keys{status="valid"}')).toBe(0);
  expect(await value('phase_admin_keys{status="invalid"}')).toBe(1);
  await db.thirdPartyCredential.updateMany({ data: { keyExpiresAt: null, status: "valid" } });
});

it("counts a request with an unknown outcome once its event is committed", async () => {
  const { simulator } = harness;
  expect(await value('phase_events_total{type="credential.outcome_unknown"}')).toBe(0);
  simulator.state.addFault({ kind: "status", status: 500, match: { method: "POST" } });
  await harness.elapse(id, 3_600);
  await harness.work();
  expect(await value('phase_events_total{type="credential.outcome_unknown"}')).toBe(1);
  expect(await value("phase_unknown_outcomes")).toBe(1);
});

it("reveals no name or value", async () => {
  const shown = await text();
  for (const hidden of [harness.root.name, harness.adminKey, "OpenAI 1", harness.projectId])
    expect(shown).not.toContain(hidden);
});
