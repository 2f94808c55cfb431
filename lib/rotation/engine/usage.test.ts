import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type LogLine, logInto } from "@/proof/harness/log-lines";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { sharesOf } from "@/proof/harness/shares";
import { extendCredential } from "../commands/extend-credential";
import { distrustHistory } from "./lost-history";
import { checkUsage } from "./usage";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(() => harness.simulator.state.clearFaults());

const HOUR = 3_600;
const DELAY = 4 * HOUR;

/** A previous credential, some seconds after its replacement, whose key was last used some seconds ago. */
async function replaced({ since, usedAgo }: { since: number; usedAgo: number | null }): Promise<string> {
  const { id } = await harness.create({
    rotationIntervalSeconds: 24 * HOUR,
    revocationDelaySeconds: DELAY,
  });
  await harness.elapse(id, 24 * HOUR);
  await harness.work();
  await harness.elapse(id, since);
  const [old] = await harness.credentials(id);
  const account = harness.simulator.state
    .serviceAccounts(harness.projectId)
    .find((each) => each.id === old?.serviceAccountId);
  for (const key of account?.keys ?? [])
    key.lastUsedAt = usedAgo === null ? null : Date.now() - usedAgo * 1000;
  return id;
}

const oldOf = async (id: string) => (await harness.credentials(id))[0];
const news = async (id: string) =>
  (await harness.eventTypes(id)).filter((type) => type === "credential.still_used").length;

it("a previous key that is used late in its delay is reported once, while there is time", async () => {
  const id = await replaced({ since: 0.9 * DELAY, usedAgo: 60 });
  await checkUsage(harness.ctx);
  await checkUsage(harness.ctx);
  expect(await news(id)).toBe(1);
  expect(Number((await oldOf(id))?.lastUsedAt)).toBeGreaterThan(Date.now() - 120_000);
  const told = await harness.db.notification.findMany({ where: { rotatingSecretId: id } });
  expect(told.map(({ type }) => type)).toContain("credential.still_used");
  // Only a warning: the delay ends as planned.
  await harness.elapse(id, 0.2 * DELAY);
  await harness.work();
  expect((await oldOf(id))?.state).toBe("REVOKED");
});

it("the list that checks keys reports it, without a separate request", async () => {
  const id = await replaced({ since: 0.8 * DELAY, usedAgo: 60 });
  const before = harness.simulator.state.lastSeq;
  await distrustHistory(harness.ctx);
  await harness.watchKeys();
  await checkUsage(harness.ctx);
  expect(await news(id)).toBe(1);
  expect((await oldOf(id))?.usageCheckedAt).not.toBeNull();
  const calls = harness.simulator.state.history.filter(({ seq }) => seq > before);
  expect(calls.filter(({ path }) => /api_keys\/key_/.test(path))).toEqual([]);
});

it("a list early in its delay doesn't answer", async () => {
  const id = await replaced({ since: 0.7 * DELAY, usedAgo: 60 });
  await distrustHistory(harness.ctx);
  await harness.watchKeys();
  expect(await oldOf(id)).toMatchObject({ usageCheckedAt: null, lastUsedAt: null });
});

it("one that was used only early in its delay was replaced in time", async () => {
  const id = await replaced({ since: 0.9 * DELAY, usedAgo: 0.6 * DELAY });
  await checkUsage(harness.ctx);
  expect(await news(id)).toBe(0);
  expect((await oldOf(id))?.lastUsedAt).not.toBeNull();
});

it("one that was never used is ignored", async () => {
  const id = await replaced({ since: 0.9 * DELAY, usedAgo: null });
  await checkUsage(harness.ctx);
  expect(await news(id)).toBe(0);
});

it("one that is gone at the provider by now is also ignored", async () => {
  const id = await replaced({ since: 0.9 * DELAY, usedAgo: 60 });
  harness.simulator.state.deleteServiceAccountBehindTheBack((await oldOf(id))?.serviceAccountId ?? "");
  await checkUsage(harness.ctx);
  expect(await news(id)).toBe(0);
  expect((await oldOf(id))?.usageCheckedAt).not.toBeNull();
});

