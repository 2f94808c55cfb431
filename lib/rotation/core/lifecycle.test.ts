import { describe, expect, it } from "vitest";
import {
  CREDENTIAL_EVENTS,
  type CredentialEvent,
  credentialStatus,
  IllegalTransition,
  OWING_STATES,
  transition,
  TRANSITIONS,
  WAITING_STATES,
} from "./lifecycle";
import { CREDENTIAL_STATES, type CredentialState } from "./model";

/** Written by hand, independently of the code's table: the state after each event. A dot means not allowed. */
const EXPECTED = `
                   SENDING   MINTED    ACTIVE    EXPIRING  REVOKING   REVOKED  FAILED  UNKNOWN    DISCARDED
minted             MINTED    .         .         .         .          .        .       .          .
mint_refused       FAILED    .         .         .         .          .        .       .          .
mint_incomplete    REVOKING  .         .         .         .          .        .       .          .
outcome_unknown    UNKNOWN   .         .         .         .          .        .       .          .
answered_late      .         .         .         .         .          .        .       REVOKING   REVOKING
exposed            .         ACTIVE    .         .         .          .        .       .          .
key_refused        .         REVOKING  .         .         .          .        .       .          .
replaced           .         .         EXPIRING  .         .          .        .       .          .
withdrawn          .         REVOKING  REVOKING  REVOKING  .          .        .       .          .
quarantined        .         EXPIRING  .         .         .          .        .       EXPIRING   .
revocation_due     .         .         .         REVOKING  .          .        .       .          .
revoked            .         .         .         .         REVOKED    .        .       .          .
found_alive        .         .         .         .         .          REVOKING REVOKING .        REVOKING
watch_ended        .         .         .         .         .          .        .       DISCARDED  .
forgotten          .         .         .         .         DISCARDED  .        .       DISCARDED  .
`;

const [heading = [], ...rows] = EXPECTED.trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));

const cell = (state: CredentialState, event: CredentialEvent): string | undefined =>
  rows.find(([name]) => `credential.${name}` === event)?.[heading.indexOf(state) + 1];

describe("every state and event", () => {
  it("is in the table", () => {
    expect([...heading].sort()).toEqual([...CREDENTIAL_STATES].sort());
    expect(rows.map(([name]) => `credential.${name}`)).toEqual([...CREDENTIAL_EVENTS]);
  });

  const pairs = CREDENTIAL_STATES.flatMap((state) =>
    CREDENTIAL_EVENTS.map((event) => ({ state, event, next: cell(state, event) })),
  );
  const allowed = pairs.filter(({ next }) => next !== ".");
  const refused = pairs.filter(({ next }) => next === ".");

  it.each(allowed)("$state -> $event -> $next", ({ state, event, next }) => {
    expect(transition(state, event)).toBe(next);
  });

  it.each(refused)("$state refuses $event", ({ state, event }) => {
    expect(() => transition(state, event)).toThrow(new IllegalTransition(state, event));
  });
});

it("a refusal names itself, the state and the event, because it is a bug and the log must say which", () => {
  const refusal = new IllegalTransition("ACTIVE", "credential.minted");
  expect(String(refusal)).toMatch(/^IllegalTransition: .*ACTIVE.*credential\.minted/);
});

describe("the shape of the table", () => {
  const followers = (state: CredentialState): CredentialState[] => Object.values(TRANSITIONS[state]);

  it("every state but SENDING is reached from SENDING", () => {
    const reached = new Set<CredentialState>(["SENDING"]);
    for (const state of reached) for (const next of followers(state)) reached.add(next);
    expect([...reached].sort()).toEqual([...CREDENTIAL_STATES].sort());
  });

  it("from every state, one with nothing outstanding can be reached", () => {
    const ends = new Set(CREDENTIAL_STATES.filter((state) => !OWING_STATES.includes(state)));
    for (let before = -1; before !== ends.size;) {
      before = ends.size;
      for (const state of CREDENTIAL_STATES)
        if (followers(state).some((next) => ends.has(next))) ends.add(state);
    }
    expect(ends.size).toBe(CREDENTIAL_STATES.length);
  });

  it("a state with nothing outstanding never becomes exposed again", () => {
    for (const state of ["REVOKED", "FAILED", "DISCARDED", "UNKNOWN", "REVOKING", "EXPIRING"] as const) {
      expect(OWING_STATES.includes(state)).toBe(!["REVOKED", "FAILED", "DISCARDED"].includes(state));
      expect(followers(state)).not.toContain("ACTIVE");
    }
  });
});

it("in six states an account may be alive; in three of them only a call ends that", () => {
  expect(OWING_STATES).toEqual(["SENDING", "MINTED", "ACTIVE", "EXPIRING", "REVOKING", "UNKNOWN"]);
  expect(WAITING_STATES).toEqual(["EXPIRING", "REVOKING", "UNKNOWN"]);
});

describe("the state as people read it", () => {
  const at = new Date("2026-01-01T00:00:00Z");
  it.each([
    ["SENDING", 0, null, "minting"],
    ["MINTED", 0, at, "minting"],
    ["ACTIVE", 0, at, "active"],
    ["EXPIRING", 0, at, "expiring"],
    ["REVOKING", 0, at, "revoking"],
    ["REVOKING", 1, at, "revoke_failed"],
    ["REVOKED", 0, at, "revoked"],
    ["FAILED", 1, null, "mint_failed"],
    ["UNKNOWN", 1, null, "mint_failed"],
    ["UNKNOWN", 1, at, "mint_failed"],
    ["DISCARDED", 0, null, "mint_failed"],
    ["DISCARDED", 3, at, "forgotten"],
  ] as const)("%s with %i failures, minted %s: %s", (state, failureCount, mintedAt, status) => {
    expect(credentialStatus({ state, failureCount, mintedAt })).toBe(status);
  });
});
