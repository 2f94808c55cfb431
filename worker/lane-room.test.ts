/** How many pieces of work may begin, by what runs already. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Provider } from "@/lib/providers/provider";
import type { EngineServices } from "@/lib/rotation/services";
import { Lanes } from "./lanes";

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
  const provider = { listProjects } as unknown as Provider;
  const providers = { open: () => Promise.resolve(provider) };
  lanes = new Lanes({ providers } as unknown as EngineServices);
});
afterEach(() => vi.restoreAllMocks());

const work = async ({ providers }: EngineServices) => {
  await (await providers.open("openai")).listProjects("sk-admin-test");
};
/** Begins so many, each of which waits for an answer. */
async function begin(rootId: string, count = 1): Promise<{ begun: Promise<void>[] }> {
  const begun = Array.from({ length: count }, () => lanes.run(rootId, work));
  for (const each of begun) each.catch(() => {});
  const { length } = calls;
  await vi.waitFor(() => expect(calls.length).toBe(length + count));
  return { begun };
}
const away = () => new ProviderError("provider_unavailable", "Away.", { kind: "unknown" });

describe("an admin key has room", () => {
  it("for eight, whatever the others do", async () => {
    expect(lanes.room("one")).toBe(8);
    await begin("one", 3);
    expect([lanes.room("one"), lanes.running("one"), lanes.running("two")]).toEqual([5, 3, 0]);
    await begin("one", 5);
    expect([lanes.room("one"), lanes.room("two")]).toEqual([0, 8]);
    expect(lanes.full()).toEqual(["one"]);
  });

  it("again as soon as a piece has ended", async () => {
    const {
      begun: [first],
    } = await begin("one", 8);
    calls[0]?.answer();
    await first;
    expect([lanes.room("one"), lanes.full()]).toEqual([1, []]);
  });

  it("for none but one while a call is slow", async () => {
    const {
      begun: [first],
    } = await begin("one", 1);
    now = 2_000;
    expect(lanes.room("one")).toBe(7);
    now = 2_001;
    expect(lanes.room("one")).toBe(0);
    calls[0]?.answer();
    await first;
    expect(lanes.room("one")).toBe(8);
  });

  it("for none while one of its calls is slow, though others are not; a call that was answered is over", async () => {
    const goesOn = Promise.withResolvers<void>();
    const done = lanes.run("one", async (engine) => {
      await work(engine);
      await goesOn.promise;
    });
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    now = 1_500;
    await begin("one", 1);
    expect(lanes.room("one")).toBe(6);
    now = 2_001;
    expect(lanes.room("one")).toBe(0);
    calls[0]?.answer();
    await vi.waitFor(() => expect(lanes.room("one")).toBe(6));
    goesOn.resolve();
    await done;
    expect(lanes.room("one")).toBe(7);
  });

  it("for one while nobody answers it, and for eight once somebody does", async () => {
    const {
      begun: [first],
    } = await begin("one", 1);
    calls[0]?.fail(away());
    await expect(first).rejects.toThrow("Away.");
    expect(lanes.room("one")).toBe(1);
    const {
      begun: [probe],
    } = await begin("one", 1);
    expect(lanes.room("one")).toBe(0);
    calls[1]?.answer();
    await probe;
    expect(lanes.room("one")).toBe(8);
  });

  it("for no more than a process can do at once: those who wait for slow calls do not count", async () => {
    for (let key = 0; key < 12; key++) await begin(`key ${key}`, 8);
    expect([lanes.room("new"), lanes.room("key 0")]).toEqual([0, 0]);
    calls[0]?.answer();
    await vi.waitFor(() => expect(lanes.room("new")).toBe(1));
    now = 2_001;
    expect(lanes.room("new")).toBe(8);
  });

  it("for none where hundreds wait for slow calls", async () => {
    for (let round = 0; round < 4; round++) {
      for (let key = 0; key < 12; key++) await begin(`key ${round} ${key}`, 8);
      now += 2_001;
    }
    expect(calls).toHaveLength(384);
    expect(lanes.room("new")).toBe(0);
    calls[0]?.answer();
    await vi.waitFor(() => expect(lanes.room("new")).toBe(1));
  });
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
