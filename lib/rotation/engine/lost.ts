import { isOverlooked, unknownCheckAt, watchUntil } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import { failed } from "./failure";
import { moveCredential } from "./move";
import { quarantineEnd } from "./quarantine";

/** When Phase first searches for the account of a request with an unknown outcome, and until when. */
export function watchOf(engine: Engine, unit: Unit, sentAt: Date) {
  const { timing } = engine.settings;
  return {
    nextCheckAt: unknownCheckAt(sentAt, 0, unit.now, timing),
    watchUntil: watchUntil(sentAt, timing),
    checks: 0,
    cleanListings: 0,
  };
}

/**
 * A request whose worker is gone. Leaving SENDING is the fence: a late response can't be saved any more. Its
 * possible account is searched for by name. The next mint waits only for the first search.
 */
export async function markLost(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  credential: CredentialRow,
): Promise<void> {
  const watch = watchOf(engine, unit, credential.sentAt);
  const overlooked = isOverlooked(credential.nextCheckAt, unit.now, engine.settings.timing);
  const doubt = overlooked ? { revokeAt: quarantineEnd(engine, unit, secret) } : {};
  const detail = { reason: "worker_stopped" } as const;
  const patch = { ...watch, ...doubt };
  if (!(await moveCredential(unit, credential, "credential.outcome_unknown", patch, { detail }))) return;
  if (secret.deletedAt !== null || secret.fence !== credential.fence) return;
  const message =
    "The worker stopped before it saved the provider's response. Phase deletes what was created and mints a new key.";
  // A separate time, not the schedule's, which an operator may move: the rotation that began is done again.
  const retryAt = watch.nextCheckAt;
  const failure = failed(secret, { code: "internal", message }, unit.now);
  await unit.updateSecret(secret.id, { leaseUntil: null, retryAt, ...failure });
  await unit.wakeMint(secret.id, retryAt);
}
