import { Counter, Gauge, Registry } from "prom-client";
import { briefly, soon } from "./briefly";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { HEALTHS, type Health } from "@/lib/lists/states";
import { countByHealth } from "@/lib/rotation/queries/health-in-sql";
import { IS_WAITING } from "@/lib/rotation/store/pending";
import type { EngineServices } from "@/lib/rotation/services";
import { securityEventCounts } from "@/lib/audit-log/security-events";
import { heartbeatAgeSeconds } from "./readiness";

type Measured = Pick<EngineServices, "db" | "lookAtSeal">;
const isSealed = (because: string | null) => because !== null;

/**
 * What stands in the database, as gauges in Prometheus' text format: counts and ages, never a name or a value. What can't
 * be read within seconds (a table is locked, the database is away) is left out, and `phase_database_up` is 0.
 */
export async function metricsText(services: Measured | null): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });

  const read = async <Answer>(what: (tx: Tx) => Promise<Answer>) =>
    services === null ? undefined : await briefly(services.db, what).catch(() => undefined);
  const [sealed, rows, debts, roots, heartbeat] = await Promise.all([
    services === null ? undefined : soon(services.lookAtSeal()).then(isSealed, () => undefined),
    read((tx) => countByHealth(tx, Prisma.sql`true`)),
    read(owed),
    read(uncompared),
    read(async (tx) => ({ age: await heartbeatAgeSeconds(tx) })),
  ]);
  gauge("phase_database_up", "1 when the database answered all that is asked here, else 0.").set(
    [sealed, rows, debts, roots, heartbeat].includes(undefined) ? 0 : 1,
  );
  if (sealed !== undefined) {
    gauge("phase_sealed", "1 while this installation is sealed: it calls no provider. Else 0.").set(
      sealed ? 1 : 0,
    );
  }
  if (rows !== undefined) {
    const secrets = gauge("phase_rotating_secrets", "Rotating secrets by health.", ["health"]);
    const all = HEALTHS.reduce((sum, health) => sum + rows[health], 0);
    const sealedCount = (health: Health) => (health === "failed" ? all : 0);
    for (const health of HEALTHS) secrets.set({ health }, sealed ? sealedCount(health) : rows[health]);
    gauge("phase_rotating_secrets_paused", "Rotating secrets that are paused.").set(rows.paused);
  }
  if (debts !== undefined) {
    const { overdue, late } = debts;
    gauge("phase_revocations_overdue", "Revocations that are due and not confirmed by the provider.").set(
      overdue,
    );
    gauge("phase_rotations_overdue", "Rotations of unpaused secrets that are due and not done.").set(late);
  }
  if (heartbeat !== undefined) {
    gauge(
      "phase_worker_heartbeat_age_seconds",
      "Seconds since a worker last reported; -1 when none ever did.",
    ).set(heartbeat.age ?? -1);
  }
  if (roots !== undefined) {
    gauge(
      "phase_admin_keys_uncompared",
      "Admin keys whose accounts have not been compared since the database lost what it knew.",
    ).set(roots);
  }
  const events = new Counter({
    name: "phase_security_events_total",
    help: "Denied, throttled and forged requests since this process started, by type.",
    labelNames: ["type"],
    registers: [registry],
  });
  for (const [type, count] of securityEventCounts()) events.inc({ type }, count);
  return await registry.metrics();
}

async function uncompared(db: Tx): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM third_party_credential AS root, instance
     WHERE root.deleted_at IS NULL AND root.inventoried_at IS NULL AND root.created_at < instance.history_lost_at`;
  return row?.count ?? 0;
}

async function owed(db: Tx): Promise<{ overdue: number; late: number }> {
  const [row] = await db.$queryRaw<{ overdue: number; late: number }[]>`
    SELECT (SELECT count(*)::int FROM minted_credential
            WHERE ${IS_WAITING} AND (state = 'REVOKING' OR (state = 'EXPIRING' AND revoke_at < now())
               OR (state = 'UNKNOWN' AND failure_count > 0))) AS overdue,
           (SELECT count(*)::int FROM rotating_secret
            WHERE deleted_at IS NULL AND pause_reason IS NULL AND next_rotation_at < now()) AS late`;
  return row ?? { overdue: 0, late: 0 };
}
