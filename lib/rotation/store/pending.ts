/**
 * Credentials at which something is still to happen, as conditions on `state`. Written out as they are in the predicates of the
 * indexes minted_credential_pending and minted_credential_one_active: of a parameter, and of a cast, PostgreSQL can't tell that it serves, and past credentials
 * are read with the few that live.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import type { CredentialState } from "../core/model";
import { WAITING_STATES } from "../core/lifecycle";

const isOneOf = (states: readonly CredentialState[]) =>
  Prisma.raw(`state IN (${states.map((state) => `'${state}'`).join(", ")})`);

export const IS_ACTIVE = isOneOf(["ACTIVE"]);
export const IS_WAITING = isOneOf(WAITING_STATES);
/** As in the index minted_credential_in_use. */
export const IS_IN_USE = isOneOf(["ACTIVE", "EXPIRING"]);
const PENDING_STATES = ["SENDING", "MINTED", ...WAITING_STATES] as const;
export const IS_PENDING = isOneOf(PENDING_STATES);

/** Those of a secret's credentials that its next step depends on. */
export const LIVE_STATES: ReadonlySet<CredentialState> = new Set(["ACTIVE", ...PENDING_STATES]);
