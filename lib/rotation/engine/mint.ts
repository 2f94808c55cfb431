/**
 * Mints one credential: claim and intent (tx) → one request (no tx) → save (tx) → verify (no tx) → expose
 * (tx). A crash at any point leaves a row that `settle.ts` finishes.
 */
import { mintedKeyPlace } from "@/lib/crypto/places";
import { open, seal, SealError } from "@/lib/crypto/sealed";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Minted } from "@/lib/providers/provider";
import { leaseSeconds } from "../core/schedule";
import type { Engine } from "../services";
import { callWithKey } from "./call";
import { type Claim, claimMint } from "./claim";
import { expose } from "./expose";
import type { Outcome } from "./outcome";
import { recordMintFailure } from "./mint-failure";
import { reported } from "./report";
import { saveMinted } from "./save";
import { verifyKey } from "./verify";

/** One wake-up: does what is due for this secret, or nothing. */
export async function mintWhenDue(engine: Engine, rotatingSecretId: string): Promise<Outcome> {
  const work = await engine.store.inUnit((unit) => claimMint(engine, unit, rotatingSecretId), {
    secretId: rotatingSecretId,
  });
  if (work === null) return { kind: "nothing" };
  if (work.kind === "send") return await runMint(engine, work.claim);
  const { claim } = work;
  const { credential, root } = claim;
  const place = mintedKeyPlace(credential.id, root.organisationId);
  const apiKey = await open(engine.keyring, place, credential.envelope ?? "");
  return await reported(engine, claim, () => verifyAndExpose(engine, claim, apiKey));
}

/** Performs a claim with a committed intent. Throws only for a bug or an unreachable database. */
export async function runMint(engine: Engine, claim: Claim): Promise<Outcome> {
  return await reported(engine, claim, () => performMint(engine, claim));
}

async function performMint(engine: Engine, claim: Claim): Promise<Outcome> {
  const { credential, root } = claim;
  let minted: Minted;
  try {
    const request = {
      projectId: credential.projectId,
      name: credential.serviceAccountName,
      keyLifetimeSeconds: claim.keyLifetimeSeconds,
    };
    minted = await callWithKey(
      engine,
      root,
      (provider, rootKey) => {
        refuseStaleLease(engine, claim);
        return provider.mint(rootKey, request);
      },
      claim.urgency,
    );
  } catch (error) {
    return await recordMintFailure(engine, claim, asProviderError(engine, error));
  }
  const envelope = await seal(
    engine.keyring,
    mintedKeyPlace(credential.id, root.organisationId),
    minted.apiKey,
  );
  if (!(await saveMinted(engine, claim, minted, envelope))) return { kind: "superseded" };
  return await verifyAndExpose(engine, claim, minted.apiKey);
}

async function verifyAndExpose(engine: Engine, claim: Claim, apiKey: string): Promise<Outcome> {
  return await expose(engine, claim, await verifyKey(engine, claim, apiKey));
}

/** A process that slept since its claim must not send, because another worker may have taken over. */
function refuseStaleLease(engine: Engine, claim: Claim): void {
  const { timing } = engine.settings;
  const left = leaseSeconds(timing) - (engine.clock.monotonicMs() - claim.takenAtMs) / 1000;
  if (left >= timing.providerTimeoutSeconds * 1.1) return;
  throw new ProviderError("internal", "The worker stalled before it sent the request. Nothing was created.", {
    kind: "nothing",
  });
}

/** A failure before the request was sent (undecryptable envelope, unreachable database) left nothing behind. */
function asProviderError(engine: Engine, error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  engine.log.error({ err: error }, "Mint failed before its request");
  const message =
    error instanceof SealError
      ? "The stored admin key can't be decrypted. Check the server's log and the key ring in PHASE_ENCRYPTION_KEYS."
      : "Internal error in Phase before the request. The log has the details.";
  return new ProviderError("internal", message, { kind: "nothing" });
}
