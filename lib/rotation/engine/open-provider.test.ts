/** How each call with an admin key is counted, and how long it took. */
import { beforeEach, expect, it } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import type { BeforePage, Provider } from "@/lib/providers/provider";
import { HeldBack } from "./held-back";
import { openProvider } from "./open-provider";

const ROOT = { id: "root", provider: "openai" } as const;
const TOOK_MS = 250;

let atMs: number;
let counted: unknown[];
beforeEach(() => {
  atMs = 1_000;
  counted = [];
});

type Answers = { [Name in keyof Provider]?: (...input: never[]) => Promise<unknown> };

async function opened(answers: Answers): Promise<Provider> {
  const engine = {
    providers: { open: () => Promise.resolve(answers) },
    clock: { monotonicMs: () => atMs },
    metrics: { called: (call: unknown) => void counted.push(call) },
  };
  return await openProvider(engine as unknown as Parameters<typeof openProvider>[0], ROOT);
}

/** Responds after a while. */
function slowly<Value>(answer: Value) {
  return () => {
    atMs += TOOK_MS;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
}

it.each<[string, unknown, string]>([
  ["an accepted key", { kind: "accepted" }, "ok"],
  ["a refused key", { kind: "refused", reason: "No." }, "key_not_accepted"],
  ["a key of which nothing is known", { kind: "unclear", reason: "?" }, "provider_unavailable"],
  ["nothing", null, "ok"],
  ["a word", "gone", "ok"],
  ["what has no kind", { id: "x" }, "ok"],
])("%s counts", async (_, answer, code) => {
  const provider = await opened({ verify: slowly(answer) });
  expect(await provider.verify("sk", "GLOBAL")).toBe(answer);
  expect(counted).toEqual([{ operation: "verify", code, adminKeyId: "root", seconds: TOOK_MS / 1000 }]);
});

it("a failure counts by its code", async () => {
  const failure = new ProviderError("provider_unavailable", "Away.", { kind: "unknown" });
  const provider = await opened({ mint: slowly(failure) });
  await expect(provider.mint("sk", { projectId: "p", name: "n" })).rejects.toBe(failure);
  const seconds = TOOK_MS / 1000;
  expect(counted).toEqual([{ operation: "mint", code: "provider_unavailable", adminKeyId: "root", seconds }]);
});

it.each([
  ["a call that was held back", new HeldBack(true, 5)],
  ["a fault of ours", new Error("Bug.")],
])("%s counts as none", async (_, failure) => {
  const provider = await opened({ mint: slowly(failure) });
  await expect(provider.mint("sk", { projectId: "p", name: "n" })).rejects.toBe(failure);
  expect(counted).toEqual([]);
});

it("the wait for a turn between two pages doesn't count as the provider's time", async () => {
  const provider = await opened({
    listServiceAccounts: async (_rootKey: string, _projectId: string, beforePage: BeforePage) => {
      atMs += TOOK_MS;
      await beforePage();
      atMs += TOOK_MS;
      return [];
    },
  });
  await provider.listServiceAccounts("sk", "p", () => {
    atMs += 60_000;
    return Promise.resolve();
  });
  expect(counted).toMatchObject([{ operation: "listServiceAccounts", seconds: (2 * TOOK_MS) / 1000 }]);
});
