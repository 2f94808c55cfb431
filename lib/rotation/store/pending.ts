/**
 * Credentials with pending work, as conditions on `state`. Written exactly like the predicates of the indexes
 * minted_credential_pending and minted_credential_one_active: PostgreSQL wouldn't use them for a parameter or
 * a cast, and would read past credentials with the few live ones.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import type { CredentialState } from "../core/model";
import { WAITING_STATES } from "../core/lifecycle";

const isOneOf = (states: readonly CredentialState[]) =>
  Prisma.raw(`state IN (${states.map((state) => `'${state}'`).join(", ")})`);

export const IS_ACTIVE = isOneOf(["ACTIVE"]);
export const IS_WAITING = isOneOf(WAITING_STATES);
/** Like the index minted_credential_in_use. */
export const IS_IN_USE = isOneOf(["ACTIVE", "EXPIRING"]);
const PENDING_STATES = ["SENDING", "MINTED", ...WAITING_STATES] as const;
export const IS_PENDING = isOneOf(PENDING_STATES);

/** A secret's credentials on which its next step depends. */
export const LIVE_STATES: ReadonlySet<CredentialState> = new Set(["ACTIVE", ...PENDING_STATES]);
