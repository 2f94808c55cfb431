import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FaultInput } from "./faults.ts";
import type { HistoryEntry, Project } from "./model.ts";
import { type Simulator, startSimulator } from "./server.ts";
import { sdk } from "./testing/sdk.ts";

let simulator: Simulator;
let organization: { id: string; adminKey: string };
let project: Project;

beforeAll(async () => {
  simulator = await startSimulator();
});

beforeEach(() => {
  simulator.state.clearFaults();
  organization = simulator.state.createOrganization();
  project = simulator.state.createProject(organization.id, { name: "Home" });
});

afterAll(() => simulator.close());

function mint(name = "x", options?: OpenAI.RequestOptions) {
  const { projects } = sdk(simulator.url, organization).admin.organization;
  return projects.serviceAccounts.create(project.id, { name }, options);
}

function listProjects(headers = { authorization: `Bearer ${organization.adminKey}` }, base = simulator.url) {
  return fetch(`${base}/organization/projects`, { headers, redirect: "manual" });
}

async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call did not fail.");
}

/** A mint that has reached the simulator, and how to abandon it without waiting for the response. */
async function mintUnderWay(name: string): Promise<{ abandon: () => Promise<void> }> {
  const caller = new AbortController();
  const failure = failureOf(mint(name, { signal: caller.signal }));
  await simulator.state.waitFor(({ history }) => history.at(-1)?.name === name);
  return {
    async abandon() {
      caller.abort();
      expect(await failure).toBeInstanceOf(OpenAI.APIUserAbortError);
    },
  };
}

/** The number of accounts, without asking the API. */
function minted(): number {
  return simulator.state.serviceAccounts(project.id).length;
}

/** The newest history entry, once it is complete. */
async function lastEntry(): Promise<HistoryEntry> {
  await simulator.state.waitFor(({ history }) => history.at(-1)?.endedAt != null);
  const entry = simulator.state.history.at(-1);
  if (!entry) throw new Error("The history is empty.");
  return entry;
}

