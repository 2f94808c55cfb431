/** The admin key that a call is made with, and what a call tells about it. */
import { adminKeyPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import type { ProviderError } from "@/lib/providers/errors";
import { blocksCredential } from "../core/health";
import { secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { RootRow, Unit } from "../store";

/** Throws SealError where the key ring does not open it. */
export async function openRootKey(engine: Pick<Engine, "keyring">, root: RootRow): Promise<string> {
  return await open(engine.keyring, adminKeyPlace(root.id, root.organisationId), root.envelope);
}

/** A 429 parks the admin key for every rotating secret that uses it: they share its allowance. */
export async function park(unit: Unit, rootId: string, failure: ProviderError): Promise<Date | null> {
  const { retryAfterSeconds } = failure.details;
  if (failure.code !== "provider_rate_limited" || retryAfterSeconds === undefined) return null;
  const parkedUntil = secondsAfter(unit.now, retryAfterSeconds);
  await unit.updateRootCredential(rootId, { parkedUntil });
  return parkedUntil;
}

/** Shows the admin key as invalid, where the failure says so. */
export async function markRefused(unit: Unit, rootId: string, failure: ProviderError): Promise<void> {
  if (!blocksCredential(failure.code)) return;
  await unit.updateRootCredential(rootId, { status: "invalid", lastFailureMessage: failure.message });
}
