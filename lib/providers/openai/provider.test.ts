import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "@/simulator/server";
import { ProviderError } from "../errors";
import type { Provider } from "../provider";
import { createOpenAiProvider } from "./provider";

let simulator: Simulator;
let provider: Provider;
let ours: { id: string; adminKey: string };
let projectId: string;
beforeAll(async () => {
  simulator = await startSimulator();
  provider = createOpenAiProvider({ baseUrl: simulator.url, timeoutSeconds: 1 });
  ours = simulator.state.createOrganization({ name: "Acme" });
});
afterAll(() => simulator.close());
beforeEach(() => {
  projectId = simulator.state.createProject(ours.id, { name: "Production" }).id;
});

const mint = (name: string) => provider.mint(ours.adminKey, { projectId, name });
const MINTS = { method: "POST", pathPattern: "/service_accounts$" } as const;

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const failure: unknown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof ProviderError) return failure;
  throw new Error(`No failure of the provider's: ${String(failure)}`);
}

describe("mint", () => {
  it("brings the account's id, the key's id and the key", async () => {
    const minted = await mint("first");
    expect(simulator.state.isKeyLive(minted.apiKey)).toBe(true);
    expect(await provider.listServiceAccounts(ours.adminKey, projectId)).toMatchObject([
      { id: minted.serviceAccountId, name: "first" },
    ]);
    expect(await provider.verify(minted.apiKey)).toBe("accepted");
  });

  it.each([
    { when: "the answer is lost", fault: { kind: "drop_after" }, left: "unknown", made: 1 },
    {
      when: "a 500 comes after the account was made",
      fault: { kind: "status_after", status: 500 },
      left: "unknown",
      made: 1,
    },
    { when: "a 503 comes instead", fault: { kind: "status", status: 503 }, left: "unknown", made: 0 },
    { when: "the answer has no key", fault: { kind: "api_key_null" }, left: "account", made: 1 },
    { when: "the admin key is refused", fault: { kind: "status", status: 401 }, left: "nothing", made: 0 },
    { when: "too many requests came", fault: { kind: "status", status: 429 }, left: "nothing", made: 0 },
  ] as const)(
    "where $when: left behind is $left, and the request is never repeated",
    async ({ fault, left, made }) => {
      simulator.state.addFault({ ...fault, match: MINTS });
      expect((await failureOf(mint("once"))).leftBehind.kind).toBe(left);
      expect(simulator.state.serviceAccounts(projectId)).toHaveLength(made);
    },
  );
});

describe("revoke", () => {
  it("says gone where the account was deleted now, and where it was gone already", async () => {
    const { serviceAccountId } = await mint("short-lived");
    const revoke = () => provider.revoke(ours.adminKey, { projectId, serviceAccountId });
    expect([await revoke(), await revoke()]).toEqual(["gone", "gone"]);
  });

  it("does not believe a 404 that comes because the admin key can't see the project", async () => {
    const { serviceAccountId, apiKey } = await mint("survivor");
    const other = simulator.state.createOrganization({ name: "Other" });
    expect(await provider.revoke(other.adminKey, { projectId, serviceAccountId })).toBe("unconfirmed");
    expect(simulator.state.isKeyLive(apiKey)).toBe(true);
  });

  it("counts an archived project's account as gone with it", async () => {
    const { serviceAccountId } = await mint("buried");
    simulator.state.archiveProject(projectId);
    expect(await provider.revoke(ours.adminKey, { projectId, serviceAccountId })).toBe("project_archived");
    expect(await provider.listServiceAccounts(ours.adminKey, projectId)).toEqual([]);
  });
});

describe("verify", () => {
  it("refuses a key whose account is gone, and is unclear while the provider is down", async () => {
    const { serviceAccountId, apiKey } = await mint("verified");
    simulator.state.addFault({
      kind: "status",
      status: 503,
      match: { method: "GET", pathPattern: "/models" },
    });
    expect(await provider.verify(apiKey)).toBe("unclear");
    await provider.revoke(ours.adminKey, { projectId, serviceAccountId });
    expect(await provider.verify(apiKey)).toBe("refused");
  });
});
