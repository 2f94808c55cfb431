/** The admin key that a call is made with, and what a call tells about it. */
import { adminKeyPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import type { ProviderError } from "@/lib/providers/provider-error";
import { blocksCredential } from "../core/health";
import type { Engine } from "../services";
import type { RootRow, Unit } from "../store/store";

/** Throws SealError where the key ring does not open it. */
export async function openRootKey(engine: Pick<Engine, "keyring">, root: RootRow): Promise<string> {
  return await open(engine.keyring, adminKeyPlace(root.id, root.organisationId), root.envelope);
}

/** Shows the admin key as invalid, where the failure says so. */
export async function markRefused(unit: Unit, root: RootRow, failure: ProviderError): Promise<void> {
  if (!blocksCredential(failure.code)) return;
  await unit.markRoot(root, { status: "invalid", lastFailureMessage: failure.message });
}

/** The refusal is of an admin key that has been replaced since: it says nothing of the one that is there now. */
export async function isOfOldKey(unit: Unit, root: RootRow, failure: ProviderError): Promise<boolean> {
  return blocksCredential(failure.code) && (await unit.rootCredential(root.id)).version !== root.version;
}
