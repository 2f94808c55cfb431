/** Calls with an admin key: whose turn it is, and what a response says about the key. */
import { beforeEach, describe, expect, it } from "vitest";
import { failure } from "@/proof/harness/given";
import type { Provider } from "@/lib/providers/provider";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { callProvider, callWithKey, beforePage } from "./call";
import { HeldBack } from "./held-back";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

const made: string[] = [];
beforeEach(() => void (made.length = 0));
const call = (_provider: Provider, key: string) => Promise.resolve(void made.push(key));
/** This many calls were just made. */
const after = async (calls: number) => {
  for (let nth = 0; nth < calls; nth++)
    await p.memory.takeCall(p.rootNow().id, { spacingSeconds: 0.2, burst: 20 }, 60_000);
};

it("decrypts the admin key, and passes it to the call", async () => {
  await callWithKey(p.engine, p.rootNow(), call);
  expect(made).toEqual(["sk-admin"]);
  expect(p.told.slept).toEqual([]);
});

describe("while the admin key is parked", () => {
  it.each(["usual", "urgent", "background"] as const)("a call that is %s is not made", async (urgency) => {
    await p.park(90);
    const refused = callWithKey(p.engine, p.rootNow(), call, urgency);
    await expect(refused).rejects.toThrow(/asked Phase to slow down/);
    await expect(callWithKey(p.engine, p.rootNow(), call, urgency)).rejects.toMatchObject({
      code: "provider_rate_limited",
      details: { retryAfterSeconds: 90 },
      leftBehind: { kind: "nothing" },
    });
    expect(made).toEqual([]);
    expect(p.told.slept).toEqual([]);
  });

  it("one whose turn came later than the pause is not made either", async () => {
    await after(21);
    const { sleep } = p.engine.clock;
    p.engine.clock.sleep = async (milliseconds) => {
      await p.park(30);
      await sleep(milliseconds);
    };
    const refused = callWithKey(p.engine, p.rootNow(), call);
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining("asked Phase to slow down") as unknown,
      details: { retryAfterSeconds: 29.6 },
    });
    expect(made).toEqual([]);
  });

  it("one whose turn comes with the pause's end is made", async () => {
    await after(21);
    const { sleep } = p.engine.clock;
    p.engine.clock.sleep = async (milliseconds) => {
      await p.park(milliseconds / 1000);
      await sleep(milliseconds);
    };
    await callWithKey(p.engine, p.rootNow(), call);
    expect(made).toHaveLength(1);
  });
});

describe("beyond the burst", () => {
  it("a call waits for its turn", async () => {
    await after(21);
    await callWithKey(p.engine, p.rootNow(), call);
    expect(p.told.slept).toEqual([400]);
    expect(made).toHaveLength(1);
  });

  it("no longer than a mint's lease allows: it gets the time to retry", async () => {
    await after(19 + 60 + 5);
    await expect(callWithKey(p.engine, p.rootNow(), call)).rejects.toThrow(/are queued/);
    expect(made).toEqual([]);
    expect(p.told.slept).toEqual([]);
  });

  it("an urgent call does not wait, and counts", async () => {
    await after(200);
    await callWithKey(p.engine, p.rootNow(), call, "urgent");
    expect(p.told.slept).toEqual([]);
    expect(made).toHaveLength(1);
    expect(Number(p.rootNow().pacedUntil) - Number(p.now())).toBe(201 * 200);
  });

  it("a call in the background leaves half of it to the others, and takes no turn ahead of time", async () => {
    await after(9);
    await callWithKey(p.engine, p.rootNow(), call, "background");
    expect(p.told.slept).toEqual([]);
    await callWithKey(p.engine, p.rootNow(), call, "background");
    expect(p.told.slept).toEqual([200]);
    expect(p.told.turns).toEqual([0, 0, 0]);
    expect(made).toHaveLength(2);
  });

  it("a call in the background waits for a lease's time, then is postponed", async () => {
    await after(9 + 300);
    await callWithKey(p.engine, p.rootNow(), call, "background");
    expect(p.told.slept).toEqual([60_000]);
    await after(9 + 400);
    await expect(callWithKey(p.engine, p.rootNow(), call, "background")).rejects.toBeInstanceOf(HeldBack);
    expect(made).toHaveLength(1);
  });
});

describe("an answer", () => {
  it("shows that an invalid admin key works", async () => {
    p = await prepare({ status: "invalid", lastFailureMessage: "no" });
    await callWithKey(p.engine, p.rootNow(), call);
    expect(p.rootNow()).toMatchObject({ status: "valid", lastFailureMessage: null });
  });

  it("of a valid one is not worth a unit", async () => {
    p.trouble.units = 1;
    await callWithKey(p.engine, p.rootNow(), call);
    expect(p.trouble.units).toBe(1);
    expect(p.told.errors).toEqual([]);
  });

  it("429 parks it for the requested time, whatever call it was", async () => {
    const refused = callWithKey(p.engine, p.rootNow(), () =>
      Promise.reject(failure("provider_rate_limited", "nothing", 70)),
    );
    await expect(refused).rejects.toMatchObject({ code: "provider_rate_limited" });
    expect(p.rootNow().parkedUntil).toEqual(p.at(70));
  });

  it("429 that asks for nothing, and every other one, parks nothing", async () => {
    for (const error of [
      failure("provider_rate_limited"),
      failure("provider_unavailable", "unknown", 70),
      new Error("a bug"),
    ]) {
      await expect(callWithKey(p.engine, p.rootNow(), () => Promise.reject(error))).rejects.toBe(error);
      const { parkedUntil } = p.rootNow();
      expect(parkedUntil === null || parkedUntil <= p.now()).toBe(true);
    }
  });

  it("is not lost if what it says about the admin key can't be saved", async () => {
    p = await prepare({ status: "invalid" });
    p.trouble.units = 1;
    expect(await callWithKey(p.engine, p.rootNow(), () => Promise.resolve("made"))).toBe("made");
    expect(p.told.errors).toEqual(["The status of an admin key wasn't saved"]);
    p.trouble.units = 1;
    const error = failure("provider_rate_limited", "nothing", 70);
    await expect(callWithKey(p.engine, p.rootNow(), () => Promise.reject(error))).rejects.toBe(error);
  });
});

describe("a settlement's call", () => {
  it("has its value, or its failure as data", async () => {
    expect(await callProvider(p.engine, p.rootNow(), () => Promise.resolve(1))).toEqual({
      ok: true,
      value: 1,
    });
    const error = failure("provider_rejected");
    expect(await callProvider(p.engine, p.rootNow(), () => Promise.reject(error))).toEqual({
      ok: false,
      failure: error,
    });
    expect(p.told.errors).toEqual([]);
  });

  it("that fails inside Phase says so only in the log", async () => {
    const result = await callProvider(p.engine, p.rootNow(), () => Promise.reject(new Error("a bug")));
    expect(result).toMatchObject({ ok: false, failure: { code: "internal" } });
    expect(p.told.errors).toEqual(["A provider call failed inside Phase"]);
  });
});

it("a listing's first page is the call itself, each further one takes a turn", async () => {
  let turns = 0;
  const next = beforePage(() => {
    turns += 1;
    return Promise.resolve();
  });
  await next();
  expect(turns).toBe(0);
  await next();
  await next();
  expect(turns).toBe(2);
});

it("a further request of a call takes its turn as the call does", async () => {
  await callWithKey(
    p.engine,
    p.rootNow(),
    async (_provider, _key, nextTurn) => await nextTurn(),
    "background",
  );
  expect(p.told.turns).toEqual([0, 0]);
});
