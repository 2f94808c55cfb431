/**
 * An account whose key may be in use, unknown to this database: a backup was restored, and later events are
 * lost. Nobody can say which program would break, so the account is left alone for a while, and the secret
 * gets a new key first.
 */
import { quarantineSeconds, secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import { moveCredential, revocationDueAt } from "./move";
import { rotateSoon } from "./request";

export function quarantineEnd(engine: Engine, unit: Unit, secret: SecretRow): Date {
  const seconds = Math.max(quarantineSeconds(engine.settings.timing), secret.revocationDelaySeconds);
  return secondsAfter(unit.now, seconds);
}

/** For a row whose mint was running at the time of the backup: its key may have become current since. */
export async function quarantine(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  credential: CredentialRow,
  serviceAccountId: string | null,
): Promise<void> {
  const revokeAt = quarantineEnd(engine, unit, secret);
  const mintedAt = credential.mintedAt ?? credential.sentAt;
  const patch = { serviceAccountId, mintedAt, replacedAt: unit.now, revokeAt, ...revocationDueAt(revokeAt) };
  const detail = { serviceAccountId, revokeAt: revokeAt.toISOString() };
  await moveCredential(unit, credential, "credential.quarantined", patch, { detail });
  const [exposed] = await unit.credentialsIn(secret.id, ["ACTIVE"]);
  // A key minted since then is good, because the lost history doesn't contain it.
  if (exposed?.exposedAt != null && exposed.exposedAt > credential.sentAt) return;
  await rotateSoon(unit, secret, "unknown_account");
}
