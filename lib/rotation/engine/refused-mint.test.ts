/** The effect of each refusal of a mint on the schedule, the admin key and the current key. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FaultInput } from "@/simulator/faults";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterEach(() => harness.simulator.state.clearFaults());
afterAll(() => harness.stop());

const HOUR = 3_600;
const MINTS = { method: "POST", pathPattern: "/service_accounts$" } as const;

/** A due secret that is refused several times, each attempt as soon as it is due. */
async function refusedMint(fault: FaultInput, times: number): Promise<string> {
  const { id } = await harness.create();
  harness.simulator.state.addFault({ ...fault, match: { ...MINTS, times } });
  for (let attempt = 0; attempt < times; attempt++) {
    await harness.elapse(id, HOUR);
    await harness.work();
  }
  return id;
}

async function activeKeys(id: string): Promise<number> {
  return (await harness.credentials(id)).filter(({ state }) => state === "ACTIVE").length;
}

async function adminKeyStatus(): Promise<string> {
  const { status } = await harness.db.thirdPartyCredential.findUniqueOrThrow({
    where: { id: harness.root.id },
  });
  return status;
}

const page = (status: number): FaultInput => ({ kind: "status", status, body: "html", message: "Zscaler" });
const said = (status: number, message: string, code: string | null = null): FaultInput => ({
  kind: "status",
  status,
  message,
  code,
});

describe("doesn't pause the schedule permanently, and leaves the admin key valid", () => {
  it.each([
    ["a page with 401", page(401), "provider_unavailable"],
    ["a page with 403", page(403), "provider_unavailable"],
    ["a page with 404", page(404), "provider_unavailable"],
    ["a login page", { kind: "status", status: 302, headers: { location: "http://127.0.0.1:9/" } }, "provider_unavailable"],
    ["an allow-list", said(401, "IP not authorized"), "provider_ip_not_allowed"],
    ["a country", said(403, "Country, region, or territory not supported"), "provider_country_not_supported"],
    ["a region", said(401, "Incorrect regional hostname.", "incorrect_hostname"), "provider_wrong_address"],
    ["a wrong address", said(404, "Invalid URL (POST /v2/x)"), "provider_wrong_address"],
    ["a key lifetime", said(400, "'expires_in_seconds' must be provided"), "provider_policy_refused"],
    ["a policy", said(403, "Service account API keys are not allowed by policy."), "provider_policy_refused"],
    ["something new", said(403, "The moon is full."), "provider_access_denied"],
  ] satisfies [string, FaultInput, string][])("%s, five times", async (_, fault, code) => {
    const id = await refusedMint(fault, 5);
    expect(await harness.secret(id)).toMatchObject({ pauseReason: null, lastFailureCode: code });
    expect(await adminKeyStatus()).toBe("valid");
    expect(await activeKeys(id)).toBe(1);
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await harness.secret(id)).toMatchObject({ pauseReason: null, lastFailureCode: null });
  }); // prettier-ignore
});

describe("a project that OpenAI does not find", () => {
  it("once pauses nothing", async () => {
    const id = await refusedMint({ kind: "status", status: 404 }, 1);
    expect(await harness.secret(id)).toMatchObject({
      pauseReason: null,
      lastFailureCode: "project_not_found",
    });
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await harness.secret(id)).toMatchObject({ pauseReason: null, lastFailureCode: null });
  });

  it("twice, a minute apart, pauses the schedule", async () => {
    const id = await refusedMint({ kind: "status", status: 404 }, 2);
    expect(await harness.secret(id)).toMatchObject({ pauseReason: "failure" });
    expect(await activeKeys(id)).toBe(1);
  });
});
