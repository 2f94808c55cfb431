/** What must hold of rows and events wherever they come from: the model's memory, PostgreSQL, a chaos run. */
import { CREDENTIAL_EVENTS, OWING_STATES, transition } from "@/lib/rotation/core/lifecycle";
import type { CredentialState } from "@/lib/rotation/core/model";

const IN_FLIGHT: readonly CredentialState[] = ["SENDING", "MINTED"];

/** I5: one mint under way and one exposed credential at most. What is wrong with the states of one secret's rows, or null. */
export function crowd(states: readonly CredentialState[]): string | null {
  const inFlight = states.filter((state) => IN_FLIGHT.includes(state)).length;
  const exposed = states.filter((state) => state === "ACTIVE").length;
  return inFlight <= 1 && exposed <= 1 ? null : `${inFlight} mints under way, ${exposed} exposed`;
}

/** I15: whether nothing will look again at a row that may owe an account. An exposed one waits for its successor. */
export function isUndated(row: { state: CredentialState; nextCheckAt: Date | null }): boolean {
  return row.nextCheckAt === null && row.state !== "ACTIVE" && OWING_STATES.includes(row.state);
}

/** The events by which a row begins; the second for an account that the provider has and no row knew. */
const BEGINNINGS: Partial<Record<string, CredentialState>> = {
  "credential.mint_started": "SENDING",
  "credential.stray_account_found": "EXPIRING",
};

/** I10: the state after an event, `undefined` being that of no row yet; null where the event can't happen. */
export function stateAfter(
  state: CredentialState | undefined,
  type: string,
): CredentialState | null | undefined {
  const event = CREDENTIAL_EVENTS.find((name) => name === type);
  if (event === undefined) {
    const beginning = BEGINNINGS[type];
    if (beginning === undefined) return state;
    return state === undefined ? beginning : null;
  }
  try {
    return state === undefined ? null : transition(state, event);
  } catch {
    return null;
  }
}
