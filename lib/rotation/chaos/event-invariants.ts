/** The events, played again: I5 over time, I10 and I13. */
import { CREDENTIAL_EVENTS, type CredentialEvent, transition } from "../core/lifecycle";
import type { CredentialState } from "../core/model";
import type { Violation } from "./invariants";
import type { Observation, ObservedEvent } from "./observation";

const MINT_STARTED = "credential.mint_started";
/** The events by which a row begins; the second for an account that the provider has and no row knew. */
const BEGINNINGS: Partial<Record<string, CredentialState>> = {
  [MINT_STARTED]: "SENDING",
  "credential.stray_account_found": "EXPIRING",
};

const EVENTS = new Map<string, CredentialEvent>(
  CREDENTIAL_EVENTS.map((event) => [`credential.${event}`, event]),
);

export function eventViolations({ credentials, events }: Observation): Violation[] {
  const bySecret = Map.groupBy(events, ({ rotatingSecretId }) => rotatingSecretId);
  const states = new Map<string, CredentialState>();
  const found = [...bySecret.values()].flatMap((own) => [...replayed(own, states), ...mintsWhilePaused(own)]);
  for (const { id, state } of credentials) {
    const told = states.get(id);
    if (told === state) continue;
    found.push({
      invariant: "I10",
      subject: id,
      text: `is ${state}; its events lead to ${told ?? "nothing"}`,
    });
  }
  return found;
}

function replayed(events: readonly ObservedEvent[], states: Map<string, CredentialState>): Violation[] {
  const own = new Map<string, CredentialState>();
  return events.flatMap(({ id: subject, credentialId, type, rotatingSecretId }): Violation[] => {
    if (credentialId === null || !(EVENTS.has(type) || type in BEGINNINGS)) return [];
    const before = own.get(credentialId);
    const after = next(before, type);
    if (after === null)
      return [
        { invariant: "I10", subject, text: `${type} of a credential that is ${before ?? "unheard of"}` },
      ];
    own.set(credentialId, after);
    states.set(credentialId, after);
    const now = [...own.values()];
    const inFlight = now.filter((state) => state === "SENDING" || state === "MINTED").length;
    const exposed = now.filter((state) => state === "ACTIVE").length;
    if (inFlight <= 1 && exposed <= 1) return [];
    const text = `after ${type}: ${inFlight} mints under way, ${exposed} exposed`;
    return [{ invariant: "I5", subject: rotatingSecretId, text }];
  });
}

/** The state after an event, `undefined` being that of no row yet; null where the event can't happen. */
function next(state: CredentialState | undefined, type: string): CredentialState | null {
  const event = EVENTS.get(type);
  if (state === undefined) return BEGINNINGS[type] ?? null;
  if (event === undefined) return null;
  try {
    return transition(state, event);
  } catch {
    return null;
  }
}

function mintsWhilePaused(events: readonly ObservedEvent[]): Violation[] {
  let paused = false;
  let requested = false;
  return events.flatMap(({ type, rotatingSecretId: subject, id }): Violation[] => {
    switch (type) {
      case "rotating_secret.paused":
        paused = true;
        requested = false;
        return [];
      case "rotating_secret.resumed":
      case "rotating_secret.recovered":
        paused = false;
        return [];
      case "rotating_secret.rotation_requested":
        requested = true;
        return [];
      case "credential.exposed":
        requested = false;
        return [];
      case MINT_STARTED:
        return paused && !requested
          ? [{ invariant: "I13", subject, text: `${id}: a mint began while paused` }]
          : [];
      default:
        return [];
    }
  });
}
