/** Requested rotations, from the request to the end. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { deleteRotatingSecret } from "../commands/delete-rotating-secret";
import { pauseRotatingSecret } from "../commands/pause-rotating-secret";
import { resumeRotatingSecret } from "../commands/resume-rotating-secret";
import { rotateRotatingSecret } from "../commands/rotate-rotating-secret";
import { DomainError } from "@/lib/errors";
import { ChangeFeed } from "@/lib/live/change-feed";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { aCredential } from "@/proof/harness/builders";
import { testOwner } from "@/proof/harness/test-services";
import { getRotation } from "./get-rotation";
import { type Wait, waitForRotation } from "./wait-for-rotation";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(() => harness.simulator.state.clearFaults());

const HOUR = 3_600;
const MINTS = { method: "POST", pathPattern: "/service_accounts$" } as const;
const refuse = (status: number) =>
  harness.simulator.state.addFault({ kind: "status", status, match: { ...MINTS, times: null } });

const rotate = (id: string, mode: "graceful" | "break_glass" = "graceful") =>
  rotateRotatingSecret(harness.ctx, { id, mode });
const read = (id: string | undefined) => getRotation(harness.ctx, { id: id ?? "" });
async function current(id: string): Promise<string | undefined> {
  return (await harness.credentials(id)).find(({ state }) => state === "ACTIVE")?.id;
}

describe("a rotation", () => {
  it("requested by a creation has ended when that responds", async () => {
    const { id, rotation } = await harness.create();
    expect(rotation).toMatchObject({ rotatingSecretId: id, reason: "first_key", state: "succeeded" });
    expect(rotation?.credentialId).toBe(await current(id));
    expect(await read(rotation?.id)).toEqual(rotation);
  });

  it("is pending until a worker begins, and names the credential that became current", async () => {
    const { id } = await harness.create();
    const { rotation, rotating } = await rotate(id);
    expect(rotating).toBe(true);
    expect(rotation).toMatchObject({ reason: "operator", state: "pending", credentialId: null });
    await harness.work();
    expect(await read(rotation?.id)).toEqual({
      ...rotation,
      state: "succeeded",
      credentialId: await current(id),
    });
    // The schedule's next rotation is another one.
    await harness.elapse(id, 30 * 24 * HOUR);
    const [before] = [await read(rotation?.id)];
    await harness.work();
    expect(await read(rotation?.id)).toEqual(before);
  });

  it("is the same for two concurrent requests, and for every request before it has ended", async () => {
    const { id } = await harness.create();
    const [one, other] = await Promise.all([rotate(id), rotate(id)]);
    const third = await rotate(id, "break_glass");
    expect(new Set([one, other, third].map(({ rotation }) => rotation?.id)).size).toBe(1);
    expect(third.rotation).toMatchObject({ reason: "break_glass", state: "pending" });
    await harness.work();
    const ended = await read(one.rotation?.id);
    expect(ended).toMatchObject({ reason: "break_glass", state: "succeeded" });
    // The event of each caller who joined leads to it.
    const asked = await harness.db.event.findMany({
      where: { rotatingSecretId: id, type: "rotating_secret.rotation_requested" },
    });
    expect(asked).toHaveLength(3);
    for (const event of asked) expect(await read(event.id)).toEqual(ended);
    const next = await rotate(id);
    expect(next.rotation?.id).not.toBe(ended.id);
  });

  it("answered by a running mint runs until that has ended", async () => {
    const { id } = await harness.create();
    const place = { rotatingSecretId: id, thirdPartyCredentialId: harness.root.id };
    await harness.db.mintedCredential.create({ data: aCredential(place, { state: "SENDING" }) });
    expect((await rotate(id)).rotation).toMatchObject({ state: "running" });
  });

  it("reports the failure of each attempt, and that none follows", async () => {
    const { id } = await harness.create();
    const fault = refuse(503);
    const { rotation } = await rotate(id);
    await harness.work();
    expect(await read(rotation?.id)).toMatchObject({
      state: "pending",
      lastFailure: { code: "provider_unavailable" },
    });
    harness.simulator.state.clearFaults(fault);
    refuse(422);
    await harness.elapse(id, HOUR);
    await harness.work();
    const failed = { state: "failed", credentialId: null, lastFailure: { code: "provider_rejected" } };
    expect(await read(rotation?.id)).toMatchObject(failed);
    harness.simulator.state.clearFaults();
    const resumed = await resumeRotatingSecret(harness.ctx, { id });
    expect(resumed.rotation).toMatchObject({ reason: "resumed", state: "pending" });
    await harness.work();
    expect(await read(resumed.rotation?.id)).toMatchObject({ state: "succeeded" });
    expect(await read(rotation?.id)).toMatchObject(failed);
  });

  it.each([
    ["a pause", pauseRotatingSecret],
    ["a deletion", deleteRotatingSecret],
  ])("is cancelled by %s", async (_, end) => {
    const { id } = await harness.create();
    const { rotation } = await rotate(id);
    await end(harness.ctx, { id });
    expect(await read(rotation?.id)).toMatchObject({ state: "cancelled", lastFailure: null });
  });

  it("isn't created when a pause ends and the schedule stays", async () => {
    const { id } = await harness.create();
    await pauseRotatingSecret(harness.ctx, { id });
    const { rotation } = await resumeRotatingSecret(harness.ctx, { id, when: "keep_schedule" });
    expect(rotation).toBeNull();
    const event = await harness.db.event.findFirst({
      where: { rotatingSecretId: id, type: "rotating_secret.resumed" },
    });
    await expect(read(event?.id)).rejects.toMatchObject({ code: "not_found" });
    const exposed = await harness.db.event.findFirst({
      where: { rotatingSecretId: id, type: "credential.exposed" },
    });
    await expect(read(exposed?.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("of another organisation isn't found", async () => {
    const { rotation } = await rotate((await harness.create()).id);
    const organisation = await harness.db.organisation.create({ data: { name: "Other" } });
    const stranger = { ...harness.ctx, actor: testOwner(organisation.id) };
    await expect(getRotation(stranger, { id: rotation?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
      message: "Rotation not found.",
    });
  });
});

describe("a wait for a rotation", () => {
  let feed: ChangeFeed;
  beforeAll(() => {
    feed = new ChangeFeed(harness.url);
  });
  afterAll(() => feed.close());

  const actorNow = () => Promise.resolve(harness.ctx.actor);
  const wait = (id: string | undefined, how: Partial<Wait> = {}) =>
    waitForRotation(
      harness.ctx,
      { id: id ?? "" },
      { seconds: 50, feed, signal: new AbortController().signal, actorNow, lookEveryMs: 60_000, ...how },
    );

  it("ends with the new key, which the change feed announces", async () => {
    const { id } = await harness.create();
    const { rotation } = await rotate(id);
    const waited = wait(rotation?.id);
    await harness.work();
    expect(await waited).toMatchObject({ state: "succeeded", credentialId: await current(id) });
  });

  it("ends when no key will come, which nothing announces", async () => {
    const { id } = await harness.create();
    const { rotation } = await rotate(id);
    const waited = wait(rotation?.id, { lookEveryMs: 10 });
    await harness.db.rotatingSecret.update({ where: { id }, data: { rotationId: null } });
    expect(await waited).toMatchObject({ state: "failed" });
  });

  it("ends with its caller's access, and then reveals nothing", async () => {
    const { id } = await harness.create();
    const { rotation } = await rotate(id);
    const token = await harness.db.serviceToken.create({
      data: {
        organisationId: harness.ctx.actor.organisationId,
        name: "waits",
        tokenHash: id,
        tokenHint: "phs_",
        scopes: ["rotation:manage"],
        createdBy: "test",
      },
    });
    let ended = false;
    const asked = vi.fn(() =>
      ended
        ? Promise.reject(new DomainError("unauthenticated", "Revoked."))
        : Promise.resolve(harness.ctx.actor),
    );
    const own = new ChangeFeed(harness.url);
    const waited = wait(rotation?.id, { actorNow: asked, feed: own });
    const refused = expect(waited).rejects.toMatchObject({ code: "unauthenticated" });
    // The feed listens from now on, so what it can't have received is looked up.
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    ended = true;
    await harness.db.serviceToken.update({ where: { id: token.id }, data: { revokedAt: new Date() } });
    await refused;
    await own.close();
  });

  it("checks its caller's access before it responds", async () => {
    const { id } = await harness.create();
    const { rotation } = await rotate(id);
    const gone = () => Promise.reject(new DomainError("unauthenticated", "Expired."));
    const silent = { subscribe: () => () => true, closed: new AbortController().signal };
    const waited = wait(rotation?.id, { actorNow: gone, seconds: 0.01, feed: silent });
    await expect(waited).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("ends with its time, with its request and with the process", async () => {
    const { rotation } = await rotate((await harness.create()).id);
    const pending = { state: "pending" };
    expect(await wait(rotation?.id, { seconds: 0 })).toMatchObject(pending);
    expect(await wait(rotation?.id, { seconds: 0.01 })).toMatchObject(pending);
    const gone = AbortSignal.abort();
    const how = { seconds: 50, feed, signal: gone, actorNow, lookEveryMs: 60_000 };
    expect(await waitForRotation(harness.ctx, { id: rotation?.id ?? "" }, how)).toMatchObject(pending);
    const closing = new ChangeFeed(harness.url);
    const signal = new AbortController().signal;
    const last = waitForRotation(harness.ctx, { id: rotation?.id ?? "" }, { ...how, signal, feed: closing });
    await closing.close();
    expect(await last).toMatchObject(pending);
  });

  it.each([
    ["rotate", (id: string, how: Wait) => rotateRotatingSecret(harness.ctx, { id, mode: "graceful" }, how)],
    ["resume", (id: string, how: Wait) => resumeRotatingSecret(harness.ctx, { id, when: "now" }, how)],
  ])("is possible for %s with a time limit", async (_, ask) => {
    const { id } = await harness.create();
    await pauseRotatingSecret(harness.ctx, { id });
    const { signal } = new AbortController();
    const asked = ask(id, { seconds: 50, feed, signal, actorNow, lookEveryMs: 60_000 });
    await vi.waitFor(async () => {
      const row = await harness.db.rotatingSecret.findUniqueOrThrow({ where: { id } });
      expect(row.rotationId).not.toBeNull();
    });
    await harness.work();
    expect((await asked).rotation).toMatchObject({ state: "succeeded", credentialId: await current(id) });
  });
});
