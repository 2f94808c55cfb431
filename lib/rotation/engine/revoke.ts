/**
 * Completes one outstanding revocation: deletes the service account, and trusts only the provider's
 * confirmation. Never given up.
 */
import { ProviderError } from "@/lib/providers/provider-error";
import { type CallResult, callProvider } from "./call";
import { moveCredential, NO_FAILURE } from "./move";
import type { Engine } from "../services";
import type { Unit } from "../store/store";
import { postpone } from "./postpone";
import { reportNotRevoked, reportRevoked } from "./report";
import type { Settlement } from "./settlement";

type Confirmed = "gone" | "project_archived";

export async function revokeCredential(
  engine: Engine,
  settlement: Settlement,
): Promise<CallResult<Confirmed>> {
  const result = await callProvider(engine, settlement.root, async (provider, rootKey) => {
    const { projectId, serviceAccountId } = settlement.credential;
    if (serviceAccountId === null) throw new Error("A credential to revoke has no service account.");
    const revoked = await provider.revoke(rootKey, { projectId, serviceAccountId });
    if (revoked !== "unconfirmed") return revoked;
    throw new ProviderError(
      "provider_rejected",
      "Couldn't confirm the deletion: this admin key can't see the project. It may belong to another OpenAI organisation.",
      { kind: "nothing" },
    );
  });
  const recorded = await engine.store.inUnit((unit) => record(engine, unit, settlement, result), {
    secretId: settlement.credential.rotatingSecretId,
  });
  if (recorded === null) return result;
  if (result.ok) reportRevoked(engine, settlement, recorded.lateSeconds);
  else reportNotRevoked(engine, settlement, result.failure);
  return result;
}

/** Null if someone else was first. */
async function record(
  engine: Engine,
  unit: Unit,
  settlement: Settlement,
  result: CallResult<Confirmed>,
): Promise<{ lateSeconds: number | null } | null> {
  const secret = await unit.lockSecret(settlement.credential.rotatingSecretId);
  const credential = await unit.credential(settlement.credential.id);
  if (secret === null || credential?.state !== "REVOKING") return null;
  if (!result.ok) {
    await postpone(engine, unit, credential, result.failure, settlement.root);
    return { lateSeconds: null };
  }
  // The key is useless now, so its envelope is deleted too.
  const patch = { revokedAt: unit.now, nextCheckAt: null, envelope: null, ...NO_FAILURE };
  const detail = { serviceAccountId: credential.serviceAccountId, confirmation: result.value };
  await moveCredential(unit, credential, "credential.revoked", patch, { detail });
  const { revokeAt } = credential;
  return { lateSeconds: revokeAt === null ? null : (Number(unit.now) - Number(revokeAt)) / 1000 };
}
