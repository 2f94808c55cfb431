/** Whether OpenAI accepts a new key, asked before anything depends on it. */
import { beforeEach, describe, expect, it } from "vitest";
import { failure } from "@/proof/harness/given";
import { claimsOf } from "@/proof/harness/claims";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { verifyKey } from "./verify";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { minted } = claimsOf(() => p);

describe("the verification", () => {
  const verdicts = (...kinds: ("refused" | "accepted" | "unclear")[]) => {
    const left = [...kinds];
    p.answers.verify = () => {
      const kind = left.shift() ?? "refused";
      return Promise.resolve(kind === "accepted" ? { kind } : { kind, reason: "No." });
    };
  };

  it("is skipped if the setting is off", async () => {
    const claim = await minted();
    p.engine.settings.verifyBeforeExpose = false;
    expect(await verifyKey(p.engine, claim, "sk")).toEqual({ kind: "skipped" });
    expect(p.calls()).toEqual([]);
  });

  it.each(["accepted", "unclear"] as const)("ends with the first response that is %s", async (kind) => {
    const claim = await minted();
    verdicts("refused", kind);
    expect(await verifyKey(p.engine, claim, "sk")).toMatchObject({ kind });
    expect(p.told.slept).toEqual([1_000]);
  });

  it("accepts a rejection after a minute and a half, keeping its lease meanwhile", async () => {
    const claim = await minted();
    verdicts();
    expect(await verifyKey(p.engine, claim, "sk")).toMatchObject({ kind: "refused" });
    expect(p.told.slept).toEqual([1, 2, 4, 8, 15, 30, 30].map((seconds) => seconds * 1000));
    expect(p.calls()).toHaveLength(8);
    expect(p.secretNow().leaseUntil).toEqual(p.at(60));
    expect(p.rowNow(claim.credential).nextCheckAt).toEqual(p.at(60));
  });

  it("renews its lease halfway if waits are long", async () => {
    const claim = await minted();
    p.engine.settings.timing = { scale: 4, providerTimeoutSeconds: 5 };
    verdicts("refused", "refused", "accepted");
    await verifyKey(p.engine, claim, "sk");
    expect(p.told.slept).toEqual([4_000, 5_000, 3_000]);
  });

  it("waits no longer than the rest of the lease, and not at all for nothing", async () => {
    const claim = await minted();
    p.engine.settings.timing = { scale: 5, providerTimeoutSeconds: 5 };
    verdicts("refused", "accepted");
    await verifyKey(p.engine, claim, "sk");
    expect(p.told.slept).toEqual([5_000]);
  });

  it("ends if another worker took over during a wait", async () => {
    const claim = await minted();
    verdicts();
    await p.update({ fence: 3 });
    expect(await verifyKey(p.engine, claim, "sk")).toEqual({ kind: "superseded" });
    expect(p.calls()).toHaveLength(1);
    expect(p.secretNow().leaseUntil).not.toEqual(p.at(60));
  });

  it("asks for the project's residency if it isn't known, and saves it", async () => {
    const claim = await minted({}, { projectResidency: null });
    await verifyKey(p.engine, claim, "sk");
    expect(p.told.asked).toEqual([
      ["getProject", claim.credential.projectId],
      ["verify", "sk", "EU"],
    ]);
    expect(p.rowNow(claim.credential).projectResidency).toBe("EU");
    expect(p.secretNow().projectResidency).toBe("EU");
  });

  it("but not for a secret that has another project by now", async () => {
    const claim = await minted({ projectId: "proj_b" }, { projectResidency: null });
    await verifyKey(p.engine, claim, "sk");
    expect(p.secretNow().projectResidency).toBe("GLOBAL");
  });

  it("ends if the secret is gone", async () => {
    const claim = await minted();
    verdicts();
    expect(await verifyKey(p.engine, { ...claim, secretId: "gone" }, "sk")).toEqual({ kind: "superseded" });
  });

  it("continues without it if it isn't reported", async () => {
    const claim = await minted({}, { projectResidency: null });
    p.answers.getProject = () => Promise.reject(failure("provider_unavailable"));
    expect(await verifyKey(p.engine, claim, "sk")).toEqual({ kind: "accepted" });
    expect(p.told.asked.at(-1)).toEqual(["verify", "sk", null]);
    expect(p.rowNow(claim.credential).projectResidency).toBeNull();
  });
});
