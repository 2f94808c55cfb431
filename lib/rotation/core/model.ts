/**
 * Glossary. Every other file uses these words and no synonyms.
 *
 * - third-party credential, "root" in the engine: the admin key with which service accounts are created and deleted.
 * - rotating secret: a schedule that keeps one current credential in an environment and replaces it in time.
 * - credential: one service account that Phase requested from the provider, with its API key.
 * - mint: ask the provider for a new service account and its key.
 * - verify: ask the provider whether it accepts a freshly minted key, before the key is exposed.
 * - expose: make a credential's values the current values of the outputs. People read "current key" and "Active".
 * - key lifetime: the time after which a key expires, if the provider's organisation requires that. Its successor comes first.
 * - output: a value of the exposed credential that appears in the environment under its own name.
 * - expire: a replaced credential waits for its revocation delay; it still works. People read "previous key".
 * - revocation delay: how long a replaced credential keeps working, in seconds.
 * - revoke: delete the service account at the provider.
 * - settlement: a credential whose account must still be deleted or searched for. People read "outstanding revocation".
 * - orphaned account: one of Phase's that no row knows. One that only looks like Phase's is "unclaimed".
 * - inventory: the comparison of an admin key's accounts at the provider with the rows.
 * - intent: the row written before a mint request is sent, so that the account's name is known whatever happens.
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
