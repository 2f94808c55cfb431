/**
 * Glossary. Every other file uses these words and no synonyms.
 *
 * - root credential: the admin key with which service accounts are made and deleted ("third-party credential" in the console).
 * - rotating secret: a schedule that keeps one exposed credential in an environment and replaces it in time.
 * - credential: one service account that we asked the provider for, with its API key.
 * - mint: ask the provider for a new service account and its key.
 * - verify: ask the provider whether it accepts a freshly minted key, before the key is exposed.
 * - expose: make a credential's values the current values of the outputs.
 * - key lifetime: after which a key ends by itself, where the provider's organisation wants that; its successor comes before.
 * - output: a value of the exposed credential that stands in the environment under a name of its own.
 * - expire: a replaced credential waits for its revocation delay; it still works.
 * - revocation delay: how long a replaced credential goes on working, in seconds.
 * - revoke: delete the service account at the provider. A debt until the provider confirms it.
 * - intent: the row written before a mint request leaves; whatever happens, the row knows the account's name.
 * - fence: a number that grows with each claim; a result with an older number is refused.
 * - lease: until when a worker may act on what it claimed.
 */

/** Where one credential stands. `lifecycle.ts` holds what may follow what. */
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

/** An "Expiring" credential with less than this left is shown as "Expiring soon". Seconds. */
export const EXPIRING_SOON_SECONDS = 86_400;
