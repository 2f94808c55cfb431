/** Commits a fresh key before anything else happens to it. */
import type { Minted } from "@/lib/providers/provider";
import type { Engine } from "../services";
import type { CredentialRow, Unit } from "../store/store";
import { type Claim, isUnwanted, leaseEnd } from "./claim";
import { insist } from "./insist";
import { moveCredential, revocationDueAt } from "./move";

/**
 * True if the key is saved and this claim may continue. False: the row has changed without this claim (its
 * account is recorded and must be revoked), or the secret is gone. Throws if the database stays unreachable.
 * The account isn't deleted here, because an attempt may have been committed and only its response lost. The
 * row's watch finds what wasn't saved.
 */
export async function saveMinted(
  engine: Engine,
  claim: Claim,
  minted: Minted,
  envelope: string,
): Promise<boolean> {
  return await insist(engine, claim, (unit) => save(engine, unit, claim, minted, envelope));
}

async function save(
  engine: Engine,
  unit: Unit,
  claim: Claim,
  minted: Minted,
  envelope: string,
): Promise<boolean> {
  const secret = await unit.lockSecret(claim.secretId);
  const credential = await unit.credential(claim.credential.id);
  if (secret === null || credential === null) throw new Error("The rows of a running mint are gone.");
  // An earlier attempt was committed although its response was lost.
  if (credential.state === "MINTED" && credential.serviceAccountId === minted.serviceAccountId) {
    return secret.fence === claim.fence;
  }
  if (credential.state !== "SENDING") {
    await recordLateAnswer(unit, credential, minted.serviceAccountId);
    return false;
  }
  const leaseUntil = leaseEnd(engine, unit);
  await moveCredential(unit, credential, "credential.minted", {
    serviceAccountId: minted.serviceAccountId,
    keyId: minted.keyId,
    envelope,
    mintedAt: unit.now,
    keyExpiresAt: minted.keyExpiresAt,
    nextCheckAt: leaseUntil,
  });
  if (isUnwanted(claim, secret)) {
    const saved = await unit.credential(credential.id);
    if (saved !== null) await moveCredential(unit, saved, "credential.withdrawn", revocationDueAt(unit.now));
    return false;
  }
  await unit.updateSecret(secret.id, { leaseUntil });
  return true;
}

/** The response of a request that was given up: its account is recorded, and must be revoked immediately. */
export async function recordLateAnswer(
  unit: Unit,
  credential: CredentialRow,
  serviceAccountId: string,
): Promise<void> {
  if (credential.state !== "UNKNOWN" && credential.state !== "DISCARDED") return;
  const patch = { serviceAccountId, mintedAt: unit.now, ...revocationDueAt(unit.now) };
  await moveCredential(unit, credential, "credential.answered_late", patch, { detail: { serviceAccountId } });
}
