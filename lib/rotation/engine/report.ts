/** What a rotation or revocation leaves in the log and the metrics: one line each, with IDs and no value. */
import type { ProviderError } from "@/lib/providers/provider-error";
import type { Engine } from "../services";
import type { Claim } from "./claim";
import type { Settlement } from "./settlement";
import { HeldBack } from "./held-back";
import type { Outcome } from "./outcome";

type Reporter = Pick<Engine, "log" | "metrics" | "clock">;

/** Performs a claim and reports its end. The caller reports what it throws. */
export async function reported(
  engine: Reporter,
  claim: Claim,
  perform: () => Promise<Outcome>,
): Promise<Outcome> {
  const outcome = await perform();
  if (outcome.kind === "nothing") return outcome;
  const seconds = (engine.clock.monotonicMs() - claim.takenAtMs) / 1000;
  const lateSeconds = claim.lateSeconds === null ? null : claim.lateSeconds + seconds;
  // Unknown for rows that an earlier version wrote.
  const reason = claim.credential.reason ?? "";
  const line = {
    ...idsOf({ credential: claim.credential, root: claim.root }),
    reason,
    seconds: round(seconds),
  };
  if (outcome.kind === "failed") {
    const { failure } = outcome;
    engine.metrics.rotated(failedWith(failure), reason, { seconds, lateSeconds: null });
    reportFailure(engine, { ...line, outcome: failure.leftBehind.kind }, failure, "Rotation failed");
    return outcome;
  }
  engine.metrics.rotated({ outcome: outcome.kind }, reason, { seconds, lateSeconds });
  if (outcome.kind === "exposed") engine.log.info({ ...line, lateSeconds: round(lateSeconds) }, "Rotated");
  else engine.log.info(line, "Rotation superseded");
  return outcome;
}

/** `lateSeconds`: since the end of the delay. Null if the account was never meant to have one. */
export function reportRevoked(engine: Reporter, settlement: Settlement, lateSeconds: number | null): void {
  engine.metrics.revoked({ outcome: "revoked" }, lateSeconds);
  engine.log.info({ ...idsOf(settlement), lateSeconds: round(lateSeconds) }, "Revoked");
}

export function reportNotRevoked(engine: Reporter, settlement: Settlement, failure: ProviderError): void {
  engine.metrics.revoked(failedWith(failure), null);
  reportFailure(engine, idsOf(settlement), failure, "Revocation failed");
}

function failedWith(failure: ProviderError) {
  return failure instanceof HeldBack
    ? ({ outcome: "held_back" } as const)
    : ({ outcome: "failed", code: failure.code } as const);
}

/** A call that was held back is no attempt. It returns automatically, and often. */
function reportFailure({ log }: Reporter, line: object, failure: ProviderError, message: string): void {
  const { status, requestId } = failure.details;
  const told = { ...line, code: failure.code, status, requestId, why: failure.message };
  if (failure instanceof HeldBack) log.debug(told, `${message}: postponed`);
  else log.warn(told, message);
}

function idsOf({ credential, root }: Settlement) {
  const { rotatingSecretId, id: credentialId, serviceAccountName } = credential;
  return { rotatingSecretId, credentialId, serviceAccountName, adminKeyId: root.id };
}

const round = (seconds: number | null) => (seconds === null ? undefined : Math.round(seconds * 1000) / 1000);
