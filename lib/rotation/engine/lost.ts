import { isOverlooked, unknownCheckAt, watchUntil } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import { failed } from "./failure";
import { moveCredential } from "./move";
import { quarantineEnd } from "./quarantine";

/** When the watch over a request of unknown outcome looks for the first time, and until when. */
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
 * A request whose worker is gone: leaving SENDING is the fence, a late answer can't be saved any more. The account it
 * may have made is looked for by name; the next mint waits for the first look only.
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
    "The worker stopped before the provider's answer was saved. What the request made is deleted; a new key follows.";
  // Its own time, not the schedule's, which an operator may move away: what was begun is done again.
  const retryAt = watch.nextCheckAt;
  const failure = failed(secret, { code: "internal", message }, unit.now);
  await unit.updateSecret(secret.id, { leaseUntil: null, retryAt, ...failure });
  await unit.wakeMint(secret.id, retryAt);
}
