import type { ProviderError } from "@/lib/providers/provider-error";

/** `superseded`: another worker, or the deletion of the secret, was first; what was made is owed and recorded. */
export type Outcome =
  | { kind: "exposed"; credentialId: string }
  | { kind: "failed"; failure: ProviderError }
  | { kind: "superseded" }
  | { kind: "nothing" };
