/** How many pieces of work may begin, depending on what is running. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import { type LanesInHand, lanesInHand, own, work } from "./testing/lanes-in-hand";

let lanes: LanesInHand["lanes"];
let calls: LanesInHand["calls"];
let clock: LanesInHand["clock"];
let room: LanesInHand["room"];
let begin: LanesInHand["begin"];
beforeEach(() => {
  ({ lanes, calls, clock, room, begin } = lanesInHand());
});
afterEach(() => vi.restoreAllMocks());

const away = () => new ProviderError("provider_unavailable", "Away.", { kind: "unknown" });

describe("an admin key has room", () => {
  it("for eight, whatever the others do", async () => {
    expect(room("one")).toBe(8);
    await begin("one", 3);
    expect([room("one"), lanes.running("one"), lanes.running("two")]).toEqual([5, 3, 0]);
    await begin("one", 5);
    expect([room("one"), room("two")]).toEqual([0, 8]);
    expect(lanes.full()).toEqual([own("one")]);
  });

  it("again as soon as one piece has ended", async () => {
    const {
      begun: [first],
    } = await begin("one", 8);
    calls[0]?.answer();
    await first;
    expect([room("one"), lanes.full()]).toEqual([1, []]);
  });

  it("for one while a call is slow", async () => {
    const {
      begun: [first],
    } = await begin("one", 1);
    clock.now = 2_000;
    expect(room("one")).toBe(7);
    clock.now = 2_001;
    expect(room("one")).toBe(0);
    calls[0]?.answer();
    await first;
    expect(room("one")).toBe(8);
  });

  it("for none while one of its calls is slow and no slot is free; a completed call is over", async () => {
    const goesOn = Promise.withResolvers<void>();
    const done = lanes.run(own("one"), async (engine) => {
      await work(engine);
      await goesOn.promise;
    });
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    clock.now = 1_500;
    await begin("one", 1);
    expect(room("one")).toBe(6);
    clock.now = 2_001;
    expect(room("one")).toBe(0);
    calls[0]?.answer();
    await vi.waitFor(() => expect(room("one")).toBe(6));
    goesOn.resolve();
    await done;
    expect(room("one")).toBe(7);
  });

  it("for one while nobody responds, and for eight once the provider does", async () => {
    const {
      begun: [first],
    } = await begin("one", 1);
    calls[0]?.fail(away());
    await expect(first).rejects.toThrow("Away.");
    expect(room("one")).toBe(1);
    const {
      begun: [probe],
    } = await begin("one", 1);
    expect(room("one")).toBe(0);
    calls[1]?.answer();
    await probe;
    expect(room("one")).toBe(8);
  });

  it("for no more than a process can do; work that waits for slow calls doesn't count", async () => {
    for (let key = 0; key < 24; key++) await begin(`key ${key}`, 8);
    expect([room("new"), room("key 0")]).toEqual([0, 0]);
    calls[0]?.answer();
    await vi.waitFor(() => expect(room("new")).toBe(1));
    clock.now = 2_001;
    expect(room("new")).toBe(8);
  });

  it("for none if hundreds wait for slow calls", async () => {
    for (let round = 0; round < 4; round++) {
      for (let key = 0; key < 12; key++) await begin(`key ${round} ${key}`, 8);
      clock.now += 2_001;
    }
    expect(calls).toHaveLength(384);
    expect(room("new")).toBe(0);
    calls[0]?.answer();
    await vi.waitFor(() => expect(room("new")).toBe(1));
  });
});

describe("queued work", () => {
  it("begins in the order of the calls, as its admin key has room", async () => {
    const begun: number[] = [];
    const queued = Array.from({ length: 10 }, (_, nth) =>
      lanes.queue("one", async (engine) => {
        begun.push(nth);
        await work(engine);
      }),
    );
    await vi.waitFor(() => expect(calls).toHaveLength(8));
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    calls[3]?.answer();
    await queued[3];
    await vi.waitFor(() => expect(calls).toHaveLength(9));
    expect(begun.at(-1)).toBe(8);
    for (let nth = 0; nth < 10; nth++) {
      await vi.waitFor(() => expect(calls.length).toBeGreaterThan(nth));
      calls[nth]?.answer();
    }
    await Promise.all(queued);
  });

  it("gets its failure", async () => {
    await expect(lanes.queue("one", () => Promise.reject(new Error("It broke.")))).rejects.toThrow(
      "It broke.",
    );
  });

  it("begins when it is checked, if a slow call of others was in its way", async () => {
    for (let key = 0; key < 24; key++) await begin(`key ${key}`, 8);
    let hasBegun = false;
    void lanes.queue("new", () => Promise.resolve(void (hasBegun = true)));
    expect(hasBegun).toBe(false);
    clock.now = 2_001;
    lanes.begin();
    expect(hasBegun).toBe(true);
  });
});

it("is idle once everything running has ended, however it ended", async () => {
  const {
    begun: [, second],
  } = await begin("one", 2);
  let isIdle = false;
  const idle = lanes.idle().then(() => (isIdle = true));
  calls[1]?.fail(away());
  await expect(second).rejects.toThrow();
  expect(isIdle).toBe(false);
  calls[0]?.answer();
  await idle;
});
