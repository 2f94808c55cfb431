import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "@/simulator/model";
import { violations } from "./invariants";
import type { Invariant } from "./violation";
import type { Observation, ObservedEvent } from "./observation";
import { at, call, created, deleted, event, healthy, NOW, PATH, type Story } from "./healthy-story";

function judged(story: Story, expectation = { quiet: true, latestRevocationMs: 10_000 as number | null }) {
  const observation: Observation = {
    at: NOW,
    history: story.history,
    secrets: [story.secret],
    credentials: [story.old, story.lost, story.current],
    events: story.events,
    exposedKeys: story.exposedKeys,
  };
  return new Set(violations(observation, expectation).map(({ invariant }) => invariant));
}

/** The story with one entry of its history put in another's place. */
function replaced(history: HistoryEntry[], index: number, ...entries: HistoryEntry[]): HistoryEntry[] {
  return history.toSpliced(index, 1, ...entries);
}

function without(told: ObservedEvent[], type: string): ObservedEvent[] {
  return told.filter((each) => each.type !== type);
}

function before(told: ObservedEvent[], type: string, ...inserted: ObservedEvent[]): ObservedEvent[] {
  return told.toSpliced(
    told.findIndex((each) => each.type === type),
    0,
    ...inserted,
  );
}

const keyDeleted = call(800, {
  method: "CONTROL",
  path: "key",
  effect: "key_deleted",
  serviceAccountId: "account-3",
});

type Case = { name: string; breaks: Invariant; change: (story: Story) => Partial<Story> };

const CASES: Case[] = [
  {
    name: "the exposed account is deleted by us",
    breaks: "I1",
    change: ({ history }) => ({ history: [...history, deleted(800, "account-3")] }),
  },
  {
    name: "a key is exposed before it was made",
    breaks: "I1",
    change: ({ history }) => ({ history: replaced(history, 4, created(601, "account-3", "name-3")) }),
  },
  {
    name: "the replaced key died before its replacement was exposed",
    breaks: "I1",
    change: ({ history }) => ({ history: replaced(history, 5, deleted(599, "account-1")) }),
  },
  {
    name: "the stored key is another account's",
    breaks: "I1",
    change: () => ({ exposedKeys: new Map([["current", "account-1"]]) }),
  },
  {
    name: "somebody deletes the exposed key, its account stays, and nobody notices",
    breaks: "I1c",
    change: ({ history }) => ({
      history: [...history, keyDeleted],
      exposedKeys: new Map([["current", null]]),
    }),
  },
  {
    name: "the stored key opens nothing",
    breaks: "I1",
    change: () => ({ exposedKeys: new Map() }),
  },
  {
    name: "what a lost request made lives on",
    breaks: "I2",
    change: ({ history }) => ({ history: replaced(history, 3) }),
  },
  {
    name: "an account without any row",
    breaks: "I2",
    change: ({ history }) => ({ history: [...history, created(700, "account-9", "name-9")] }),
  },
  {
    name: "a revoked account lives on",
    breaks: "I2",
    change: ({ history }) => ({ history: replaced(history, 5) }),
  },
  {
    name: "revoked too late",
    breaks: "I3",
    change: ({ history }) => ({ history: replaced(history, 5, deleted(711, "account-1")) }),
  },
  {
    name: "revoked too early",
    breaks: "I3b",
    change: ({ history }) => ({ history: replaced(history, 5, deleted(699, "account-1")) }),
  },
  {
    name: "planned too early",
    breaks: "I3b",
    change: ({ old, history }) => ({
      old: { ...old, revokeAt: at(650) },
      history: replaced(history, 5, deleted(651, "account-1")),
    }),
  },
  {
    name: "two exposed credentials among the rows",
    breaks: "I5",
    change: ({ old }) => ({ old: { ...old, state: "ACTIVE" } }),
  },
  {
    name: "two mints under way, for a moment",
    breaks: "I5",
    change: ({ events: told }) => ({
      events: before(
        without(told, "credential.outcome_unknown"),
        "credential.minted",
        event("credential.mint_started", "other"),
      ),
    }),
  },
  {
    name: "another request's answer is saved",
    breaks: "I6",
    change: ({ current }) => ({ current: { ...current, serviceAccountName: "name-4" } }),
  },
  {
    name: "one account is saved twice",
    breaks: "I6",
    change: ({ lost }) => ({ lost: { ...lost, serviceAccountId: "account-1" } }),
  },
  {
    name: "someone else's account is deleted",
    breaks: "I7",
    change: ({ history }) => ({ history: [...history, deleted(800, "foreign")] }),
  },
  {
    name: "an account is deleted by name while its request counts as under way",
    breaks: "I7",
    change: ({ lost, events: told }) => ({
      lost: { ...lost, state: "SENDING" },
      events: without(told, "credential.outcome_unknown"),
    }),
  },
  {
    name: "the deletion of the exposed account is asked for and refused",
    breaks: "I8",
    change: ({ history }) => ({
      history: [...history, call(800, { method: "DELETE", path: `${PATH}/account-3`, status: 503 })],
    }),
  },
  {
    name: "a request of unknown outcome is never looked for",
    breaks: "I9",
    change: ({ lost }) => ({ lost: { ...lost, state: "UNKNOWN", nextCheckAt: at(0) } }),
  },
  {
    name: "a mint that nobody ends",
    breaks: "I9",
    change: ({ lost }) => ({ lost: { ...lost, state: "SENDING", nextCheckAt: at(0) } }),
  },
  {
    name: "an expired key that nobody revokes",
    breaks: "I9",
    change: ({ old }) => ({ old: { ...old, state: "EXPIRING", nextCheckAt: at(700) } }),
  },
  {
    name: "a rotation that nobody begins",
    breaks: "I9",
    change: ({ secret }) => ({ secret: { ...secret, nextRotationAt: at(900) } }),
  },
  {
    name: "a change of state without an event",
    breaks: "I10",
    change: ({ events: told }) => ({ events: without(told, "credential.watch_ended") }),
  },
  {
    name: "an event told twice",
    breaks: "I10",
    change: ({ events: told }) => ({ events: [...told, event("credential.revoked", "old")] }),
  },
  {
    name: "an event out of nothing",
    breaks: "I10",
    change: ({ events: told }) => ({ events: [...told, event("credential.revoked", "current")] }),
  },
  {
    name: "a mint begins while paused",
    breaks: "I13",
    change: ({ events: told }) => ({
      events: [...told, event("rotating_secret.paused"), event("credential.mint_started", "other")],
    }),
  },
  {
    name: "a settlement without a date",
    breaks: "I15",
    change: ({ old }) => ({ old: { ...old, state: "REVOKING" } }),
  },
  {
    name: "a request without an intent",
    breaks: "intent",
    change: ({ history }) => ({ history: [...history, call(800, { method: "POST", name: "name-9" })] }),
  },
  {
    name: "a name sent twice",
    breaks: "name",
    change: ({ history }) => ({ history: [...history, call(800, { method: "POST", name: "name-3" })] }),
  },
];

