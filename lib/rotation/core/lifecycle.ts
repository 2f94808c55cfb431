/**
 * The lifecycle of a credential as data. This table alone decides which transitions are possible, and the
 * diagram in the docs is drawn from it.
 */
import type { EventType } from "@/lib/lists/events";
import type { CredentialState } from "./model";
import type { CredentialStatus } from "@/lib/lists/states";

export const CREDENTIAL_EVENTS = [
  "credential.minted", // the provider's answer is stored
  "credential.mint_refused", // the provider created nothing
  "credential.mint_incomplete", // an account exists, but its key is unusable: only its ID is stored
  "credential.outcome_unknown", // the provider's outcome is unknown
  "credential.answered_late", // a response came after the row had left SENDING
  "credential.exposed", // its values are the current ones
  "credential.key_refused", // the provider does not accept the new key
  "credential.replaced", // another credential became current
  "credential.withdrawn", // no longer wanted: deleted, revoked by hand, break-glass
  "credential.quarantined", // its key may be in use, unknown to this database, so it is left alone for a while
  "credential.revocation_due", // its revocation delay is over
  "credential.revoked", // the provider confirms that the account is gone
  "credential.found_alive", // the provider has its account, although none should exist
  "credential.watch_ended", // watched long enough: the lost request created nothing, or what it created is deleted
  "credential.forgotten", // an operator stopped the outstanding revocation, with a reason
] as const satisfies EventType[];
export type CredentialEvent = (typeof CREDENTIAL_EVENTS)[number];

type Row = Partial<Record<CredentialEvent, CredentialState>>;

export const TRANSITIONS = {
  SENDING: {
    "credential.minted": "MINTED",
    "credential.mint_refused": "FAILED",
    "credential.mint_incomplete": "REVOKING",
    "credential.outcome_unknown": "UNKNOWN",
  },
  MINTED: {
    "credential.exposed": "ACTIVE",
    "credential.key_refused": "REVOKING",
    "credential.withdrawn": "REVOKING",
    "credential.quarantined": "EXPIRING",
  },
  ACTIVE: { "credential.replaced": "EXPIRING", "credential.withdrawn": "REVOKING" },
  EXPIRING: { "credential.revocation_due": "REVOKING", "credential.withdrawn": "REVOKING" },
  REVOKING: { "credential.revoked": "REVOKED", "credential.forgotten": "DISCARDED" },
  UNKNOWN: {
    "credential.answered_late": "REVOKING",
    "credential.quarantined": "EXPIRING",
    "credential.watch_ended": "DISCARDED",
    "credential.forgotten": "DISCARDED",
  },
  DISCARDED: { "credential.answered_late": "REVOKING", "credential.found_alive": "REVOKING" },
  REVOKED: { "credential.found_alive": "REVOKING" },
  FAILED: { "credential.found_alive": "REVOKING" },
} as const satisfies Record<CredentialState, Row>;

/** A state and an event that the table doesn't allow together: a bug, never a caller's mistake. */
export class IllegalTransition extends Error {
  override readonly name = "IllegalTransition";
  constructor(
    readonly state: CredentialState,
    readonly event: CredentialEvent,
  ) {
    super(`A credential in state ${state} can't take the event "${event}".`);
  }
}

/** The state after an event. Throws IllegalTransition. */
export function transition(state: CredentialState, event: CredentialEvent): CredentialState {
  const row: Row = TRANSITIONS[state];
  const next = row[event];
  if (next === undefined) throw new IllegalTransition(state, event);
  return next;
}

/** States in which the provider may have a live account of Phase's. */
export const OWING_STATES: readonly CredentialState[] = [
  "SENDING",
  "MINTED",
  "ACTIVE",
  "EXPIRING",
  "REVOKING",
  "UNKNOWN",
];

/** States with an outstanding provider call, which may have to wait. */
export const WAITING_STATES: readonly CredentialState[] = ["EXPIRING", "REVOKING", "UNKNOWN"];

/** The state as people read it. */
export function credentialStatus(credential: {
  state: CredentialState;
  failureCount: number;
  mintedAt: Date | null;
}): CredentialStatus {
  switch (credential.state) {
    case "SENDING":
    case "MINTED":
      return "minting";
    case "ACTIVE":
      return "active";
    case "EXPIRING":
      return "expiring";
    case "REVOKING":
      return credential.failureCount > 0 ? "revoke_failed" : "revoking";
    case "REVOKED":
      return "revoked";
    case "FAILED":
    case "UNKNOWN":
      return "mint_failed";
    case "DISCARDED":
      return credential.mintedAt === null ? "mint_failed" : "forgotten";
  }
}