it("is not asked for separately while a list may still answer", async () => {
  const id = await replaced({ since: 0.8 * DELAY, usedAgo: 60 });
  await checkUsage(harness.ctx);
  expect(await oldOf(id)).toMatchObject({ usageCheckedAt: null, lastUsedAt: null });
});

it("changes nothing if the provider doesn't say, and is asked again", async () => {
  const id = await replaced({ since: 0.9 * DELAY, usedAgo: 60 });
  harness.simulator.state.addFault({ kind: "status", status: 503, match: { method: "GET" } });
  await checkUsage(harness.ctx);
  expect(await oldOf(id)).toMatchObject({ state: "EXPIRING", lastUsedAt: null, failureCount: 0 });
  await checkUsage(harness.ctx);
  expect(await news(id)).toBe(0);
  const { id: credentialId, usageRetryAt } = (await oldOf(id)) ?? { id: "", usageRetryAt: null };
  expect(Number(usageRetryAt)).toBeLessThan(Date.now() + 61_000);
  await harness.db.mintedCredential.update({
    where: { id: credentialId },
    data: { usageRetryAt: new Date() },
  });
  await checkUsage(harness.ctx);
  expect(await news(id)).toBe(1);
});

it("near the end of its delay is asked for again within a quarter of the rest", async () => {
  const id = await replaced({ since: DELAY - 100, usedAgo: 60 });
  harness.simulator.state.addFault({ kind: "status", status: 503, match: { method: "GET" } });
  await checkUsage(harness.ctx);
  expect(Number((await oldOf(id))?.usageRetryAt)).toBeLessThan(Date.now() + 26_000);
});

it("is asked for with calls that leave half to mints and revocations", async () => {
  await replaced({ since: 0.9 * DELAY, usedAgo: 60 });
  expect(await sharesOf(harness.ctx, checkUsage)).toEqual([0.5]);
});

it("may get more time, and is checked again before the new end", async () => {
  const id = await replaced({ since: 0.9 * DELAY, usedAgo: 60 });
  await checkUsage(harness.ctx);
  const credentialId = (await oldOf(id))?.id ?? "";
  const extended = await extendCredential(harness.ctx, { id, credentialId, seconds: DELAY });
  expect(Date.parse(extended.revokeAt ?? "") - Date.now()).toBeGreaterThan(1.05 * DELAY * 1000);
  await harness.elapse(id, 0.2 * DELAY);
  await harness.work();
  expect((await oldOf(id))?.state).toBe("EXPIRING");
  await harness.elapse(id, 0.7 * DELAY);
  await harness.db.mintedCredential.update({
    where: { id: credentialId },
    data: { usageRetryAt: new Date() },
  });
  await checkUsage(harness.ctx);
  expect((await oldOf(id))?.usageCheckedAt).not.toBeNull();
  expect(await harness.eventTypes(id)).toContain("credential.delay_extended");
  await harness.elapse(id, 0.5 * DELAY);
  await harness.work();
  expect((await oldOf(id))?.state).toBe("REVOKED");
  const late = extendCredential(harness.ctx, { id, credentialId, seconds: 60 });
  await expect(late).rejects.toMatchObject({ code: "conflict" });
});

it("an answer that can't be saved is logged, and asked for again", async () => {
  const id = await replaced({ since: 0.9 * DELAY, usedAgo: 60 });
  const logged: LogLine[] = [];
  const inUnit = () => Promise.reject(new Error("The database is away."));
  await checkUsage({ ...harness.ctx, log: logInto(logged), store: { ...harness.ctx.store, inUnit } });
  const msg = "The last use of a previous key wasn't saved";
  const credentialId = (await oldOf(id))?.id;
  expect(logged).toMatchObject([{ msg, credentialId, err: { message: "The database is away." } }]);
  expect((await oldOf(id))?.usageCheckedAt).toBeNull();
});