describe("the checker", () => {
  it("finds nothing in a healthy story", () => {
    expect(judged(healthy())).toEqual(new Set());
  });

  it.each(CASES)("$breaks: $name", ({ breaks, change }) => {
    const story = healthy();
    expect(judged({ ...story, ...change(story) })).toContain(breaks);
  });

  it("has a case for each invariant", () => {
    const all: Record<Invariant, true> = {
      I1: true,
      I1c: true,
      I2: true,
      I3: true,
      I3b: true,
      I5: true,
      I6: true,
      I7: true,
      I8: true,
      I9: true,
      I10: true,
      I13: true,
      I15: true,
      intent: true,
      name: true,
    };
    expect(new Set(CASES.map(({ breaks }) => breaks))).toEqual(new Set(Object.keys(all)));
  });

  it("allows what an operator asked for, and what others did", () => {
    const story = healthy();
    const current = { ...story.current, state: "REVOKED", revokeAt: at(800) } as const;
    const history = [...story.history, deleted(801, "account-3")];
    const told = [
      ...story.events,
      event("credential.withdrawn", "current"),
      event("credential.revoked", "current"),
    ];
    expect(judged({ ...story, current, history, events: told })).toEqual(new Set());
    const removed = [...story.history, deleted(801, "account-3", "CONTROL")];
    expect(judged({ ...story, history: removed, exposedKeys: new Map() })).toEqual(new Set());
    const noticed = { ...story.current, keyRemovedAt: at(805) };
    const ended = { history: [...story.history, keyDeleted], exposedKeys: new Map([["current", null]]) };
    expect(judged({ ...story, ...ended, current: noticed })).toEqual(new Set());
    const requested = [
      ...story.events,
      event("rotating_secret.paused"),
      event("rotating_secret.rotation_requested"),
      event("credential.mint_started", "other"),
    ];
    expect(judged({ ...story, events: requested })).toEqual(new Set());
  });

  it("in the middle of a run, a lost request may have left an account that is still looked for", () => {
    const story = healthy();
    const lost = { ...story.lost, state: "UNKNOWN", nextCheckAt: at(1_001) } as const;
    const history = replaced(story.history, 3);
    const told = without(story.events, "credential.watch_ended");
    const running = { quiet: false, latestRevocationMs: null };
    expect(judged({ ...story, lost, history, events: told }, running)).toEqual(new Set());
    expect(judged({ ...story, lost, history, events: told })).toEqual(new Set(["I2", "I9"]));
  });
});
