/**
 * Writes down what people and programs outside want to hear of, in the transaction that makes it true: neither exists
 * without the other. Workers do the telling (dispatch.ts, deliver.ts).
 */
import { v7 as uuidv7 } from "uuid";
import { type NotificationType } from "@/lib/api/webhooks";
import type { Tx } from "@/lib/db";
import { healthOf } from "@/lib/rotation/core/health";
import { WAITING_STATES } from "@/lib/rotation/core/lifecycle";
import type { CredentialState, Health } from "@/lib/rotation/core/model";
import { healthStep } from "./health-step";

/** These go to people's mailboxes as well: what needs somebody, and the end of it. */
export const MAILED_TYPES: readonly NotificationType[] = [
  "rotating_secret.degraded",
  "rotating_secret.failed",
  "rotating_secret.recovered",
  "credential.removed_elsewhere",
  "credential.still_used",
  "credential.revoke_overdue",
  "third_party_credential.expiring",
  "installation.sealed",
];

/** A revocation that failed so many times in a row is overdue: about five minutes of tries. */
export const OVERDUE_AFTER_FAILURES = 6;

const TYPE_OF_EVENT: Partial<Record<string, NotificationType>> = {
  "credential.exposed": "rotating_secret.rotated",
  "credential.mint_refused": "rotating_secret.rotation_failed",
  "credential.mint_incomplete": "rotating_secret.rotation_failed",
  "credential.outcome_unknown": "rotating_secret.rotation_failed",
  "credential.key_refused": "rotating_secret.rotation_failed",
  "credential.removed_elsewhere": "credential.removed_elsewhere",
  "credential.still_used": "credential.still_used",
  "credential.revoked": "credential.revoked",
  "credential.stray_account_deleted": "credential.orphan_found",
  "credential.stray_account_found": "credential.orphan_found",
  "credential.found_alive": "credential.orphan_found",
  "credential.quarantined": "credential.orphan_found",
  "rotating_secret.resumed": "rotating_secret.resumed",
};

/** After these, good health is proven. */
const PROOFS = new Set(["credential.exposed", "credential.revoked", "credential.forgotten"]);

type Told = {
  type: string;
  rotatingSecretId: string;
  actor: string;
  credentialId?: string;
  detail?: unknown;
};
type Failure = { code: string; message: string };

/** One transaction's announcements. `close` ends it: only then does the health stand. */
export type Announcer = {
  event(event: Told): Promise<void>;
  secretLocked(id: string): void;
  secretChanged(patch: object): void;
  credentialChanged(id: string, from: CredentialState, patch: { failureCount?: number }): Promise<void>;
  close(): Promise<void>;
};

const SYSTEM = "system:worker";

export function createAnnouncer(tx: Tx, now: Date): Announcer {
  const locked = new Set<string>();
  let healthMayDiffer = false;
  let proven = false;
  return {
    async event(event) {
      if (PROOFS.has(event.type)) proven = true;
      const type = typeOf(event);
      if (type === undefined) return;
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
      for (const id of locked) await announceHealth(tx, now, id, proven);
    },
  };
}

/** A pause by failure is told as a failure. */
function typeOf({ type, detail }: Told): NotificationType | undefined {
  if (type !== "rotating_secret.paused") return TYPE_OF_EVENT[type];
  return isRecord(detail) && detail.reason === "manual" ? "rotating_secret.paused" : undefined;
}

function failureIn(detail: unknown): Failure | null {
  if (!isRecord(detail) || typeof detail.code !== "string") return null;
  return { code: detail.code, message: typeof detail.message === "string" ? detail.message : "" };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

type HealthRow = {
  told: Health;
  pauseReason: "manual" | "failure" | null;
  failureCount: number;
  debtsFailing: number;
  code: string | null;
  message: string | null;
};

async function announceHealth(tx: Tx, now: Date, id: string, proven: boolean): Promise<void> {
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
  credentialId?: string;
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
