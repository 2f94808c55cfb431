/** A mint without a key: what it left behind, and what the schedule does now. The current key is never touched. */
import type { ProviderError } from "@/lib/providers/provider-error";
import { reactionTo } from "../core/health";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";
import {
  backoffSeconds,
  confirmSeconds,
  probeSeconds,
  secondsAfter,
  spreadOf,
  type Timing,
} from "../core/schedule";
import type { Engine } from "../services";
import type { RootRow, SecretRow, Unit } from "../store/store";
import { HeldBack } from "./held-back";
import type { Claim } from "./claim";
import { afterPause, failed } from "./failure";
import type { Outcome } from "./outcome";
import { watchOf } from "./lost";
import { withdrawnRequest } from "./request";
import { moveCredential, WORKER } from "./move";
import { isOfOldKey, markRefused } from "./root-key";
import { recordLateAnswer } from "./save";

export async function recordMintFailure(
  engine: Engine,
  claim: Claim,
  failure: ProviderError,
): Promise<Outcome> {
  await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(claim.secretId);
    if (secret === null) return;
    await settleIntent(engine, unit, claim, failure);
    if (secret.fence !== claim.fence) return;
    if (secret.deletedAt !== null) {
      await unit.updateSecret(secret.id, { leaseUntil: null });
    } else if ((await isOutdated(unit, secret, claim, failure)) || failure instanceof HeldBack) {
      const seconds = failure instanceof HeldBack ? (failure.details.retryAfterSeconds ?? 0) : 0;
      const retryAt = secondsAfter(unit.now, seconds);
      await unit.updateSecret(secret.id, { leaseUntil: null, retryAt });
      await unit.wakeMint(secret.id, retryAt);
    } else {
      await scheduleAfterFailure(engine, unit, secret, failure, claim.root);
    }
  }, claim);
  return { kind: "failed", failure };
}

/**
 * A refusal of something that the secret no longer uses: its admin key was replaced meanwhile, or it has
 * another admin key or project.
 */
async function isOutdated(
  unit: Unit,
  secret: SecretRow,
  { root, credential }: Claim,
  failure: ProviderError,
): Promise<boolean> {
  if (await isOfOldKey(unit, root, failure)) return true;
  const isOther = secret.thirdPartyCredentialId !== root.id || secret.projectId !== credential.projectId;
  return isOther && reactionTo(failure.code, failure.code) === "pause";
}

async function settleIntent(engine: Engine, unit: Unit, claim: Claim, failure: ProviderError): Promise<void> {
  const credential = await unit.credential(claim.credential.id);
  if (credential === null) return;
  const { leftBehind } = failure;
  if (credential.state !== "SENDING") {
    if (leftBehind.kind === "account") await recordLateAnswer(unit, credential, leftBehind.serviceAccountId);
    return;
  }
  const told = failed({ failureCount: 0 }, failure, unit.now);
  const detail = { code: failure.code, message: failure.message, ...status(failure) };
  switch (leftBehind.kind) {
    case "nothing":
      await moveCredential(
        unit,
        credential,
        "credential.mint_refused",
        { ...told, nextCheckAt: null },
        { detail },
      );
      return;
    case "unknown": {
      const patch = { ...told, ...watchOf(engine, unit, credential.sentAt), failureCount: 0 };
      await moveCredential(unit, credential, "credential.outcome_unknown", patch, { detail });
      return;
    }
    case "account": {
      const { serviceAccountId } = leftBehind;
      const patch = { ...told, serviceAccountId, mintedAt: unit.now, failureCount: 0, nextCheckAt: unit.now };
      await moveCredential(unit, credential, "credential.mint_incomplete", patch, { detail });
    }
  }
}

function status(failure: ProviderError): { status?: number; requestId?: string } {
  const { status, requestId } = failure.details;
  return { ...(status === undefined ? {} : { status }), ...(requestId === undefined ? {} : { requestId }) };
}

/**
 * A requested rotation doesn't wait as long as the schedule: it is attempted every minute, however often the
 * schedule failed.
 */
function longestWait({ rotateRequestedAt, rotationIntervalSeconds }: SecretRow, timing: Timing): number {
  if (rotateRequestedAt === null) return rotationIntervalSeconds;
  return Math.min(rotationIntervalSeconds, probeSeconds(timing));
}

/** Waits and retries, or pauses until a person acts. A manual pause stays. */
export async function scheduleAfterFailure(
  engine: Engine,
  unit: Unit,
  secret: SecretRow,
  failure: ProviderError,
  root: RootRow,
): Promise<void> {
  const { timing } = engine.settings;
  const told = { leaseUntil: null, ...failed(secret, failure, unit.now), updatedAt: unit.now };
  const previous =
    secret.failureCount > 0 ? FAILURE_CODES.find((code) => code === secret.lastFailureCode) : undefined;
  const reaction = reactionTo(failure.code, previous ?? null);
  if (reaction === "pause") {
    await markRefused(unit, root, failure);
    const pause =
      secret.pauseReason === null ? ({ pauseReason: "failure", pausedAt: unit.now } as const) : {};
    await unit.updateSecret(secret.id, {
      ...told,
      ...pause,
      retryAt: null,
      ...withdrawnRequest(secret),
    });
    const detail = { reason: "failure", code: failure.code, message: failure.message } as const;
    if (secret.pauseReason === null) {
      await unit.recordEvent({
        rotatingSecretId: secret.id,
        type: "rotating_secret.paused",
        actor: WORKER,
        detail,
      });
    }
    return;
  }
  const seconds =
    reaction === "confirm"
      ? confirmSeconds(timing)
      : backoffSeconds(told.failureCount, spreadOf(secret.id), timing, longestWait(secret, timing));
  const retryAt = await afterPause(unit, root.id, secondsAfter(unit.now, seconds));
  await unit.updateSecret(secret.id, { ...told, retryAt });
  await unit.wakeMint(secret.id, retryAt);
}
