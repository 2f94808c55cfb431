/**
 * An account whose key may be in use although this database knows nothing of that: a backup was restored, and what
 * happened since is forgotten. Nobody could tell whose program would break, so it is left alone for a while, and the
 * secret gets a new key first.
 */
import { quarantineSeconds, secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import { moveCredential, owedAt } from "./move";
import { rotateSoon } from "./request";

export function quarantineEnd(engine: Engine, unit: Unit, secret: SecretRow): Date {
  const seconds = Math.max(quarantineSeconds(engine.settings.timing), secret.revocationDelaySeconds);
  return secondsAfter(unit.now, seconds);
}

/** For a row whose mint was under way when the backup was made: its key may have become the current one since. */
export async function quarantine(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  credential: CredentialRow,
  serviceAccountId: string | null,
): Promise<void> {
  const revokeAt = quarantineEnd(engine, unit, secret);
  const mintedAt = credential.mintedAt ?? credential.sentAt;
  const patch = { serviceAccountId, mintedAt, replacedAt: unit.now, revokeAt, ...owedAt(revokeAt) };
  const detail = { serviceAccountId, revokeAt: revokeAt.toISOString() };
  await moveCredential(unit, credential, "credential.quarantined", patch, { detail });
  const [exposed] = await unit.credentialsIn(secret.id, ["ACTIVE"]);
  // A key that was made since is good: the history that was forgotten does not know it.
  if (exposed?.exposedAt != null && exposed.exposedAt > credential.sentAt) return;
  await rotateSoon(unit, secret, "unknown_account");
}
