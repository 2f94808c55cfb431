/** Decides, under the secret's row lock, what a mint wake-up does. Writes the intent before any request is sent. */
import { accountName, nextEpoch } from "@/lib/providers/account-names";
import type { MintReason } from "@/lib/lists/mint-reasons";
import { mintReason } from "../core/reasons";
import {
  isOverlooked,
  leaseSeconds,
  lostAfterSeconds,
  resumeSeconds,
  secondsAfter,
  unknownCheckAt,
} from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, RootRow, SecretRow, Unit } from "../store/store";
import type { Urgency } from "./call";
import { markLost } from "./lost";
import { checkAt, moveCredential, revocationDueAt, WORKER } from "./move";
import { quarantine } from "./quarantine";

/** `fence` belongs to the claim. If a process finds a greater one on the row, it has lost. */
export type Claim = {
  secretId: string;
  fence: number;
  credential: CredentialRow;
  root: RootRow;
  /** The secret's value at the time of the claim. */
  keyLifetimeSeconds: number | null;
  urgency: Urgency;
  /** Monotonic clock, in milliseconds: when the lease was taken. */
  takenAtMs: number;
  /** How long before the claim the key was planned or requested. Null if it wasn't due yet. */
  lateSeconds: number | null;
  /** Added by the exposing transaction if this is the first mint of a secret that is being created. Otherwise null. */
  complete: ((unit: Unit) => Promise<void>) | null;
};

/**
 * Nobody wants the result of this mint, because the secret was deleted. A secret that is being created
 * doesn't exist yet.
 */
export function isUnwanted(claim: Claim, secret: SecretRow): boolean {
  return secret.deletedAt !== null && claim.complete === null;
}

/** `send`: a new intent was written. `resume`: a saved key must be verified and exposed. Null: nothing to do now. */
export async function claimMint(
  engine: Engine,
  unit: Unit,
  secretId: string,
): Promise<{ kind: "send" | "resume"; claim: Claim } | null> {
  const secret = await unit.lockSecret(secretId);
  if (secret === null || secret.deletedAt !== null) return null;
  if (secret.leaseUntil !== null && secret.leaseUntil > unit.now) return null;
  const [inFlight] = await unit.credentialsIn(secretId, ["SENDING", "MINTED"]);
  if (inFlight?.state === "MINTED" && mayResume(engine, unit, inFlight)) {
    return { kind: "resume", claim: await takeLease(engine, unit, secret, inFlight) };
  }
  if (inFlight?.state === "MINTED") {
    if (isOverlooked(inFlight.nextCheckAt, unit.now, engine.settings.timing) || inFlight.revokeAt !== null) {
      await quarantine(engine, unit, secret, inFlight, inFlight.serviceAccountId);
      return null;
    }
    await moveCredential(unit, inFlight, "credential.withdrawn", revocationDueAt(unit.now));
  }
  if (inFlight?.state === "SENDING") await markLost(engine, unit, secret, inFlight);
  const [exposed = null] = await unit.credentialsIn(secretId, ["ACTIVE"]);
  const reason = mintReason({ secret, exposed, now: unit.now });
  if (reason === null) return null;
  const notBefore = await earliestMint(engine, unit, secret);
  if (notBefore > unit.now) return await later(unit, secretId, notBefore);
  return { kind: "send", claim: await writeIntent(engine, unit, secret, reason) };
}

/** A saved key that no worker could expose for this long never will be (its envelope may be unreadable). */
function mayResume(engine: Engine, unit: Unit, { mintedAt }: CredentialRow): boolean {
  return mintedAt === null || secondsAfter(mintedAt, resumeSeconds(engine.settings.timing)) > unit.now;
}

async function later(unit: Unit, secretId: string, retryAt: Date): Promise<null> {
  await unit.updateSecret(secretId, { retryAt });
  await unit.wakeMint(secretId, retryAt);
  return null;
}

/** The provider asked for a pause, or a request with an unknown outcome hasn't been searched for yet: later. */
async function earliestMint(engine: Engine, unit: Unit, secret: SecretRow): Promise<Date> {
  const root = await unit.rootCredential(secret.thirdPartyCredentialId);
  const unknown = await unit.credentialsIn(secret.id, ["UNKNOWN"]);
  const times = [
    unit.now,
    ...(root.parkedUntil === null ? [] : [root.parkedUntil]),
    ...unknown.map(({ sentAt }) => unknownCheckAt(sentAt, 0, sentAt, engine.settings.timing)),
  ];
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

/** The intent: whatever happens from now on, this row has the account's name. */
export async function writeIntent(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  reason: MintReason,
  actor = WORKER,
): Promise<Claim> {
  const { timing } = engine.settings;
  const epoch = nextEpoch(unit.now, secret.lastEpoch);
  const fence = secret.fence + 1;
  const lostAt = secondsAfter(unit.now, lostAfterSeconds(timing));
  const credential = await unit.insertCredential({
    rotatingSecretId: secret.id,
    thirdPartyCredentialId: secret.thirdPartyCredentialId,
    serviceAccountName: accountName(secret.nameTemplate, secret.id, epoch),
    projectId: secret.projectId,
    reason,
    projectResidency: secret.projectResidency,
    fence,
    sentAt: unit.now,
    nextCheckAt: lostAt,
  });
  await unit.updateSecret(secret.id, { ...leaseOf(engine, unit, fence), lastEpoch: epoch });
  await unit.recordEvent({
    rotatingSecretId: secret.id,
    credentialId: credential.id,
    type: "credential.mint_started",
    actor,
    detail: { serviceAccountName: credential.serviceAccountName, reason },
  });
  // In case this process dies before the response.
  await unit.wakeSettle(credential.id, lostAt);
  return await claimOf(engine, unit, secret, fence, credential);
}

async function takeLease(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  credential: CredentialRow,
): Promise<Claim> {
  const fence = secret.fence + 1;
  await unit.updateSecret(secret.id, leaseOf(engine, unit, fence));
  await checkAt(unit, credential, leaseEnd(engine, unit));
  return await claimOf(engine, unit, secret, fence, credential);
}

function leaseOf(engine: Engine, unit: Unit, fence: number): Partial<SecretRow> {
  return { fence, leaseUntil: leaseEnd(engine, unit) };
}

export function leaseEnd(engine: Engine, unit: Unit): Date {
  return secondsAfter(unit.now, leaseSeconds(engine.settings.timing));
}

async function claimOf(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  fence: number,
  credential: CredentialRow,
): Promise<Claim> {
  const root = await unit.rootCredential(credential.thirdPartyCredentialId);
  const { id: secretId, keyLifetimeSeconds, rotateRequestedAt, nextRotationAt } = secret;
  const late = (Number(unit.now) - Number(rotateRequestedAt ?? nextRotationAt)) / 1000;
  const takenAtMs = engine.clock.monotonicMs();
  const urgency = rotateRequestedAt === null ? "usual" : "urgent";
  const lateSeconds = late < 0 ? null : late;
  const taken = { secretId, fence, credential, root, keyLifetimeSeconds };
  return { ...taken, urgency, takenAtMs, lateSeconds, complete: null };
}
