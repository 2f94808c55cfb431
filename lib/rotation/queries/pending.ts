/**
 * Credentials at which something is still to happen, as conditions on `state`. Written out as they are in the predicate of the
 * index minted_credential_pending: of a parameter, and of a cast, PostgreSQL can't tell that it serves, and past credentials
 * are read with the few that live.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import type { CredentialState } from "../core/model";
import { WAITING_STATES } from "../core/lifecycle";

const isOneOf = (states: readonly CredentialState[]) =>
  Prisma.raw(`state IN (${states.map((state) => `'${state}'`).join(", ")})`);

export const IS_WAITING = isOneOf(WAITING_STATES);
/** As in the index minted_credential_in_use. */
export const IS_IN_USE = isOneOf(["ACTIVE", "EXPIRING"]);
export const IS_PENDING = isOneOf(["SENDING", "MINTED", ...WAITING_STATES]);