describe("an answered error", () => {
  it.each([
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [403, OpenAI.PermissionDeniedError],
    [404, OpenAI.NotFoundError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
    [503, OpenAI.InternalServerError],
  ])("%i comes as the SDK's own error, with nothing done", async (status, errorClass) => {
    simulator.state.addFault({ kind: "status", status });
    expect(await failureOf(mint())).toBeInstanceOf(errorClass);
    expect(minted()).toBe(0);
    expect(await lastEntry()).toMatchObject({ status, fault: "status", effect: null, name: "x" });
  });

  it("may come after the effect", async () => {
    simulator.state.addFault({ kind: "status_after", status: 500, body: "html" });
    expect(await failureOf(mint())).toBeInstanceOf(OpenAI.InternalServerError);
    expect(minted()).toBe(1);
    expect(await lastEntry()).toMatchObject({ status: 500, effect: "created", answered: true });
  });

  it.each([
    ["seconds", 7, "7"],
    ["a date", "Wed, 25 Nov 2026 10:00:00 GMT", "Wed, 25 Nov 2026 10:00:00 GMT"],
  ])("may carry Retry-After as %s", async (_what, retryAfter, header) => {
    simulator.state.addFault({ kind: "status", status: 429, retryAfter });
    expect((await listProjects()).headers.get("retry-after")).toBe(header);
  });

  it("may have a bare string, HTML or nothing readable for its body", async () => {
    const bodies = [];
    for (const body of ["string", "html", "empty_object"] as const) {
      simulator.state.addFault({ kind: "status", status: 403, body, message: "No." });
      bodies.push(await (await listProjects()).text());
    }
    expect(bodies).toEqual(['{"error":"No."}', expect.stringContaining("<h1>403 No.</h1>"), "{}"]);
  });

  it("may be a redirect", async () => {
    const location = "http://127.0.0.1:1/elsewhere";
    simulator.state.addFault({ kind: "status", status: 307, headers: { location } });
    const response = await listProjects();
    expect([response.status, response.headers.get("location")]).toEqual([307, location]);
  });
});

describe("a reset connection", () => {
  it("leaves nothing behind when it comes before the effect", async () => {
    simulator.state.addFault({ kind: "drop_before" });
    expect(await failureOf(mint())).toBeInstanceOf(OpenAI.APIConnectionError);
    expect(minted()).toBe(0);
  });

  it("leaves a live account behind when it comes after it", async () => {
    simulator.state.addFault({ kind: "drop_after" });
    expect(await failureOf(mint())).toBeInstanceOf(OpenAI.APIConnectionError);
    expect(minted()).toBe(1);
    expect(await lastEntry()).toMatchObject({ effect: "created", status: null, answered: false });
  });

  it("affects a delete the same way", async () => {
    const { serviceAccounts } = sdk(simulator.url, organization).admin.organization.projects;
    const account = await mint();
    simulator.state.addFault({ kind: "drop_after", match: { method: "DELETE" } });
    const params = { project_id: project.id };
    expect(await failureOf(serviceAccounts.delete(account.id, params))).toBeInstanceOf(
      OpenAI.APIConnectionError,
    );
    expect(minted()).toBe(0);
    expect(await failureOf(serviceAccounts.delete(account.id, params))).toBeInstanceOf(OpenAI.NotFoundError);
  });
});

describe("no answer at all", () => {
  it.each([
    ["before", 0],
    ["after", 1],
  ] as const)("with the effect %s it leaves %i accounts", async (when, accounts) => {
    simulator.state.addFault({ kind: "hang", when });
    const { abandon } = await mintUnderWay("abandoned");
    await simulator.state.waitFor(() => minted() === accounts);
    await abandon();
    expect(await lastEntry()).toMatchObject({ status: null, answered: false });
    expect(minted()).toBe(accounts);
  });

  it("may take effect only after the caller has disconnected", async () => {
    simulator.state.addFault({ kind: "late_effect", ms: 1 });
    const { abandon } = await mintUnderWay("late");
    expect(minted()).toBe(0);
    await abandon();
    await simulator.state.waitFor(() => minted() === 1);
    const { effectAt, endedAt } = await lastEntry();
    expect(effectAt).toBeGreaterThanOrEqual(endedAt ?? Infinity);
  });
});

describe("a slow answer", () => {
  it.each(["before", "after"] as const)("with the delay %s takes effect in the end", async (when) => {
    simulator.state.addFault({ kind: "delay", ms: 60, when });
    const begun = performance.now();
    await expect(mint()).resolves.toMatchObject({ name: "x" });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(59);
    const { at, effectAt, endedAt } = await lastEntry();
    const [from, to] = when === "before" ? [at, effectAt] : [effectAt, endedAt];
    expect((to ?? 0) - (from ?? Infinity)).toBeGreaterThanOrEqual(50);
  });

  it("takes effect although its caller didn't wait", async () => {
    simulator.state.addFault({ kind: "delay", ms: 400 });
    await (await mintUnderWay("impatient")).abandon();
    expect(minted()).toBe(0);
    await simulator.state.waitFor(() => minted() === 1);
    expect(await lastEntry()).toMatchObject({ effect: "created", status: null, answered: false });
  });

  it("doesn't delay the simulator's end", async () => {
    const brief = await startSimulator();
    const { adminKey } = brief.state.createOrganization();
    const calls = [{ kind: "delay", ms: 60_000 } as const, { kind: "hang" } as const].map((fault) => {
      brief.state.addFault(fault);
      return failureOf(listProjects({ authorization: `Bearer ${adminKey}` }, brief.url));
    });
    await brief.state.waitFor(({ history }) => history.filter(({ fault }) => fault !== null).length === 2);
    await brief.close();
    expect(await Promise.all(calls)).toEqual([expect.any(TypeError), expect.any(TypeError)]);
  });
});

describe("a damaged answer", () => {
  it("may be cut short as if that were everything", async () => {
    simulator.state.addFault({ kind: "truncate" });
    expect(await failureOf(mint())).toBeInstanceOf(SyntaxError);
    expect(minted()).toBe(1);
  });

  it("may be cut off with its connection", async () => {
    simulator.state.addFault({ kind: "truncate", cut: true });
    const response = await listProjects();
    expect(response.status).toBe(200);
    expect(await failureOf(response.text())).toBeInstanceOf(TypeError);
    expect(await lastEntry()).toMatchObject({ status: 200, answered: false });
  });

  it("may be far too long", async () => {
    simulator.state.addFault({ kind: "huge", bytes: 3_000_000 });
    const text = await (await listProjects()).text();
    expect(text).toHaveLength(3_000_000);
    expect(JSON.parse(text)).toMatchObject({ object: "list" });
  });

  it("may lack the key, while the key exists", async () => {
    simulator.state.addFault({ kind: "api_key_null" });
    expect((await mint()).api_key).toBeNull();
    expect(simulator.state.serviceAccounts(project.id)[0]?.keys).toHaveLength(1);
  });

  it("may have another name than the account", async () => {
    simulator.state.addFault({ kind: "wrong_name", name: "somebody-else" });
    expect((await mint("mine")).name).toBe("somebody-else");
    expect(simulator.state.serviceAccounts(project.id)[0]?.name).toBe("mine");
  });
});

describe("D a fault applies", () => {
  it("as often as specified, the oldest first", async () => {
    simulator.state.addFault({ kind: "status", status: 500, match: { times: 2 } });
    simulator.state.addFault({ kind: "status", status: 429 });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await listProjects()).status);
    expect(statuses).toEqual([500, 500, 429, 200]);
  });

  it("until it is cleared if no number is given", async () => {
    const id = simulator.state.addFault({ kind: "status", status: 503, match: { times: null } });
    for (let call = 0; call < 3; call += 1) expect((await listProjects()).status).toBe(503);
    simulator.state.clearFaults(id);
    expect((await listProjects()).status).toBe(200);
  });

  it.each<[string, NonNullable<FaultInput["match"]>]>([
    ["method", { method: "POST" }],
    ["path", { pathPattern: "/service_accounts$" }],
    ["admin key", { adminKey: "sk-admin-of-somebody-else" }],
    ["region", { region: "eu" }],
  ])("only if its %s matches", async (_what, match) => {
    simulator.state.addFault({ kind: "status", status: 500, match });
    expect((await listProjects()).status).toBe(200);
    expect(simulator.state.faults()).toHaveLength(1);
  });

  it("the same calls again when the seed is the same", async () => {
    const strikes = async (seed: number) => {
      const seeded = await startSimulator({ seed });
      const { adminKey } = seeded.state.createOrganization();
      seeded.state.addFault({ kind: "status", status: 500, match: { times: null, probability: 0.5 } });
      const statuses = [];
      for (let call = 0; call < 40; call += 1) {
        statuses.push((await listProjects({ authorization: `Bearer ${adminKey}` }, seeded.url)).status);
      }
      await seeded.close();
      return statuses.join(" ");
    };
    const first = await strikes(1);
    expect(await strikes(1)).toBe(first);
    expect(await strikes(2)).not.toBe(first);
    expect(new Set(first.split(" "))).toEqual(new Set(["200", "500"]));
  });

  it("not at all if it makes no sense", () => {
    const wrong: FaultInput[] = [
      { kind: "status", status: 99 },
      { kind: "drop_before", match: { pathPattern: "(" } },
      { kind: "delay", ms: -1 },
      { kind: "status", status: 500, headers: { "not a name": "x" } },
    ];
    for (const fault of wrong) expect(() => simulator.state.addFault(fault)).toThrow();
    expect(simulator.state.faults()).toEqual([]);
  });
});
