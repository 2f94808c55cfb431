import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "@/simulator/server";
import { ProviderError } from "../provider-error";
import type { Provider } from "../provider";
import { createOpenAiProvider } from "./provider";

let simulator: Simulator;
let provider: Provider;
let adminKey: string;
let organizationId: string;
let projectId: string;

beforeAll(async () => {
  simulator = await startSimulator();
  provider = createOpenAiProvider({ baseUrl: simulator.url, timeoutSeconds: 1 });
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.state.clearFaults();
  ({ id: organizationId, adminKey } = simulator.state.createOrganization());
  projectId = simulator.state.createProject(organizationId, { name: "Home" }).id;
});

const mint = (name = "phase-rs-1") => provider.mint(adminKey, { projectId, name });

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`Not a ProviderError: ${String(error)}`);
}

describe("the keys of a project", () => {
  it("are listed over all pages, for any owner and whether or not the owner has access", async () => {
    for (let index = 0; index < 120; index++)
      simulator.state.createServiceAccount(projectId, { name: `a${index}` });
    const { keyId } = await provider.mint(adminKey, { projectId, name: "ends", keyLifetimeSeconds: 3_600 });
    const noAccess = simulator.state.createServiceAccount(projectId, { name: "no access" });
    noAccess.role = "none";
    let pages = 0;
    const keys = await provider.listKeys(adminKey, projectId, () => Promise.resolve(void (pages += 1)));
    expect(keys).toHaveLength(122);
    expect(pages).toBe(2);
    const own = keys.find(({ id }) => id === keyId);
    expect(Math.abs(Number(own?.expiresAt) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    expect(own?.lastUsedAt).toBeNull();
    simulator.state.archiveProject(projectId);
    expect(await provider.listKeys(adminKey, projectId)).toEqual([]);
  });

  it("are there, gone, or unknown", async () => {
    const { keyId, apiKey, serviceAccountId } = await mint();
    await provider.verify(apiKey, null);
    const ask = (key = adminKey) => provider.findKey(key, { projectId, keyId });
    expect(await ask()).toMatchObject({ id: keyId, expiresAt: null, lastUsedAt: expect.any(Date) as Date });
    const other = simulator.state.createOrganization();
    expect(await failureOf(ask(other.adminKey))).toMatchObject({ code: "project_not_found" });
    simulator.state.deleteServiceAccountBehindTheBack(serviceAccountId);
    expect(await ask()).toBeNull();
  });
});

/** A provider that returns `answer`, asked for what follows a cursor. */
async function standIn(answer: (response: ServerResponse, after: string | null) => void) {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    answer(response, new URL(request.url ?? "", "http://x").searchParams.get("after"));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    provider: createOpenAiProvider({ baseUrl: `http://127.0.0.1:${port}/v1`, timeoutSeconds: 1 }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const LISTINGS: [string, (provider: Provider) => Promise<{ id: string }[]>][] = [
  ["projects", (each) => each.listProjects("sk-admin-x")],
  ["service accounts", (each) => each.listServiceAccounts("sk-admin-x", "proj_1")],
  ["keys", (each) => each.listKeys("sk-admin-x", "proj_1")],
];

describe("a listing whose cursor is not found", () => {
  /** A stand-in with three pages. The second is 404 the first `lost` times. */
  const elsewhere = (lost: number) =>
    standIn((response, after) => {
      const page = after === null ? 1 : Number(after.at(-1)) + 1;
      if (page === 2 && lost > 0) {
        lost -= 1;
        const error = { message: `No such object: ${after}`, type: "invalid_request_error", code: null };
        response.writeHead(404).end(JSON.stringify({ error: { ...error, param: "after" } }));
        return;
      }
      // A page may repeat items of the previous one.
      const data = [...new Set([`id_${Math.max(page - 1, 1)}`, `id_${page}`])].map((id) => {
        return { id, name: id };
      });
      response.end(JSON.stringify({ object: "list", data, last_id: `id_${page}`, has_more: page < 3 }));
    });

  it.each(LISTINGS)("starts again: %s, each once", async (_, list) => {
    const { provider: other, close } = await elsewhere(2);
    expect((await list(other)).map(({ id }) => id)).toEqual(["id_1", "id_2", "id_3"]);
    close();
  });

  it.each(LISTINGS)("never says that the project is gone: %s", async (_, list) => {
    const { provider: other, close } = await elsewhere(1_000);
    expect(await failureOf(list(other))).toMatchObject({ code: "provider_malformed_response" });
    close();
  });
});

describe("an answer that is JSON but no listing", () => {
  it.each(
    ["{}", "[]", "null", '"x"', '{"data":null}', '{"data":{}}', '{"object":"list"}'].flatMap((body) =>
      LISTINGS.map(([what, list]) => ({ body, what, list })),
    ),
  )("$body does not mean that there are no $what", async ({ body, list }) => {
    const { provider: other, close } = await standIn((response) => response.end(body));
    expect(await failureOf(list(other))).toMatchObject({ code: "provider_malformed_response" });
    close();
  });
});
