/** What happens to a current key that the provider no longer accepts, or that now expires. */
import { refusalCountsAt } from "../core/key-watch";
import { dueAt, latestSuccessorAt } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import type { KeyInUse } from "../store/keys";
import { failed } from "./failure";
import { recordEventOf } from "./move";
import { rotateSoon } from "./request";

/**
 * `refused`: the provider says that the key is wrong. `missing`: the provider has no key with that ID.
 * Nothing else is a sign.
 */
export type Sign = "accepted" | "refused" | "missing" | "unclear";
export type Removal = "account_removed" | "key_refused" | "key_missing";

const MESSAGES: Record<Removal, string> = {
  account_removed: "The current key's service account was removed at OpenAI by someone else.",
  key_refused: "OpenAI no longer accepts the current key: it was deleted or disabled there, or has expired.",
  key_missing: "The current key was deleted at OpenAI by someone else.",
};

/** Records a sign. The second of its kind counts. `since`: before the request. True: it must be checked again soon. */
export async function noticeSign(engine: Engine, key: KeyInUse, sign: Sign, since: Date): Promise<boolean> {
  if (sign === "unclear") return key.keyRefusedAt !== null;
  if (sign === "accepted" && key.keyRefusedAt === null) return false;
  return await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(key.rotatingSecretId);
    const row = await unit.credential(key.id);
    if (secret === null || row?.state !== "ACTIVE" || row.keyRemovedAt !== null) return false;
    if (sign === "accepted") {
      await unit.updateCredential(row.id, "ACTIVE", { keyRefusedAt: null });
      return false;
    }
    if (row.keyRefusedAt === null) {
      await unit.updateCredential(row.id, "ACTIVE", { keyRefusedAt: unit.now });
      return true;
    }
    if (since < refusalCountsAt(row.keyRefusedAt, engine.settings.timing)) return true;
    await replaceRemoved(unit, secret, row, sign === "refused" ? "key_refused" : "key_missing");
    return false;
  });
}

/**
 * OpenAI refuses programs that use the current key. Reported, and its successor is due now, or as soon as
 * someone resumes.
 */
export async function replaceRemoved(
  unit: Unit,
  secret: SecretRow,
  row: CredentialRow,
  why: Removal,
): Promise<void> {
  const { now } = unit;
  if (secret.deletedAt !== null || row.keyRemovedAt !== null) return;
  const { id, keyId, serviceAccountId, serviceAccountName } = row;
  await unit.updateCredential(id, "ACTIVE", { keyRemovedAt: now });
  const failure = { code: "key_removed", message: MESSAGES[why] } as const;
  const detail = { ...failure, serviceAccountName, serviceAccountId, keyId };
  await recordEventOf(unit, row, "credential.removed_elsewhere", detail);
  // Its project is gone, which the schedule already knows. People must be notified of that.
  const projectIsGone = secret.pauseReason === "failure" && secret.lastFailureCode === "project_not_found";
  if (!projectIsGone) await unit.updateSecret(secret.id, failed(secret, failure, now));
  await rotateSoon(unit, secret, "key_removed");
}

/** An expiry that was set or moved at the provider. An earlier one moves the next rotation. */
export async function noticeEnd(engine: Engine, key: KeyInUse, keyExpiresAt: Date): Promise<void> {
  const isKnown = (known: Date | null) => known?.getTime() === keyExpiresAt.getTime();
  if (isKnown(key.keyExpiresAt)) return;
  await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(key.rotatingSecretId);
    const row = await unit.credential(key.id);
    if (secret === null || row?.state !== "ACTIVE") return;
    if (row.keyRemovedAt !== null || isKnown(row.keyExpiresAt)) return;
    await unit.updateCredential(row.id, "ACTIVE", { keyExpiresAt });
    const { serviceAccountName } = row;
    const detail = { serviceAccountName, keyExpiresAt: keyExpiresAt.toISOString() };
    await recordEventOf(unit, row, "credential.end_changed", detail);
    const latest = latestSuccessorAt(row.exposedAt ?? unit.now, secret, keyExpiresAt);
    if (latest >= secret.nextRotationAt) return;
    const moved = await unit.updateSecret(secret.id, { nextRotationAt: latest });
    if (moved.pauseReason === null) await unit.wakeMint(secret.id, dueAt(moved));
  });
}
