import type { ProviderError } from "@/lib/providers/provider-error";

/**
 * `superseded`: another worker or the deletion of the secret was first. What was created is recorded and must
 * be revoked.
 */
export type Outcome =
  | { kind: "exposed"; credentialId: string }
  | { kind: "failed"; failure: ProviderError }
  | { kind: "superseded" }
  | { kind: "nothing" };
