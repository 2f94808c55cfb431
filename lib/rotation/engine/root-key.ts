/** The admin key of a call, and what the call says about it. */
import { adminKeyPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import type { ProviderError } from "@/lib/providers/provider-error";
import { blocksCredential } from "../core/health";
import type { Engine } from "../services";
import type { RootRow, Unit } from "../store/store";

/** Throws SealError if the key ring can't decrypt it. */
export async function openRootKey(engine: Pick<Engine, "keyring">, root: RootRow): Promise<string> {
  return await open(engine.keyring, adminKeyPlace(root.id, root.organisationId), root.envelope);
}

/** Marks the admin key as invalid if the failure says so. */
export async function markRefused(unit: Unit, root: RootRow, failure: ProviderError): Promise<void> {
  if (!blocksCredential(failure.code)) return;
  await unit.markRoot(root, { status: "invalid", lastFailureMessage: failure.message });
}

/** The refused admin key has been replaced since, so this says nothing about the new one. */
export async function isOfOldKey(unit: Unit, root: RootRow, failure: ProviderError): Promise<boolean> {
  return blocksCredential(failure.code) && (await unit.rootCredential(root.id)).version !== root.version;
}
