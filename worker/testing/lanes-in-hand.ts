/** Lanes whose calls end when the test says so, at times that the test sets. */
import { expect, vi } from "vitest";
import type { BeforePage, Provider, Verdict } from "@/lib/providers/provider";
import type { EngineServices } from "@/lib/rotation/services";
import { Lanes, type Place } from "../lanes";

type Call = { answer(): void; fail(error: Error): void };

export type LanesInHand = ReturnType<typeof lanesInHand>;

export function lanesInHand() {
  const clock = { now: 0 };
  /** The running ones, oldest first. */
  const calls: Call[] = [];
  vi.spyOn(performance, "now").mockImplementation(() => clock.now);
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
  /** One page, after its turn. */
  const listServiceAccounts = async (_key: string, _project: string, turn: BeforePage) => {
    await turn();
    return await listProjects();
  };
  const provider = { listProjects, verify, listServiceAccounts } as unknown as Provider;
  const providers = { open: () => Promise.resolve(provider) };
  const lanes = new Lanes({ providers } as unknown as EngineServices);

  return {
    clock,
    calls,
    lanes,
    room: (rootId: string) => lanes.room(own(rootId)),
    /** Starts this many, each of which waits for a response. */
    begin: async (
      rootId: string,
      count = 1,
      { place = own(rootId), each = work } = {},
    ): Promise<{ begun: Promise<void>[] }> => {
      const { length } = calls;
      const begun = Array.from({ length: count }, () => lanes.run(place, each));
      for (const one of begun) one.catch(() => {});
      await vi.waitFor(() => expect(calls.length).toBe(length + count));
      return { begun };
    },
  };
}

export const own = (rootId: string): Place => ({ rootId, keyAddress: null });
export const eu = (rootId: string): Place => ({ rootId, keyAddress: "eu" });
export const work = async ({ providers }: EngineServices) => {
  await (await providers.open("openai")).listProjects("sk-admin-test");
};
export const tryKey = async ({ providers }: EngineServices) => {
  await (await providers.open("openai")).verify("sk-test", "EU_STORAGE");
};
