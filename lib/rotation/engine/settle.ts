/**
 * One wake-up for one credential: finishes what a crash left, and revokes what is outstanding. Also for
 * paused and deleted secrets.
 */
import type { Engine } from "../services";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import { leaseEnd } from "./claim";
import type { Settlement } from "./settlement";
import { askForTime, delayIsOver, hold } from "./delay";
import { markLost } from "./lost";
import { mintWhenDue } from "./mint";
import { AFRESH, moveCredential, revocationDueAt } from "./move";
import { noticeAnswer } from "./outage";
import { revokeCredential } from "./revoke";
import { watchForAccount } from "./watch";

/** A provider call to make outside the transaction, or the row's next step without one. */
type Step =
  | { do: "revoke" | "watch" | "ask_for_time"; settlement: Settlement }
  | { do: "resume"; secretId: string }
  | { do: "nothing" };

const NOTHING: Step = { do: "nothing" };

export async function settle(engine: Engine, credentialId: string): Promise<void> {
  const step = await engine.store.inUnit((unit) => nextStep(engine, unit, credentialId), { credentialId });
  switch (step.do) {
    case "ask_for_time":
      if (await askForTime(engine, step.settlement)) await settle(engine, credentialId);
      return;
    case "revoke": {
      await noticeAnswer(engine, step.settlement, await revokeCredential(engine, step.settlement));
      return;
    }
    case "watch": {
      await noticeAnswer(engine, step.settlement, await watchForAccount(engine, step.settlement));
      return;
    }
    case "resume":
      await mintWhenDue(engine, step.secretId);
      return;
    case "nothing":
      return;
  }
}

async function nextStep(engine: Engine, unit: Unit, credentialId: string): Promise<Step> {
  const found = await unit.credential(credentialId);
  if (found === null) return NOTHING;
  const secret = await unit.lockSecret(found.rotatingSecretId);
  const credential = await unit.credential(credentialId);
  if (secret === null || credential === null) return NOTHING;
  if (credential.nextCheckAt === null || credential.nextCheckAt > unit.now) return NOTHING;
  if (credential.leaseUntil !== null && credential.leaseUntil > unit.now) return NOTHING;
  switch (credential.state) {
    case "SENDING":
      await markLost(engine, unit, secret, credential);
      return NOTHING;
    case "MINTED":
      return await finishMint(unit, secret, credential);
    case "EXPIRING":
      return await endDelay(engine, unit, credential);
    case "REVOKING":
      return await leaseForCall(engine, unit, credential, "revoke");
    case "UNKNOWN":
      return await leaseForCall(engine, unit, credential, "watch");
    case "ACTIVE":
    case "REVOKED":
    case "FAILED":
    case "DISCARDED":
      return NOTHING;
  }
}

async function endDelay(engine: Engine, unit: Unit, credential: CredentialRow): Promise<Step> {
  const root = await unit.rootCredential(credential.thirdPartyCredentialId);
  switch (delayIsOver(() => engine.providers.clock(root.provider), credential)) {
    case "unknown":
      return { do: "ask_for_time", settlement: { credential, root } };
    case "running":
      await hold(unit, credential);
      return NOTHING;
    case "over":
      // No wake-up, because a worker has it.
      await moveCredential(unit, credential, "credential.revocation_due", AFRESH);
      return await leaseForCall(engine, unit, { ...credential, state: "REVOKING" }, "revoke");
  }
}

async function finishMint(unit: Unit, secret: SecretRow, credential: CredentialRow): Promise<Step> {
  if (secret.deletedAt === null) return { do: "resume", secretId: secret.id };
  await moveCredential(unit, credential, "credential.withdrawn", revocationDueAt(unit.now));
  return NOTHING;
}

/** Leases the credential for one provider call. */
async function leaseForCall(
  engine: Engine,
  unit: Unit,
  credential: CredentialRow,
  what: "revoke" | "watch",
): Promise<Step> {
  const root = await unit.rootCredential(credential.thirdPartyCredentialId);
  await unit.updateCredential(credential.id, credential.state, { leaseUntil: leaseEnd(engine, unit) });
  return { do: what, settlement: { credential, root } };
}
