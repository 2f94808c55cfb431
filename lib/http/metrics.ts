/** The web's `/metrics`: values from the database, and counters of this process. */
import { Registry } from "prom-client";
import { securityEventCounts } from "@/lib/audit-log/security-events";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { MetricName } from "@/lib/lists/metrics";
import { HEALTHS, type Health } from "@/lib/lists/states";
import { counterIn, gaugeIn, type ProcessMetrics, processMetrics } from "@/lib/metrics/process-metrics";
import { countByHealth } from "@/lib/rotation/queries/health-in-sql";
import type { EngineServices } from "@/lib/rotation/services";
import { adminKeysOf, storedIn, WORKER_SILENCE_SECONDS, workersOf, workOf } from "@/lib/system/measure";
import { briefly, soon } from "./briefly";

type Measured = Pick<EngineServices, "db" | "lookAtSeal">;
const isSealed = (because: string | null) => because !== null;

/**
 * In Prometheus' text format: counts, ages and IDs, never names or values. Whatever can't be read within
 * seconds (locked table, unreachable database) is left out, and `phase_database_up` is 0.
 */
export async function metricsText(
  services: Measured | null,
  counted: ProcessMetrics = processMetrics(),
): Promise<string> {
  const registry = new Registry();
  const gauge = (name: MetricName) => gaugeIn(registry, name);
  const read = async <Answer>(what: (tx: Tx) => Promise<Answer>) =>
    services === null ? undefined : await briefly(services.db, what).catch(() => undefined);
  const [sealed, rows, work, adminKeys, workers, stored] = await Promise.all([
    services === null ? undefined : soon(services.lookAtSeal()).then(isSealed, () => undefined),
    read((tx) => countByHealth(tx, Prisma.sql`true`)),
    read(workOf),
    read(adminKeysOf),
    read(workersOf),
    read(storedIn),
  ]);
  const isUp = ![sealed, rows, work, adminKeys, workers, stored].includes(undefined);
  gauge("phase_database_up").set(isUp ? 1 : 0);
  if (sealed !== undefined) gauge("phase_sealed").set(sealed ? 1 : 0);
  if (rows !== undefined) {
    const secrets = gauge("phase_rotating_secrets");
    const all = HEALTHS.reduce((sum, health) => sum + rows[health], 0);
    const sealedCount = (health: Health) => (health === "failed" ? all : 0);
    for (const health of HEALTHS) secrets.set({ health }, sealed ? sealedCount(health) : rows[health]);
    gauge("phase_rotating_secrets_paused").set(rows.paused);
  }
  if (work !== undefined) {
    gauge("phase_revocations_overdue").set(work.overdue);
    gauge("phase_rotations_overdue").set(work.late);
    gauge("phase_unknown_outcomes").set(work.unknown);
    const oldest = gauge("phase_oldest_due_seconds");
    oldest.set({ kind: "mint" }, work.oldestMint);
    oldest.set({ kind: "settle" }, work.oldestSettlement);
  }
  if (adminKeys !== undefined) {
    const keys = gauge("phase_admin_keys");
    const ends = gauge("phase_admin_key_expiry_timestamp_seconds");
    for (const status of ["valid", "invalid"] as const)
      keys.set({ status }, adminKeys.filter((key) => key.status === status).length);
    for (const { id, expiresAt } of adminKeys)
      if (expiresAt !== null) ends.set({ admin_key: id }, Math.floor(Number(expiresAt) / 1000));
    gauge("phase_admin_keys_uncompared").set(adminKeys.filter((key) => key.isUncompared).length);
  }
  if (workers !== undefined) {
    const lastSeen = gauge("phase_worker_last_seen_seconds");
    for (const { id, age } of workers) lastSeen.set({ worker: id }, age);
    gauge("phase_workers").set(workers.filter(({ age }) => age < WORKER_SILENCE_SECONDS).length);
    const ages = workers.map(({ age }) => age);
    gauge("phase_worker_heartbeat_age_seconds").set(ages.length === 0 ? -1 : Math.min(...ages));
  }
  if (stored !== undefined) {
    gauge("phase_oldest_current_key_seconds").set(stored.oldestKey);
    gauge("phase_database_size_bytes").set(stored.bytes);
  }
  const events = counterIn(registry, "phase_security_events_total");
  for (const [type, count] of securityEventCounts()) events.inc({ type }, count);
  return await Registry.merge([registry, counted.registry]).metrics();
}
