/** Mints under way, as prepared tests put them in place. */
import type { Claim } from "@/lib/rotation/engine/claim";
import type { Prepared } from "./prepared";

type SecretPatch = Parameters<Prepared["secret"]>[0];
type CredentialPatch = Parameters<Prepared["credential"]>[1];

/** What the provider answers to a request for a key. */
export const MINTED = { serviceAccountId: "sa_new", keyId: "key_new", apiKey: "sk-new", keyExpiresAt: null };

/** `prepared` gives the test's own: each begins with new rows. */
export function claimsOf(prepared: () => Prepared) {
  return {
    /** A claim whose intent is committed, by the worker with this fence. */
    claimed: async (patch: Partial<Claim> = {}, row: CredentialPatch = {}): Promise<Claim> => {
      const p = prepared();
      await p.secret({ fence: 2, leaseUntil: p.at(60) });
      const sent = { sentAt: p.now(), nextCheckAt: p.at(45), fence: 2, ...row };
      return p.claim(await p.credential("SENDING", sent), patch);
    },
    /** A claim whose key is saved, and not yet exposed. */
    minted: async (
      secret: SecretPatch = {},
      row: CredentialPatch = {},
      claim: Partial<Claim> = {},
    ): Promise<Claim> => {
      const p = prepared();
      await p.secret({ fence: 2, leaseUntil: p.at(60), ...secret });
      const saved = { sentAt: p.at(-5), mintedAt: p.at(-2), nextCheckAt: p.at(60), ...row };
      return p.claim(await p.credential("MINTED", saved), claim);
    },
  };
}
