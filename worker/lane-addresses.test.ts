/** Addresses where keys are checked: a separate lane beside the admin key's own. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import { eu, type LanesInHand, lanesInHand, own, tryKey } from "./testing/lanes-in-hand";

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

describe("an address where keys are checked", () => {
  it("has room for eight of each admin key, apart from its own calls", async () => {
    await begin("one", 8, { place: eu("one"), each: tryKey });
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 0]);
    expect([lanes.room({ rootId: "one", keyAddress: "us" }), lanes.room(eu("two"))]).toEqual([8, 8]);
    expect(lanes.full()).toEqual([eu("one")]);
  });

  it("has room for one while it is slow, and its admin key for everything elsewhere", async () => {
    const {
      begun: [first],
    } = await begin("one", 1, { place: eu("one"), each: tryKey });
    clock.now = 2_001;
    expect([room("one"), lanes.room(eu("one")), lanes.room(eu("two"))]).toEqual([8, 0, 8]);
    calls[0]?.answer();
    await first;
    expect(lanes.room(eu("one"))).toBe(8);
  });

  it("gets one slot while it is silent, and eight once it responds", async () => {
    const {
      begun: [first],
    } = await begin("one", 1, { place: eu("one"), each: tryKey });
    calls[0]?.fail(away());
    await first;
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 1]);
    const {
      begun: [probe],
    } = await begin("one", 1, { place: eu("one"), each: tryKey });
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 0]);
    calls[1]?.answer();
    await probe;
    expect(lanes.room(eu("one"))).toBe(8);
  });

  it("counts work on its way there; and has no room if its admin key has none", async () => {
    await begin("one", 3, { place: eu("one") });
    expect([room("one"), lanes.room(eu("one"))]).toEqual([5, 5]);
    await begin("one", 5);
    expect([room("one"), lanes.room(eu("one")), lanes.room(eu("two"))]).toEqual([0, 0, 8]);
  });

  it("that was not foreseen is detected by the call", async () => {
    const {
      begun: [first],
    } = await begin("one", 1, { place: { rootId: "one", keyAddress: "global" }, each: tryKey });
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 7]);
    calls[0]?.answer();
    await first;
    expect([lanes.room(eu("one")), lanes.full()]).toEqual([8, []]);
  });
});

describe("the checks of current keys", () => {
  const ask = async (residency = "EU_STORAGE") =>
    (await lanes.watching("one").providers.open("openai")).verify("sk-test", residency);

  it("check as many as they want, if the provider responds", async () => {
    const asked = Array.from({ length: 10 }, () => ask());
    await vi.waitFor(() => expect(calls).toHaveLength(10));
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 8]);
    for (const call of calls) call.answer();
    expect(await Promise.all(asked)).toEqual(asked.map(() => ({ kind: "accepted" })));
  });

  it("check one key at a time at a silent address, until it responds", async () => {
    const first = ask();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    calls[0]?.fail(away());
    expect(await first).toMatchObject({ kind: "unclear" });
    const probe = ask();
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 0]);
    expect(await ask()).toMatchObject({ kind: "unclear" });
    const elsewhere = ask("US_STORAGE");
    await vi.waitFor(() => expect(calls).toHaveLength(3));
    for (const call of calls) call.answer();
    expect([await probe, await elsewhere]).toEqual([{ kind: "accepted" }, { kind: "accepted" }]);
    expect(lanes.room(eu("one"))).toBe(8);
  });

  it("leave the slot to a mint that checks its key there, and show it when a key is slow", async () => {
    const slow = ask();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    clock.now = 2_001;
    expect(lanes.room(eu("one"))).toBe(0);
    calls[0]?.fail(away());
    await slow;
    await begin("one", 1, { place: eu("one"), each: tryKey });
    expect(await ask()).toMatchObject({ kind: "unclear" });
    expect(calls).toHaveLength(2);
  });
});

it("a listing that waits for its turn isn't slow; one whose page doesn't arrive is", async () => {
  const turn = Promise.withResolvers<void>();
  void lanes.run(own("one"), async ({ providers }) => {
    await (await providers.open("openai")).listServiceAccounts("sk-admin-test", "proj", () => turn.promise);
  });
  await vi.waitFor(() => expect(lanes.running("one")).toBe(1));
  clock.now = 2_001;
  expect(room("one")).toBe(7);
  turn.resolve();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(room("one")).toBe(7);
  clock.now = 4_002;
  expect(room("one")).toBe(0);
});
