/** The events, played again: I5 over time, I10 and I13. */
import type { CredentialState } from "@/lib/rotation/core/model";
import { crowd, stateAfter } from "../harness/rules";
import type { Violation } from "./violation";
import type { Observation, ObservedEvent } from "./observation";

const MINT_STARTED = "credential.mint_started";

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
    if (credentialId === null) return [];
    const before = own.get(credentialId);
    const after = stateAfter(before, type);
    if (after === before) return [];
    if (after == null)
      return [
        { invariant: "I10", subject, text: `${type} of a credential that is ${before ?? "unheard of"}` },
      ];
    own.set(credentialId, after);
    states.set(credentialId, after);
    const crowded = crowd([...own.values()]);
    if (crowded === null) return [];
    return [{ invariant: "I5", subject: rotatingSecretId, text: `after ${type}: ${crowded}` }];
  });
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
