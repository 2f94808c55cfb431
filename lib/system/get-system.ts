import * as z from "zod";
import { authorise } from "@/lib/access/permissions";
import type { System } from "@/lib/api/system";
import { LOSSY_DATABASE } from "@/lib/database/durability";
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { forwardingWarning } from "@/lib/requests/forwarding";
import type { EngineCtx } from "@/lib/rotation/services";
import type { Env } from "@/lib/settings/env";
import { exposureWarnings } from "@/lib/settings/exposure";
import { VERSION } from "@/lib/version";
import { adminKeysOf, WORKER_SILENCE_SECONDS, workersOf, workOf } from "./measure";

const CLOCK_STEP_SECONDS = 2;
const GROWTH_DAYS = 30;

type SystemSettings = Pick<Env, "nextAuthUrl" | "databaseUrl" | "trustedProxies">;

/** The state of this installation, with its problems. */
export async function getSystem(ctx: EngineCtx, settings: SystemSettings): Promise<System> {
  authorise(ctx.actor, "system:read");
  const { db } = ctx;
  const [sealedBecause, instance, workers, work, keys, database] = await Promise.all([
    ctx.lookAtSeal(),
    db.instance.findUniqueOrThrow({ where: { id: 1 } }),
    workersOf(db),
    workOf(db),
    adminKeysOf(db),
    databaseOf(db),
  ]);
  const { now, isLossy, ...shown } = database;
  const proxyWarning = forwardingWarning(instance, settings.trustedProxies, now);
  const alive = workers.filter(({ age }) => age < WORKER_SILENCE_SECONDS);
  const versions = new Set([VERSION, ...alive.flatMap(({ version }) => version ?? [])]);
  const ahead = shown.clockAheadSeconds;
  const uncompared = keys.filter(({ isUncompared }) => isUncompared).length;
  const seen = keysSeenSchema.parse(instance.keysSeen);
  const problems: (System["problems"][number] | false)[] = [
    sealedBecause !== null && { code: "sealed", message: `Rotations are stopped. ${sealedBecause}` },
    alive.length === 0 && {
      code: "no_worker",
      message: "No worker is running, so nothing rotates and nothing is revoked. Start one.",
    },
    versions.size > 1 && {
      code: "versions_differ",
      message: `Processes run different versions: ${[...versions].join(", ")}. Finish the upgrade.`,
    },
    isLossy && { code: "lossy_database", message: `The database may lose data: ${LOSSY_DATABASE}.` },
    Math.abs(ahead) > CLOCK_STEP_SECONDS && {
      code: "clocks_differ",
      message: `The database's clock is ${Math.abs(ahead).toFixed(1)} s ${ahead > 0 ? "ahead of" : "behind"} this server's. Synchronise both.`,
    },
    proxyWarning !== null && { code: "untrusted_proxy", message: proxyWarning },
    ...exposureWarnings(settings).map((message) => ({ code: "unencrypted_network" as const, message })),
    uncompared > 0 && {
      code: "admin_keys_uncompared",
      message: `Since the database lost data, the service accounts of ${uncompared} ${uncompared === 1 ? "admin key" : "admin keys"} have not been compared. Check that OpenAI is reachable.`,
    },
  ];
  return {
    version: VERSION,
    instanceId: instance.instanceId,
    problems: problems.filter((problem) => problem !== false),
    workers: workers.map(({ id, version, startedAt, lastSeenAt, age }) => ({
      id,
      version,
      startedAt: startedAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      alive: age < WORKER_SILENCE_SECONDS,
    })),
    work: {
      oldestRotationSeconds: work.oldestMint,
      oldestRevocationSeconds: work.oldestSettlement,
      rotationsOverdue: work.late,
      revocationsOverdue: work.overdue,
      unknownOutcomes: work.unknown,
    },
    adminKeys: {
      valid: keys.filter(({ status }) => status === "valid").length,
      invalid: keys.filter(({ status }) => status === "invalid").length,
      comparedSince: longestAgo(keys.map(({ comparedAt }) => comparedAt)),
    },
    database: shown,
    encryptionKeys: ctx.keyring.ids.map((id) => ({ id, firstSeenAt: seen[id] ?? null })),
  };
}

const keysSeenSchema = z.record(
  z.string(),
  z.coerce.date().transform((at) => at.toISOString()),
);

/** The earliest of the times. Null if there are none, or one is unknown. */
function longestAgo(times: readonly (Date | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  if (known.length === 0 || known.length < times.length) return null;
  return new Date(Math.min(...known.map(Number))).toISOString();
}

type DatabaseRow = {
  version: string;
  isLossy: boolean;
  bytes: number;
  used: number;
  most: number;
  now: Date;
};
type Part = { name: string; bytes: number };

const PART_OF = Prisma.sql`CASE relname
    WHEN 'secret' THEN 'values' WHEN 'event' THEN 'events' WHEN 'minted_credential' THEN 'credentials'
    WHEN 'audit_entry' THEN 'audit log' WHEN 'audit_link' THEN 'audit log'
    WHEN 'notification' THEN 'notifications' WHEN 'delivery' THEN 'notifications' ELSE 'other' END`;

async function databaseOf(db: Db) {
  const before = Date.now();
  const [[row], parts, [earlier]] = await Promise.all([
    db.$queryRaw<DatabaseRow[]>`
      SELECT current_setting('server_version') AS version, current_setting('fsync') = 'off' AS "isLossy",
             pg_database_size(current_database())::float8 AS bytes, clock_timestamp() AS now,
             (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS used,
             current_setting('max_connections')::int AS most`,
    db.$queryRaw<Part[]>`
      SELECT CASE WHEN nspname = 'pgboss' THEN 'job queue' ELSE ${PART_OF} END AS name,
             sum(pg_total_relation_size(pg_class.oid))::float8 AS bytes
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE relkind IN ('r', 'm') AND (nspname = 'pgboss' OR relnamespace = current_schema()::regnamespace)
       GROUP BY 1 ORDER BY 2 DESC`,
    db.$queryRaw<{ day: string; bytes: number }[]>`
      SELECT day::text, bytes::float8 FROM database_size
       WHERE day >= current_date - ${GROWTH_DAYS}::int AND day < current_date ORDER BY day LIMIT 1`,
  ]);
  if (row === undefined) throw new Error("The database gave no row.");
  const { version, isLossy, bytes, used, most, now } = row;
  // The middle of the round trip, because the database read its clock at some point during it.
  const here = (before + Date.now()) / 2;
  return {
    version,
    isLossy,
    now,
    bytes,
    growth: earlier === undefined ? null : { since: earlier.day, bytes: bytes - earlier.bytes },
    parts,
    connections: { used, most },
    clockAheadSeconds: Math.round((now.getTime() - here) / 10) / 100,
  };
}
