import { expect, it } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Provider } from "@/lib/providers/provider";
import type { ProviderRegistry } from "@/lib/providers/registry";
import type { FailureCode } from "@/lib/lists/failure-codes";
import { HeldBack } from "@/lib/rotation/engine/held-back";
import { observeProviders } from "./observe-providers";

const failure = (code: FailureCode) => new ProviderError(code, "No.", { kind: "unknown" });

/** What is reported about a call that ends like this. */
async function told(method: "listProjects" | "verify", end: unknown): Promise<string[]> {
  const heard: string[] = [];
  const answer = Promise.withResolvers<unknown>();
  const provider = {
    name: "openai",
    clock: () => null,
    listProjects: () => answer.promise,
    verify: () => answer.promise,
  } as unknown as Provider;
  const registry = { open: () => Promise.resolve(provider) } as unknown as ProviderRegistry;
  const observed = await observeProviders(registry, (keyAddress) => ({
    began: () => heard.push(`began at ${keyAddress ?? "home"}`),
    ended: () => heard.push("ended"),
    answered: () => heard.push("answered"),
    unanswered: () => heard.push("unanswered"),
  })).open("openai");
  // Anything but a call is passed through unreported.
  expect([observed.name, observed.clock()]).toEqual(["openai", null]);
  expect(heard).toEqual([]);
  const call =
    method === "verify" ? observed.verify("sk-test", "EU_STORAGE") : observed.listProjects("sk-admin-test");
  expect(heard).toEqual([method === "verify" ? "began at eu" : "began at home"]);
  if (end instanceof Error) answer.reject(end);
  else answer.resolve(end);
  await call.catch(() => null);
  return heard.slice(1);
}

it.each<["listProjects" | "verify", string, unknown, string[]]>([
  ["listProjects", "an answer", [], ["ended", "answered"]],
  ["listProjects", "a refusal", failure("provider_auth_failed"), ["ended", "answered"]],
  ["listProjects", "silence", failure("provider_unavailable"), ["ended", "unanswered"]],
  ["listProjects", "a 429", failure("provider_rate_limited"), ["ended", "unanswered"]],
  ["listProjects", "a turn that is too far away", new HeldBack(false, 9), ["ended"]],
  ["listProjects", "no JSON", failure("provider_malformed_response"), ["ended", "unanswered"]],
  ["listProjects", "a fault of ours", new TypeError("Undefined."), ["ended"]],
  // A key check treats silence as a result.
  ["verify", "an answer", { kind: "accepted" }, ["ended", "answered"]],
  ["verify", "a refusal", { kind: "unclear", reason: "No.", isAway: false }, ["ended", "answered"]],
  ["verify", "silence", { kind: "unclear", reason: "No.", isAway: true }, ["ended", "unanswered"]],
])("%s with %s", async (method, _, end, expected) => {
  expect(await told(method, end)).toEqual(expected);
});

it("counts no time in which a listing waits for its turn between two pages", async () => {
  const heard: string[] = [];
  const provider = {
    listServiceAccounts: async (_key: string, _project: string, turn: () => Promise<void>) => {
      await turn();
      return [];
    },
  } as unknown as Provider;
  const registry = { open: () => Promise.resolve(provider) } as unknown as ProviderRegistry;
  const observed = await observeProviders(registry, () => ({
    began: () => heard.push("began"),
    ended: () => heard.push("ended"),
    answered: () => heard.push("answered"),
    unanswered: () => heard.push("unanswered"),
  })).open("openai");
  await observed.listServiceAccounts("sk-admin-test", "proj_1", () => {
    heard.push("turn");
    return Promise.resolve();
  });
  expect(heard).toEqual(["began", "ended", "turn", "began", "ended", "answered"]);
});
