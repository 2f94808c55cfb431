/** The switch: the new credential becomes current and the previous one begins to expire, in one transaction. */
import { ProviderError } from "@/lib/providers/provider-error";
import { restartsSchedule } from "../core/reasons";
import { endsTooSoon, nextInSeries, secondsAfter, successorDueAt } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import { type Claim, isUnwanted } from "./claim";
import { insist } from "./insist";
import { scheduleAfterFailure } from "./mint-failure";
import { moveCredential, NO_FAILURE, revocationDueAt, WORKER } from "./move";
import type { Outcome } from "./outcome";
import type { Trial } from "./verify";

export async function expose(engine: Engine, claim: Claim, verdict: Trial): Promise<Outcome> {
  const work = (unit: Unit) => exposeIn(engine, unit, claim, verdict);
  // For a secret that is being created, a caller waits for the response, which may be that a key's name is
  // taken.
  return claim.complete === null ? await insist(engine, claim, work) : await engine.store.inUnit(work);
}

async function exposeIn(engine: Engine, unit: Unit, claim: Claim, verdict: Trial): Promise<Outcome> {
  const secret = await unit.lockSecret(claim.secretId);
  const credential = await unit.credential(claim.credential.id);
  if (secret === null || credential === null) throw new Error("The rows of a running mint are gone.");
  // An earlier attempt was committed although its response was lost.
  if (credential.state === "ACTIVE" && secret.fence === claim.fence) {
    return { kind: "exposed", credentialId: credential.id };
  }
  if (credential.state !== "MINTED" || secret.fence !== claim.fence) return { kind: "superseded" };
  if (isUnwanted(claim, secret)) {
    await moveCredential(unit, credential, "credential.withdrawn", revocationDueAt(unit.now));
    return { kind: "superseded" };
  }
  if (verdict.kind === "refused") {
    return await refuseKey(engine, unit, secret, claim, credential, `${KEY_REFUSED} ${verdict.reason}`);
  }
  if (endsTooSoon(credential.keyExpiresAt, unit.now)) {
    return await refuseKey(engine, unit, secret, claim, credential, KEY_ENDED);
  }
  await claim.complete?.(unit);
  await switchTo(unit, secret, credential, verdict);
  return { kind: "exposed", credentialId: credential.id };
}

async function switchTo(
  unit: Unit,
  secret: SecretRow,
  credential: CredentialRow,
  verdict: Trial,
): Promise<void> {
  const breakGlass = secret.breakGlassRequestedAt !== null;
  const { keyExpiresAt } = credential;
  const planned = restartsSchedule(credential.reason)
    ? secondsAfter(unit.now, secret.rotationIntervalSeconds)
    : nextInSeries(secret.nextRotationAt, secret.rotationIntervalSeconds, unit.now);
  const nextRotationAt = successorDueAt(unit.now, secret, keyExpiresAt, planned);
  for (const old of await unit.credentialsIn(secret.id, ["ACTIVE"])) {
    const revokeAt = breakGlass ? unit.now : secondsAfter(unit.now, secret.revocationDelaySeconds);
    const patch = { replacedAt: unit.now, revokeAt, ...revocationDueAt(revokeAt) };
    const detail = { revokeAt: revokeAt.toISOString() };
    await moveCredential(unit, old, "credential.replaced", patch, { detail });
  }
  if (breakGlass) await revokeTheOthers(unit, secret.id);
  const detail = {
    reason: credential.reason,
    ...(verdict.kind === "unclear" ? { warning: `${NOT_TOLD} ${verdict.reason}` } : {}),
    ...(keyExpiresAt === null ? {} : { keyExpiresAt: keyExpiresAt.toISOString() }),
  };
  const { rotationId } = secret;
  const patch = { exposedAt: unit.now, rotationId, revokeAt: null, nextCheckAt: null, ...NO_FAILURE };
  await moveCredential(unit, credential, "credential.exposed", patch, { detail });
  if (secret.pauseReason === "failure") {
    await unit.recordEvent({
      rotatingSecretId: secret.id,
      type: "rotating_secret.recovered",
      actor: WORKER,
      detail: {},
    });
  }
  await unit.updateSecret(secret.id, {
    ...NO_FAILURE,
    // A manual pause stays, a pause after a failure ends with the failure.
    ...(secret.pauseReason === "failure" ? { pauseReason: null, pausedAt: null } : {}),
    nextRotationAt,
    retryAt: null,
    rotateRequestedAt: null,
    rotateReason: null,
    rotationId: null,
    breakGlassRequestedAt: null,
    leaseUntil: null,
    updatedAt: unit.now,
  });
  await unit.touchOutputs(secret.id);
  if (secret.pauseReason !== "manual") await unit.wakeMint(secret.id, nextRotationAt);
}

/** Break-glass: every other credential that may still work must be revoked now. */
async function revokeTheOthers(unit: Unit, secretId: string): Promise<void> {
  const [first] = await unit.hurrySettlements(secretId, ["REVOKING", "UNKNOWN"]);
  if (first !== undefined) await unit.wakeSettle(first, unit.now);
  for (const other of await unit.credentialsIn(secretId, ["EXPIRING"]))
    await moveCredential(unit, other, "credential.withdrawn", revocationDueAt(unit.now));
}

const KEY_REFUSED = "OpenAI rejected the new key. Phase deletes it. The current key still works.";
const KEY_ENDED = "The new key expires too soon to be used. Phase deletes it. The current key still works.";
const NOT_TOLD = "Phase can't check from this server whether OpenAI accepts the new key.";

/** The new key can't become current. The current key stays, and the new account must be revoked. */
async function refuseKey(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  claim: Claim,
  credential: CredentialRow,
  why: string,
): Promise<Outcome> {
  const failure = new ProviderError("key_not_accepted", why, { kind: "nothing" });
  await moveCredential(unit, credential, "credential.key_refused", revocationDueAt(unit.now));
  if (secret.deletedAt === null) await scheduleAfterFailure(engine, unit, secret, failure, claim.root);
  return { kind: "failed", failure };
}
