/** How many pieces of work may begin, by what runs already. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import type { BeforePage, Provider, Verdict } from "@/lib/providers/provider";
import type { EngineServices } from "@/lib/rotation/services";
import { Lanes, type Place } from "./lanes";

/** One page, after its turn. */
const listServiceAccounts = async (_key: string, _project: string, turn: BeforePage) => {
  await turn();
  calls.push({ answer: () => {}, fail: () => {} });
  return await new Promise<[]>(() => {});
};

type Call = { answer(): void; fail(error: Error): void };

let lanes: Lanes;
let now: number;
/** Those that are under way, oldest first. */
let calls: Call[];

beforeEach(() => {
  now = 0;
  calls = [];
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const listProjects = () => {
    const { promise, resolve, reject } = Promise.withResolvers<[]>();
    calls.push({ answer: () => resolve([]), fail: reject });
    return promise;
  };
  const verify = () => {
    const { promise, resolve } = Promise.withResolvers<Verdict>();
    calls.push({
      answer: () => resolve({ kind: "accepted" }),
      fail: ({ message }) => resolve({ kind: "unclear", reason: message, isAway: true }),
    });
    return promise;
  };
  const provider = { listProjects, verify, listServiceAccounts } as unknown as Provider;
  const providers = { open: () => Promise.resolve(provider) };
  lanes = new Lanes({ providers } as unknown as EngineServices);
});
afterEach(() => vi.restoreAllMocks());

const own = (rootId: string): Place => ({ rootId, keyAddress: null });
const eu = (rootId: string): Place => ({ rootId, keyAddress: "eu" });
const room = (rootId: string) => lanes.room(own(rootId));
const work = async ({ providers }: EngineServices) => {
  await (await providers.open("openai")).listProjects("sk-admin-test");
};
const tryKey = async ({ providers }: EngineServices) => {
  await (await providers.open("openai")).verify("sk-test", "EU_STORAGE");
};
/** Begins so many, each of which waits for an answer. */
async function begin(
  rootId: string,
  count = 1,
  { place = own(rootId), each = work } = {},
): Promise<{ begun: Promise<void>[] }> {
  const begun = Array.from({ length: count }, () => lanes.run(place, each));
  for (const each of begun) each.catch(() => {});
  const { length } = calls;
  await vi.waitFor(() => expect(calls.length).toBe(length + count));
  return { begun };
}
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

  it("again as soon as a piece has ended", async () => {
    const {
      begun: [first],
    } = await begin("one", 8);
    calls[0]?.answer();
    await first;
    expect([room("one"), lanes.full()]).toEqual([1, []]);
  });

  it("for none but one while a call is slow", async () => {
    const {
      begun: [first],
    } = await begin("one", 1);
    now = 2_000;
    expect(room("one")).toBe(7);
    now = 2_001;
    expect(room("one")).toBe(0);
    calls[0]?.answer();
    await first;
    expect(room("one")).toBe(8);
  });

  it("for none while one of its calls is slow, though others are not; a call that was answered is over", async () => {
    const goesOn = Promise.withResolvers<void>();
    const done = lanes.run(own("one"), async (engine) => {
      await work(engine);
      await goesOn.promise;
    });
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    now = 1_500;
    await begin("one", 1);
    expect(room("one")).toBe(6);
    now = 2_001;
    expect(room("one")).toBe(0);
    calls[0]?.answer();
    await vi.waitFor(() => expect(room("one")).toBe(6));
    goesOn.resolve();
    await done;
    expect(room("one")).toBe(7);
  });

  it("for one while nobody answers it, and for eight once somebody does", async () => {
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

  it("for no more than a process can do at once: those who wait for slow calls do not count", async () => {
    for (let key = 0; key < 12; key++) await begin(`key ${key}`, 8);
    expect([room("new"), room("key 0")]).toEqual([0, 0]);
    calls[0]?.answer();
    await vi.waitFor(() => expect(room("new")).toBe(1));
    now = 2_001;
    expect(room("new")).toBe(8);
  });

  it("for none where hundreds wait for slow calls", async () => {
    for (let round = 0; round < 4; round++) {
      for (let key = 0; key < 12; key++) await begin(`key ${round} ${key}`, 8);
      now += 2_001;
    }
    expect(calls).toHaveLength(384);
    expect(room("new")).toBe(0);
    calls[0]?.answer();
    await vi.waitFor(() => expect(room("new")).toBe(1));
  });
});

