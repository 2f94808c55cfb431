/** Concurrent and interrupted applies have one and the same result. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createWebhook } from "@/lib/notifications/create-webhook";
import type { EngineCtx } from "@/lib/rotation/services";
import { type ApplyInput, FILE, line, lines, startConfigurationRig } from "@/proof/harness/configuration";
import { testOrganisation, type TestOrganisation } from "@/proof/harness/organisation";
import { alone } from "./alone";
import { exportConfiguration } from "./write-file";

let rig: Awaited<ReturnType<typeof startConfigurationRig>>;
let organisation: TestOrganisation;
let ctx: EngineCtx;

beforeAll(async () => {
  rig = await startConfigurationRig();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  ({ organisation, ctx } = await rig.fresh());
});

it("stops when something else changes meanwhile, and continues with the new plan", async () => {
  const file = "version: 1\napps: {One: , Two: , Three: }\n";
  const { plan } = await rig.preview(file);
  let time = 0;
  // Every request ends after its first step.
  const busy = { ...ctx, clock: { ...ctx.clock, monotonicMs: () => (time += 20_000) } };
  const first = await rig.send(file, { plan }, busy);
  expect([first.applied.map(line), lines(first)]).toEqual([
    ["create app One"],
    ["create app Two", "create app Three"],
  ]);
  await rig.harness.db.app.create({ data: { organisationId: organisation.id, name: "Two" } });
  await expect(rig.send(file, { plan: first.plan })).rejects.toMatchObject({ code: "stale" });
  expect((await rig.apply(file)).map(line)).toEqual(["create app Three"]);
});

it("performs no step that wasn't in the plan, even if the file now requires it", async () => {
  const hook = (name: string) => `  ${name}: {url: "https://example.com", format: slack}\n`;
  const file = `version: 1\nwebhooks:\n${hook("a")}${hook("b")}`;
  const where = { organisationId: organisation.id };
  const lookAtSeal = async () => {
    const names = await rig.harness.db.webhookEndpoint.findMany({ where, select: { name: true } });
    // Once the first step is done, someone adds one in the console.
    if (names.length === 1)
      await createWebhook(ctx, { name: "other", url: "https://example.com", format: "slack", types: [] });
    return null;
  };
  const { applied, steps } = await rig.send(file, { prune: true }, { ...ctx, lookAtSeal });
  expect([applied.map(line), steps]).toEqual([["create webhook a", "create webhook b"], []]);
  const names = await rig.harness.db.webhookEndpoint.findMany({
    where,
    select: { name: true },
    orderBy: { name: "asc" },
  });
  expect(names.map(({ name }) => name)).toEqual(["a", "b", "other"]);
});

it("reports what was done before a failure, and the failure with the next request", async () => {
  const file = `version: 1\napps: {New: }\nwebhooks: {a: {url: "https://example.com"}}\n`;
  const lookAtSeal = async () => {
    const found = await rig.harness.db.app.findFirst({
      where: { organisationId: organisation.id, name: "New" },
    });
    return found === null ? null : "It is a copy.";
  };
  const sealing = { ...ctx, lookAtSeal };
  const first = await rig.send(file, {}, sealing);
  expect([first.applied.map(line), lines(first)]).toEqual([["create app New"], ["create webhook a"]]);
  await expect(rig.send(file, { plan: first.plan }, sealing)).rejects.toMatchObject({
    code: "sealed",
    message: expect.stringContaining(`Couldn't create the webhook "a": `) as string,
  });
  expect((await rig.apply(file, { plan: first.plan })).map(line)).toEqual(["create webhook a"]);
});

it("applies one file at a time", async () => {
  await alone(ctx, async () => {
    await expect(rig.send("version: 1")).rejects.toMatchObject({
      code: "conflict",
      details: { retryAfterSeconds: 2 },
    });
    await rig.preview("version: 1");
    const stranger = await (await testOrganisation(rig.harness.ctx)).person("owner");
    await rig.send("version: 1", {}, stranger);
  });
  await rig.send("version: 1");
});

/** Applies a file until nothing is left, as the command line does. Repeats a request after a conflict or a changed plan. */
async function persist(file: string, input: ApplyInput = {}): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { plan, steps } = await rig.preview(file, input);
    if (steps.length === 0) return;
    await rig.send(file, { ...input, plan }).catch((error: unknown) => {
      const { code } = error as { code?: string };
      if (code !== "conflict" && code !== "stale") throw error;
    });
  }
  throw new Error("It never ends.");
}

it("has one result when several apply files at the same time", async () => {
  const one = FILE;
  const other = FILE.replaceAll("30d", "20d").replace("Test:", "Trial:");
  await Promise.all([persist(one), persist(one), persist(one)]);
  expect(await rig.left(one, { prune: true })).toEqual([]);
  await Promise.all([persist(one, { prune: true }), persist(other, { prune: true })]).catch(() => undefined);
  const ends = [await rig.left(one, { prune: true }), await rig.left(other, { prune: true })];
  expect(ends.filter((rest) => rest.length === 0)).toHaveLength(1);
});

/** A process that ends before its nth write, and does nothing afterwards. */
function dying(by: EngineCtx, writes: number): { ctx: EngineCtx; died: () => boolean } {
  let done = 0;
  let isDead = false;
  const live = () => {
    done += 1;
    if (done > writes) isDead = true;
    if (isDead) throw new Error("The process was killed.");
  };
  const db = new Proxy(by.db, {
    get(target, name) {
      if (name !== "$transaction") return Reflect.get(target, name) as unknown;
      return (...args: Parameters<typeof target.$transaction>) => {
        live();
        return target.$transaction(...args);
      };
    },
  });
  const store: EngineCtx["store"] = {
    ...by.store,
    inUnit: async (...args) => {
      live();
      return await by.store.inUnit(...args);
    },
  };
  return { ctx: { ...by, db, store }, died: () => isDead };
}

it("has the same result wherever it is interrupted", async () => {
  // One rotating secret is enough, the paused one: it takes two commands.
  const file = FILE.replace(/ {10}Chat:[^]*?(?= {10}Batch:)/, "");
  await rig.apply(file);
  const whole = await exportConfiguration(ctx, "");
  for (let writes = 1; ; writes += 1) {
    ({ ctx } = await rig.fresh());
    const { ctx: mortal, died } = dying(ctx, writes);
    await rig.apply(file, {}, mortal).catch(() => undefined);
    await rig.apply(file);
    expect(await rig.left(file, { prune: true }), String(writes)).toEqual([]);
    const withoutTimes = (text: string) => text.replaceAll(/expiresAt: .*/g, "");
    expect(withoutTimes(await exportConfiguration(ctx, "")), String(writes)).toBe(withoutTimes(whole));
    if (!died()) break;
    expect(writes).toBeLessThan(60);
  }
}, 120_000);
