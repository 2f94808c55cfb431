/**
 * Records the notifications of a change in the same transaction, so neither exists without the other. Workers
 * send them (dispatch.ts, deliver.ts).
 */
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { eventRow, notificationOf } from "@/lib/lists/events";
import { MAILED_TYPES } from "@/lib/lists/notification-types";
import { healthOf } from "@/lib/rotation/core/health";
import type {
  ChangeListener,
  Failure,
  HealthFacts,
  HeardRows,
  Listeners,
  NewNotification,
  Told,
} from "@/lib/rotation/store/change-listener";
import { WAITING_STATES } from "@/lib/rotation/core/lifecycle";
import { healthStep } from "./health-step";

/** A revocation that failed this many times in a row is overdue: about five minutes of attempts. */
export const OVERDUE_AFTER_FAILURES = 6;

const SYSTEM = "system:worker";

export const notificationWriter: Listeners = { listen, rowsOf, insertion };

function listen(rows: HeardRows): ChangeListener {
  const locked = new Set<string>();
  let healthMayDiffer = false;
  let proven = false;
  return {
    async event(event) {
      if (eventRow(event.type).provesHealth === true) proven = true;
      const type = notificationOf(event.type, event.detail);
      if (type === null) return;
      const { rotatingSecretId, credentialId = null, actor } = event;
      await rows.insert({ type, rotatingSecretId, credentialId, actor, failure: failureIn(event.detail) });
    },
    secretLocked(id) {
      locked.add(id);
    },
    secretChanged(patch) {
      if ("failureCount" in patch || "pauseReason" in patch) healthMayDiffer = true;
    },
    async credentialChanged(id, from, patch) {
      const failing = from === "EXPIRING" && (patch.failureCount ?? 0) > 0;
      if (from !== "REVOKING" && from !== "UNKNOWN" && !failing) return;
      healthMayDiffer = true;
      // The provider answered a search for an account, whether or not it was found.
      if (from === "UNKNOWN" && patch.failureCount === 0) proven = true;
      if (from !== "UNKNOWN" && patch.failureCount === OVERDUE_AFTER_FAILURES) await insertOverdue(rows, id);
    },
    async close() {
      if (!healthMayDiffer) return;
      for (const id of locked) await writeHealth(rows, id, proven);
    },
  };
}

function failureIn({ code, message }: Told["detail"]): Failure | null {
  if (typeof code !== "string") return null;
  return { code, message: typeof message === "string" ? message : "" };
}

async function writeHealth(rows: HeardRows, rotatingSecretId: string, proven: boolean): Promise<void> {
  const facts = await rows.healthFacts(rotatingSecretId);
  if (facts === null) return;
  const step = healthStep(facts.told, healthOf(facts), proven);
  if (step === null) return;
  await rows.setToldHealth(rotatingSecretId, step.told);
  if (step.type === null) return;
  const failed = step.type !== "rotating_secret.recovered" && facts.code !== null;
  const failure = failed ? { code: facts.code ?? "", message: facts.message ?? "" } : null;
  await rows.insert({ type: step.type, rotatingSecretId, actor: SYSTEM, failure });
}

async function insertOverdue(rows: HeardRows, credentialId: string): Promise<void> {
  const { rotatingSecretId, failure } = await rows.lastFailure(credentialId);
  const type = "credential.revoke_overdue";
  await rows.insert({ type, rotatingSecretId, credentialId, actor: SYSTEM, failure });
}

function rowsOf(tx: Tx, now: Date): HeardRows {
  return {
    async healthFacts(id) {
      const [row] = await tx.$queryRaw<HealthFacts[]>`
        SELECT secret.told_health::text AS told, secret.pause_reason::text AS "pauseReason",
               secret.failure_count AS "failureCount", settlements.failing AS "failingRevocations",
               CASE WHEN secret.failure_count > 0 THEN secret.last_failure_code ELSE settlements.code END AS code,
               CASE WHEN secret.failure_count > 0 THEN secret.last_failure_message ELSE settlements.message END AS message
          FROM rotating_secret AS secret, LATERAL (
            SELECT count(*)::int AS failing,
                   (array_agg(last_failure_code ORDER BY last_failure_at DESC))[1] AS code,
                   (array_agg(last_failure_message ORDER BY last_failure_at DESC))[1] AS message
              FROM minted_credential
             WHERE rotating_secret_id = secret.id AND state::text = ANY (${WAITING_STATES}) AND failure_count > 0
          ) AS settlements
         WHERE secret.id = ${id}::uuid AND secret.deleted_at IS NULL`;
      return row ?? null;
    },
    async setToldHealth(id, toldHealth) {
      await tx.rotatingSecret.update({ where: { id }, data: { toldHealth } });
    },
    async lastFailure(id) {
      const credential = await tx.mintedCredential.findUniqueOrThrow({
        where: { id },
        select: { rotatingSecretId: true, lastFailureCode: true, lastFailureMessage: true },
      });
      const { rotatingSecretId, lastFailureCode, lastFailureMessage } = credential;
      const failure = { code: lastFailureCode ?? "internal", message: lastFailureMessage ?? "" };
      return { rotatingSecretId, failure };
    },
    async insert(notification) {
      await tx.$executeRaw(insertion([notification], now, Prisma.sql`(SELECT) AS unit`));
    },
  };
}

/**
 * Written only if someone may want it, so an installation without receivers pays nothing. For a secret that
 * is deleted or not yet created, only its accounts are news.
 */
function insertion(notifications: readonly NewNotification[], now: Date, from: Prisma.Sql): Prisma.Sql {
  const rows = notifications.map(({ type, actor, rotatingSecretId, credentialId = null, failure }) => ({
    id: uuidv7(),
    type,
    actor,
    rotating_secret_id: rotatingSecretId,
    credential_id: credentialId,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    of_secret: type.startsWith("rotating_secret."),
    is_mailed: MAILED_TYPES.includes(type),
  }));
  return Prisma.sql`
    INSERT INTO notification
           (id, organisation_id, type, at, actor, rotating_secret_id, credential_id, failure_code, failure_message)
    SELECT news.id, secret.organisation_id, news.type, ${now}::timestamptz, news.actor, secret.id, news.credential_id,
           news.failure_code, news.failure_message
      FROM ${from}, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS news
           (id uuid, type text, actor text, rotating_secret_id uuid, credential_id uuid, failure_code text,
            failure_message text, of_secret boolean, is_mailed boolean)
      JOIN rotating_secret AS secret ON secret.id = news.rotating_secret_id
     WHERE (secret.deleted_at IS NULL OR NOT news.of_secret) AND (news.is_mailed OR EXISTS (
           SELECT 1 FROM webhook_endpoint AS endpoint
            WHERE endpoint.organisation_id = secret.organisation_id AND endpoint.enabled
              AND (endpoint.types = '{}' OR news.type = ANY (endpoint.types))))`;
}
