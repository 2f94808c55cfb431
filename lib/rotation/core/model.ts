/**
 * Glossary. Every other file uses these words and no synonyms.
 *
 * - third-party credential, "root" in the engine: the admin key with which service accounts are created and deleted.
 * - rotating secret: a schedule that keeps one exposed credential in an environment and replaces it in time.
 * - credential: one service account that Phase requested from the provider, with its API key.
 * - mint: ask the provider for a new service account and its key.
 * - verify: ask the provider whether it accepts a freshly minted key, before the key is exposed.
 * - expose: make a credential's values the current values of the outputs. People read "current key" and "Active".
 * - key lifetime: after which a key expires, if the provider's organization requires that. Its successor comes before.
 * - output: a value of the exposed credential that appears in the environment under a name of its own.
 * - expire: a replaced credential waits for its revocation delay; it still works. People read "previous key".
 * - revocation delay: how long a replaced credential keeps working, in seconds.
 * - revoke: delete the service account at the provider.
 * - debt: a revocation that the provider has not confirmed. People read "outstanding revocation".
 * - stray account: one of ours that no row knows. People read "orphaned". One that only looks like ours is "unclaimed".
 * - intent: the row written before a mint request leaves; whatever happens, the row knows the account's name.
 * - fence: a number that grows with each claim; a result with an older number is refused.
 * - lease: until when a worker may act on what it claimed.
 */

/** A credential's state. `lifecycle.ts` defines the transitions. */
export const CREDENTIAL_STATES = [
  "SENDING",
  "MINTED",
  "ACTIVE",
  "EXPIRING",
  "REVOKING",
  "REVOKED",
  "FAILED",
  "UNKNOWN",
  "DISCARDED",
] as const;
export type CredentialState = (typeof CREDENTIAL_STATES)[number];

/** An "Expiring" credential with less than this left appears as "Expiring soon". Seconds. */
export const EXPIRING_SOON_SECONDS = 86_400;
