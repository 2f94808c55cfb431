/**
 * Writes down what people and programs outside want to hear of, in the transaction that makes it true: neither exists
 * without the other. Workers do the telling (dispatch.ts, deliver.ts).
 */
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "@/lib/db";
import { eventRow, notificationOf } from "@/lib/lists/events";
import { MAILED_TYPES, type NotificationType } from "@/lib/lists/notification-types";
import { healthOf } from "@/lib/rotation/core/health";
import type { ChangeListener, Told } from "@/lib/rotation/store/change-listener";
import { WAITING_STATES } from "@/lib/rotation/core/lifecycle";
import type { Health } from "@/lib/lists/states";
import { healthStep } from "./health-step";

/** A revocation that failed so many times in a row is overdue: about five minutes of tries. */
export const OVERDUE_AFTER_FAILURES = 6;

type Failure = { code: string; message: string };

const SYSTEM = "system:worker";

export function createNotificationWriter(tx: Tx, now: Date): ChangeListener {
  const locked = new Set<string>();
  let healthMayDiffer = false;
  let proven = false;
  return {
    async event(event) {
      if (eventRow(event.type).provesHealth === true) proven = true;
      const type = notificationOf(event.type, event.detail);
      if (type === null) return;
      await insertForSecret(tx, now, { ...event, type, failure: failureIn(event.detail) });
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
      // An account that was looked for, found or not: that it could be is the proof.
      if (from === "UNKNOWN" && patch.failureCount === 0) proven = true;
      if (from !== "UNKNOWN" && patch.failureCount === OVERDUE_AFTER_FAILURES)
        await insertOverdue(tx, now, id);
    },
    async close() {
      if (!healthMayDiffer) return;
      for (const id of locked) await writeHealth(tx, now, id, proven);
    },
  };
}

function failureIn({ code, message }: Told["detail"]): Failure | null {
  if (typeof code !== "string") return null;
  return { code, message: typeof message === "string" ? message : "" };
}

type HealthRow = {
  told: Health;
  pauseReason: "manual" | "failure" | null;
  failureCount: number;
  debtsFailing: number;
  code: string | null;
  message: string | null;
};

async function writeHealth(tx: Tx, now: Date, id: string, proven: boolean): Promise<void> {
  const [row] = await tx.$queryRaw<HealthRow[]>`
    SELECT secret.told_health::text AS told, secret.pause_reason::text AS "pauseReason",
           secret.failure_count AS "failureCount", debts.failing AS "debtsFailing",
           CASE WHEN secret.failure_count > 0 THEN secret.last_failure_code ELSE debts.code END AS code,
           CASE WHEN secret.failure_count > 0 THEN secret.last_failure_message ELSE debts.message END AS message
      FROM rotating_secret AS secret, LATERAL (
        SELECT count(*)::int AS failing,
               (array_agg(last_failure_code ORDER BY last_failure_at DESC))[1] AS code,
               (array_agg(last_failure_message ORDER BY last_failure_at DESC))[1] AS message
          FROM minted_credential
         WHERE rotating_secret_id = secret.id AND state::text = ANY (${WAITING_STATES}) AND failure_count > 0
      ) AS debts
     WHERE secret.id = ${id}::uuid AND secret.deleted_at IS NULL`;
  if (row === undefined) return;
  const step = healthStep(row.told, healthOf(row), proven);
  if (step === null) return;
  await tx.rotatingSecret.update({ where: { id }, data: { toldHealth: step.told } });
  if (step.type === null) return;
  const failed = step.type !== "rotating_secret.recovered" && row.code !== null;
  const failure = failed ? { code: row.code ?? "", message: row.message ?? "" } : null;
  await insertForSecret(tx, now, { type: step.type, rotatingSecretId: id, actor: SYSTEM, failure });
}

async function insertOverdue(tx: Tx, now: Date, credentialId: string): Promise<void> {
  const credential = await tx.mintedCredential.findUniqueOrThrow({
    where: { id: credentialId },
    select: { rotatingSecretId: true, lastFailureCode: true, lastFailureMessage: true },
  });
  await insertForSecret(tx, now, {
    type: "credential.revoke_overdue",
    rotatingSecretId: credential.rotatingSecretId,
    credentialId,
    actor: SYSTEM,
    failure: {
      code: credential.lastFailureCode ?? "internal",
      message: credential.lastFailureMessage ?? "",
    },
  });
}

type NewNotification = {
  type: NotificationType;
  rotatingSecretId: string;
  actor: string;
  credentialId?: string | null;
  failure: Failure | null;
};

/**
 * Written only where somebody may want it: an installation without receivers pays nothing for this. Of a secret that is
 * deleted, or not there yet, only its accounts are news.
 */
async function insertForSecret(tx: Tx, now: Date, row: NewNotification): Promise<void> {
  const { type, failure } = row;
  await tx.$executeRaw`
    INSERT INTO notification
           (id, organisation_id, type, at, actor, rotating_secret_id, credential_id, failure_code, failure_message)
    SELECT ${uuidv7()}::uuid, organisation_id, ${type}, ${now}::timestamptz, ${row.actor}, id, ${row.credentialId ?? null}::uuid,
           ${failure?.code ?? null}, ${failure?.message ?? null}
      FROM rotating_secret WHERE id = ${row.rotatingSecretId}::uuid
       AND (deleted_at IS NULL OR ${!type.startsWith("rotating_secret.")}) AND (${MAILED_TYPES.includes(type)} OR EXISTS (
           SELECT 1 FROM webhook_endpoint AS endpoint
            WHERE endpoint.organisation_id = rotating_secret.organisation_id AND endpoint.enabled
              AND (endpoint.types = '{}' OR ${type} = ANY (endpoint.types))))`;
}