describe("an address where keys are tried", () => {
  it("has room for eight of each admin key, which are not in the way of its own calls", async () => {
    await begin("one", 8, { place: eu("one"), each: tryKey });
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 0]);
    expect([lanes.room({ rootId: "one", keyAddress: "us" }), lanes.room(eu("two"))]).toEqual([8, 8]);
    expect(lanes.full()).toEqual([eu("one")]);
  });

  it("has room for none but one while it is slow, and its admin key for all that goes elsewhere", async () => {
    const {
      begun: [first],
    } = await begin("one", 1, { place: eu("one"), each: tryKey });
    now = 2_001;
    expect([room("one"), lanes.room(eu("one")), lanes.room(eu("two"))]).toEqual([8, 0, 8]);
    calls[0]?.answer();
    await first;
    expect(lanes.room(eu("one"))).toBe(8);
  });

  it("is tried with one hand while it keeps silent, and with eight once it answers", async () => {
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

  it("counts work on the way to it; and has no room where its admin key has none", async () => {
    await begin("one", 3, { place: eu("one") });
    expect([room("one"), lanes.room(eu("one"))]).toEqual([5, 5]);
    await begin("one", 5);
    expect([room("one"), lanes.room(eu("one")), lanes.room(eu("two"))]).toEqual([0, 0, 8]);
  });

  it("that was not foreseen is noticed by the call", async () => {
    const {
      begun: [first],
    } = await begin("one", 1, { place: { rootId: "one", keyAddress: "global" }, each: tryKey });
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 7]);
    calls[0]?.answer();
    await first;
    expect([lanes.room(eu("one")), lanes.full()]).toEqual([8, []]);
  });
});

describe("the watch over exposed keys", () => {
  const ask = async (residency = "EU_STORAGE") =>
    (await lanes.watching("one").providers.open("openai")).verify("sk-test", residency);

  it("asks as many as it wants, where somebody answers", async () => {
    const asked = Array.from({ length: 10 }, () => ask());
    await vi.waitFor(() => expect(calls).toHaveLength(10));
    expect([room("one"), lanes.room(eu("one"))]).toEqual([8, 8]);
    for (const call of calls) call.answer();
    expect(await Promise.all(asked)).toEqual(asked.map(() => ({ kind: "accepted" })));
  });

  it("asks one key at a time at an address that keeps silent, until it answers", async () => {
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

  it("leaves the one hand to a mint that tries its key there, and shows it when a key is slow", async () => {
    const slow = ask();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    now = 2_001;
    expect(lanes.room(eu("one"))).toBe(0);
    calls[0]?.fail(away());
    await slow;
    await begin("one", 1, { place: eu("one"), each: tryKey });
    expect(await ask()).toMatchObject({ kind: "unclear" });
    expect(calls).toHaveLength(2);
  });
});

it("a listing that waits for its turn is not slow; one whose page does not come is", async () => {
  const turn = Promise.withResolvers<void>();
  void lanes.run(own("one"), async ({ providers }) => {
    await (await providers.open("openai")).listServiceAccounts("sk-admin-test", "proj", () => turn.promise);
  });
  await vi.waitFor(() => expect(lanes.running("one")).toBe(1));
  now = 2_001;
  expect(room("one")).toBe(7);
  turn.resolve();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(room("one")).toBe(7);
  now = 4_002;
  expect(room("one")).toBe(0);
});

describe("what is queued", () => {
  it("begins in the order of asking, as its admin key has room", async () => {
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

  it("hears of its failure", async () => {
    await expect(lanes.queue("one", () => Promise.reject(new Error("It broke.")))).rejects.toThrow(
      "It broke.",
    );
  });

  it("begins when it is looked for, where a slow call of others was in its way", async () => {
    for (let key = 0; key < 12; key++) await begin(`key ${key}`, 8);
    let hasBegun = false;
    void lanes.queue("new", () => Promise.resolve(void (hasBegun = true)));
    expect(hasBegun).toBe(false);
    now = 2_001;
    lanes.begin();
    expect(hasBegun).toBe(true);
  });
});

it("is idle once all that runs has ended, however it ended", async () => {
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
