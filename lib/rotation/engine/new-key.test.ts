/** A new key is checked where it works, and only OpenAI's statement that it is wrong counts against it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { defaultSettings } from "@/simulator/model";
import { readSecrets } from "@/lib/secrets/read-secrets";
import { deleteRotatingSecret } from "../commands/delete-rotating-secret";
import { updateRotatingSecret } from "../commands/update-rotating-secret";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { type Harness, startHarness } from "@/proof/harness/harness";

const HOUR = 3_600;
let harness: Harness;
let euProjectId: string;
beforeAll(async () => {
  harness = await startHarness();
  const { state } = harness.simulator;
  euProjectId = state.createProject(harness.openAiOrganisation, {
    name: "Europe",
    residency: "EU_STORAGE_PROCESSING",
  }).id;
  // Waits take no time here, but the simulator's clock counts them.
  harness.ctx.clock = {
    ...harness.ctx.clock,
    sleep: async (ms) => state.advanceClock(ms),
  };
});
afterEach(() => {
  const { state } = harness.simulator;
  state.configure(defaultSettings, harness.openAiOrganisation);
  state.allowIps(harness.projectId, null);
  state.clearFaults();
});
afterAll(() => harness.stop());

const inEurope = () => ({ config: { projectId: euProjectId, nameTemplate: "phase-rs-{id}" } });

async function warningOf(id: string): Promise<unknown> {
  const { detail } = await harness.db.event.findFirstOrThrow({
    where: { rotatingSecretId: id, type: "credential.exposed" },
    orderBy: { id: "desc" },
  });
  return typeof detail === "object" && detail !== null && "warning" in detail ? detail.warning : null;
}

async function states(id: string): Promise<string[]> {
  return (await harness.credentials(id)).map(({ state }) => state);
}

describe("a project with data residency", () => {
  it("rotates: its key is checked at its region's host, and no admin key is sent there", async () => {
    const { state } = harness.simulator;
    const from = state.lastSeq;
    const { id, config } = await harness.create(inEurope());
    expect(config.residency).toBe("EU_STORAGE_PROCESSING");
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["EXPIRING", "ACTIVE"]);
    expect(await warningOf(id)).toBeNull();
    const calls = state.history.filter(({ seq }) => seq > from);
    const tries = calls.filter(({ path }) => path.endsWith("/models"));
    expect(tries.map(({ path, status }) => [path, status])).toEqual([
      ["/regions/eu/v1/models", 200],
      ["/regions/eu/v1/models", 200],
    ]);
    const admin = calls.filter(({ path }) => path.includes("/organization/"));
    expect(admin.filter(({ path }) => !path.startsWith("/v1/"))).toEqual([]);
  });

  it("gives programs the URL besides the key", async () => {
    const outputs = { api_key: "EU_API_KEY", base_url: "EU_BASE_URL" };
    const secret = await harness.create({ ...inEurope(), outputs });
    expect(secret.outputs).toEqual(outputs);
    const read = () => readSecrets(harness.ctx, { environmentId: harness.environmentId });
    const { secrets, tag } = await read();
    const values = Object.fromEntries((secrets ?? []).map(({ key, value }) => [key, value]));
    const baseUrl = harness.simulator.regionalUrl.replace("{region}", "eu");
    expect(values.EU_BASE_URL).toBe(baseUrl);
    const answer = await fetch(`${values.EU_BASE_URL}/models`, {
      headers: { authorization: `Bearer ${values.EU_API_KEY}` },
    });
    expect(answer.status).toBe(200);
    expect((await read()).tag).toBe(tag);
    await deleteRotatingSecret(harness.ctx, { id: secret.id });
    const after = (await read()).secrets ?? [];
    expect(after.map(({ key }) => key).filter((key) => key.startsWith("EU_"))).toEqual([]);
  });

  it("is detected at the next rotation if an older version didn't ask", async () => {
    const { id } = await harness.create(inEurope());
    await harness.db.rotatingSecret.update({ where: { id }, data: { projectResidency: null } });
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["EXPIRING", "ACTIVE"]);
    expect(await warningOf(id)).toBeNull();
    expect((await harness.credentials(id)).at(-1)?.projectResidency).toBe("EU_STORAGE_PROCESSING");
    expect((await getRotatingSecret(harness.ctx, { id })).config.residency).toBe("EU_STORAGE_PROCESSING");
  });
});

it("a rotating secret that moves to a regional project gets its residency, and a URL if one is wanted", async () => {
  const { id, outputs } = await harness.create();
  const { config, outputs: changed } = await updateRotatingSecret(harness.ctx, {
    id,
    config: { projectId: euProjectId },
    outputs: { ...outputs, base_url: "MOVED_BASE_URL" },
  });
  expect(config.residency).toBe("EU_STORAGE_PROCESSING");
  expect(changed.base_url).toBe("MOVED_BASE_URL");
  const value = async () => {
    const { secrets } = await readSecrets(harness.ctx, { environmentId: harness.environmentId });
    return secrets?.find(({ key }) => key === "MOVED_BASE_URL")?.value;
  };
  // The current key still belongs to the previous project.
  expect(await value()).toBe(harness.simulator.url);
  await harness.elapse(id, HOUR);
  await harness.work();
  expect(await states(id)).toEqual(["EXPIRING", "ACTIVE"]);
  expect(await warningOf(id)).toBeNull();
  expect(await value()).toBe(harness.simulator.regionalUrl.replace("{region}", "eu"));
});

it("a project without one has the usual URL, and shows no residency", async () => {
  const outputs = { api_key: "ANY_API_KEY", base_url: "ANY_BASE_URL" };
  const { config } = await harness.create({ outputs });
  expect(config).not.toHaveProperty("residency", expect.any(String));
  const { secrets } = await readSecrets(harness.ctx, { environmentId: harness.environmentId });
  expect(secrets?.find(({ key }) => key === "ANY_BASE_URL")?.value).toBe(harness.simulator.url);
});

describe("becomes current, with the reason in the event, if it can't be checked from here", () => {
  it("behind the project's allow-list", async () => {
    harness.simulator.state.allowIps(harness.projectId, ["203.0.113.7"]);
    const { id } = await harness.create();
    expect(await states(id)).toEqual(["ACTIVE"]);
    expect(await warningOf(id)).toMatch(/allow-list.*IP not authorized/);
  });

  it.each([
    ["another region", { status: 401, code: "incorrect_hostname", message: "Use eu.api.openai.com" }, /another region/],
    ["a country", { status: 403, message: "Country, region, or territory not supported" }, /country/],
    ["a proxy's page", { status: 401, body: "html", message: "Zscaler" }, /came from a proxy/],
    ["a login page", { status: 200, body: "html", message: "Sign in" }, /unreadable response/],
    ["something new", { status: 401, code: "full_moon", message: "The moon is full." }, /moon/],
  ] as const)("behind %s", async (_, answer, words) => {
    const match = { pathPattern: "/models$", times: null };
    harness.simulator.state.addFault({ kind: "status", ...answer, match });
    const { id } = await harness.create();
    expect(await states(id)).toEqual(["ACTIVE"]);
    expect(await warningOf(id)).toMatch(words);
  }); // prettier-ignore
});

describe("a new key that OpenAI rejects", () => {
  it("for a minute, until it is known everywhere, becomes current", async () => {
    harness.simulator.state.configure({ keyPropagationMs: 60_000 }, harness.openAiOrganisation);
    const { id } = await harness.create();
    expect(await states(id)).toEqual(["ACTIVE"]);
    expect(await warningOf(id)).toBeNull();
  });

  it("for good is deleted, the current one stays, and the schedule retries", async () => {
    const { id } = await harness.create();
    harness.simulator.state.configure({ keyPropagationMs: 3_600_000 }, harness.openAiOrganisation);
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["ACTIVE", "REVOKED"]);
    expect(await harness.secret(id)).toMatchObject({
      pauseReason: null,
      lastFailureCode: "key_not_accepted",
      lastFailureMessage: expect.stringContaining("Incorrect API key provided") as string,
    });
    harness.simulator.state.configure({ keyPropagationMs: 0 }, harness.openAiOrganisation);
    await harness.elapse(id, HOUR);
    await harness.work();
    expect((await states(id)).at(-1)).toBe("ACTIVE");
  });
});
