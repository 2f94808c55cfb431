import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Provider } from "@/lib/providers/provider";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import type { Engine } from "../services";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { mintWhenDue } from "./mint";
import { settle } from "./settle";

let harness: Harness;
let id: string;

beforeEach(async () => {
  harness = await startHarness();
  id = (await harness.create()).id;
  await harness.elapse(id, 3_600);
});
afterEach(() => harness.stop());

const rootRow = () => harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: harness.root.id } });

async function replaceKey(): Promise<void> {
  const { ctx, root, simulator, openAiOrganisation } = harness;
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  await updateThirdPartyCredential(ctx, { id: root.id, adminApiKey });
}

const refuse = (times: number) =>
  harness.simulator.state.addFault({
    kind: "status",
    status: 401,
    match: { adminKey: harness.adminKey, times },
  });

/** The engine, with an action while the response to its next call of that name is on its way. */
function whileCalling(name: "mint" | "revoke", meanwhile: () => Promise<void>): Engine {
  const { ctx } = harness;
  const open = async (wanted: string): Promise<Provider> => {
    const provider = await ctx.providers.open(wanted);
    const late = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      await answer.catch(() => null);
      await meanwhile();
      return await answer;
    };
    return name === "mint"
      ? { ...provider, mint: (...input) => late(provider.mint(...input)) }
      : { ...provider, revoke: (...input) => late(provider.revoke(...input)) };
  };
  return { ...ctx, providers: { ...ctx.providers, open } };
}

describe("a refusal of an admin key that has been replaced meanwhile", () => {
  it("neither pauses the schedule nor says anything about the new key; the mint is made with it immediately", async () => {
    refuse(2);
    // The first one only causes a second.
    await mintWhenDue(harness.ctx, id);
    await harness.db.rotatingSecret.update({ where: { id }, data: { retryAt: new Date() } });
    await mintWhenDue(whileCalling("mint", replaceKey), id);
    expect(await rootRow()).toMatchObject({ status: "valid", lastFailureMessage: null });
    expect(await harness.secret(id)).toMatchObject({ pauseReason: null, failureCount: 1 });
    await harness.work();
    expect(await harness.secret(id)).toMatchObject({ pauseReason: null, failureCount: 0 });
  });

  it("postpones no revocation", async () => {
    await harness.work();
    await harness.elapse(id, 601);
    const [old] = await harness.credentials(id);
    refuse(2);
    await settle(harness.ctx, old?.id ?? "");
    await harness.db.mintedCredential.update({
      where: { id: old?.id ?? "" },
      data: { nextCheckAt: new Date() },
    });
    await settle(whileCalling("revoke", replaceKey), old?.id ?? "");
    expect(await rootRow()).toMatchObject({ status: "valid", lastFailureMessage: null });
    await harness.work();
    expect((await harness.credentials(id))[0]?.state).toBe("REVOKED");
  });

  it("is ignored if the secret has another project by now", async () => {
    const { db, simulator, openAiOrganisation } = harness;
    const projectId = simulator.state.createProject(openAiOrganisation, { name: "Other" }).id;
    simulator.state.addFault({ kind: "status", status: 404, match: { method: "POST", times: 3 } });
    const moved = () => db.rotatingSecret.update({ where: { id }, data: { projectId } });
    const engine = whileCalling("mint", async () => {
      await moved();
    });
    await mintWhenDue(engine, id);
    const { pauseReason, retryAt } = await harness.secret(id);
    expect(pauseReason).toBeNull();
    expect(Number(retryAt)).toBeLessThanOrEqual(Date.now());
  });
});

describe("an admin key that is shown as invalid", () => {
  beforeEach(() =>
    harness.db.thirdPartyCredential.update({
      where: { id: harness.root.id },
      data: { status: "invalid", lastFailureMessage: "Refused" },
    }),
  );

  it("is valid again once a mint has succeeded with it", async () => {
    await mintWhenDue(harness.ctx, id);
    expect(await rootRow()).toMatchObject({ status: "valid", lastFailureMessage: null });
  });

  it("is valid again once a revocation has", async () => {
    await harness.db.thirdPartyCredential.updateMany({ data: { status: "valid" } });
    await harness.work();
    await harness.elapse(id, 601);
    await harness.db.thirdPartyCredential.updateMany({ data: { status: "invalid" } });
    await harness.work();
    expect(await rootRow()).toMatchObject({ status: "valid", lastFailureMessage: null });
  });

  it("stays invalid if an older key has succeeded", async () => {
    const engine = whileCalling("mint", async () => {
      await replaceKey();
      await harness.db.thirdPartyCredential.updateMany({ data: { status: "invalid" } });
    });
    await mintWhenDue(engine, id);
    expect((await rootRow()).status).toBe("invalid");
  });
});
