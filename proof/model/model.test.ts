import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CREDENTIAL_EVENTS } from "@/lib/rotation/core/lifecycle";
import { type Operation, operation } from "./operations";
import { play } from "./play";
import { World } from "./world";

/** How many sequences: a few hundred in npm test, 10,000 and more by command. */
const RUNS = Number(process.env["PHASE_MODEL_RUNS"] ?? 400);
const SEED = process.env["PHASE_MODEL_SEED"];

const HOUR = 3_600;

/** Event → how often it happened in all sequences together. */
const seen = new Map<string, number>();

async function playInMemory(operations: readonly Operation[]): Promise<World> {
  const world = await play(await World.inMemory(), operations);
  for (const { type } of world.rows.events) seen.set(type, (seen.get(type) ?? 0) + 1);
  return world;
}

/** Histories with a name: they broke an invariant once, or chance seldom leads there. */
const STORIES: { name: string; operations: Operation[] }[] = [
  {
    name: "a save whose commit's answer is lost, and then the database: the account is not deleted, it may be saved",
    operations: [
      { do: "fault", fault: { call: "verify", kind: "down_before", times: 6, seconds: 0 } },
      { do: "create", trouble: { at: 2, when: "after", kind: "database_gone", units: 7 } },
    ],
  },
  {
    name: "a lost request in a project that is archived then: its watch ends",
    operations: [
      { do: "archive" },
      { do: "rotate", pick: 0, mode: "graceful", trouble: null },
      { do: "work", trouble: { at: 0, when: "after", kind: "crash", units: 1 } },
    ],
  },
  {
    name: "a key that the provider refuses: its account is deleted, the old key stays",
    operations: [
      { do: "fault", fault: { call: "verify", kind: "unauthorized", times: 8, seconds: 0 } },
      { do: "next", trouble: null },
    ],
  },
  {
    name: "an account without a key: it is deleted",
    operations: [
      { do: "fault", fault: { call: "mint", kind: "no_key", times: 1, seconds: 0 } },
      { do: "next", trouble: null },
    ],
  },
  {
    name: "an answer that comes after the request was given up: its account is deleted",
    operations: [
      { do: "next", trouble: { at: 1, when: "after", kind: "freeze", units: 1 } },
      { do: "next", trouble: null },
      { do: "thaw", pick: 0 },
    ],
  },
  {
    name: "a worker that wakes while another one finishes its mint: the owner of the lease exposes",
    operations: [
      { do: "next", trouble: { at: 2, when: "after", kind: "freeze", units: 1 } },
      { do: "elapse", seconds: 61 },
      { do: "work", trouble: { at: 3, when: "before", kind: "freeze", units: 1 } },
      { do: "thaw", pick: 0 },
      { do: "thaw", pick: 0 },
    ],
  },
  {
    name: "a pause while a mint is running: its switch leaves the pause alone",
    operations: [
      { do: "next", trouble: { at: 2, when: "after", kind: "freeze", units: 1 } },
      { do: "pause", pick: 0, trouble: null },
      { do: "thaw", pick: 0 },
    ],
  },
  {
    name: "a request that takes effect long after its answer was given up: the watch still finds the account",
    operations: [
      { do: "fault", fault: { call: "mint", kind: "late", times: 1, seconds: HOUR } },
      { do: "next", trouble: null },
    ],
  },
  {
    name: "two mints in one second: two names",
    operations: [
      { do: "rotate", pick: 0, mode: "graceful", trouble: null },
      { do: "work", trouble: null },
      { do: "rotate", pick: 0, mode: "graceful", trouble: null },
      { do: "work", trouble: null },
    ],
  },
  {
    name: "a lost request whose schedule is moved away then: its new key follows all the same",
    operations: [
      { do: "create", trouble: null },
      { do: "next", trouble: { at: 1, when: "before", kind: "crash", units: 1 } },
      { do: "edit", pick: 0, intervalHours: 48, delaySeconds: 0, trouble: null },
    ],
  },
  {
    name: "a database whose clock runs ahead: the replaced key lives out its delay",
    operations: [
      { do: "edit", pick: 0, intervalHours: 6, delaySeconds: 5 * HOUR, trouble: null },
      { do: "next", trouble: null },
      { do: "elapse", seconds: 4.5 * HOUR },
      { do: "clock", aheadSeconds: HOUR },
      { do: "work", trouble: null },
      { do: "clock", aheadSeconds: 0 },
      { do: "elapse", seconds: HOUR },
      { do: "work", trouble: null },
    ],
  },
  {
    name: "a key that ends by itself: its successor comes before",
    operations: [
      { do: "key_life", hours: 4 },
      { do: "next", trouble: null },
      { do: "edit", pick: 0, intervalHours: 48, delaySeconds: 0, trouble: null },
    ],
  },
  {
    name: "a key that has ended when its worker wakes up: it is not exposed",
    operations: [
      { do: "key_life", hours: 4 },
      { do: "next", trouble: { at: 2, when: "before", kind: "freeze", units: 1 } },
      { do: "elapse", seconds: 6 * HOUR },
      { do: "thaw", pick: 0 },
    ],
  },
  {
    name: "a replaced key that is given more time: it lives that long",
    operations: [
      { do: "next", trouble: null },
      { do: "extend", pick: 0, seconds: 6 * HOUR, trouble: null },
      { do: "elapse", seconds: 6 * HOUR },
      { do: "work", trouble: null },
    ],
  },
  {
    name: "a settlement that is forgotten",
    operations: [
      { do: "admin_key", key: "dead" },
      { do: "delete", pick: 0, trouble: null },
      { do: "forget", pick: 0, trouble: null },
    ],
  },
];

describe("M1: the engine in memory", () => {
  it(
    `keeps its invariants in ${RUNS} random sequences of crashes, faults, commands and time`,
    async () => {
      const sequences = fc.array(operation, { maxLength: 40, size: "max" });
      await fc.assert(
        fc.asyncProperty(sequences, async (operations) => {
          await playInMemory(operations);
        }),
        {
          numRuns: RUNS,
          includeErrorInReport: true,
          plugins: [fc.unbiased()],
          ...(SEED === undefined ? {} : { seed: Number(SEED) }),
        },
      );
    },
    RUNS * 1_000,
  );

  it.each(STORIES)("$name", async ({ operations }) => {
    await playInMemory(operations);
  });

  it("converges when nothing happens at all", async () => {
    const world = await playInMemory([]);
    expect([...world.rows.credentials.values()].filter(({ state }) => state === "ACTIVE")).toHaveLength(1);
  });

  it("the sequences cover every event of a credential's life", () => {
    // Only the inventory finds such accounts.
    const expected = CREDENTIAL_EVENTS.filter((event) => event !== "credential.found_alive");
    expect(expected.filter((event) => !seen.has(event))).toEqual([]);
  });
});
