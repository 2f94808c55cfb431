import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProviders } from "@/lib/providers/registry";
import { freePort } from "@/installation/machine/ports";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import type { Engine } from "../services";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { revokeIn } from "./operate";
import { settle } from "./settle";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(() => harness.simulator.state.clearFaults());

const HOUR = 3_600;

/** A rotating secret with a credential whose delay has just ended according to the database's clock. */
async function replaced(): Promise<{ id: string; credentialId: string }> {
  const { id } = await harness.create({
    rotationIntervalSeconds: 24 * HOUR,
    revocationDelaySeconds: 2 * HOUR,
  });
  await harness.elapse(id, 24 * HOUR);
  await harness.work();
  await harness.elapse(id, 2 * HOUR);
  const [old] = await harness.credentials(id);
  return { id, credentialId: old?.id ?? "" };
}

const stateOf = async (id: string) => (await harness.credentials(id))[0]?.state;

/** A process without an answer from the provider so far. */
function freshProcess(baseUrl = harness.simulator.url): Engine {
  return {
    ...harness.ctx,
    providers: createProviders({ openai: { baseUrl, timeoutSeconds: 1 } }, harness.ctx.lookAtSeal),
  };
}

/** A process to which the provider reports another time. */
function toldSeconds(offset: number): Engine {
  const clock = () => ({ now: new Date(Date.now() + offset * 1000), ageSeconds: 0 });
  return { ...harness.ctx, providers: { ...harness.ctx.providers, clock } };
}

describe("a delay that is over by the database's clock", () => {
  it("is over if the provider's clock is within five minutes of it", async () => {
    const { id, credentialId } = await replaced();
    await settle(toldSeconds(-290), credentialId);
    expect(await stateOf(id)).toBe("REVOKED");
  });

  it("continues if the provider's clock disagrees: nothing is deleted, and everyone is notified", async () => {
    const { id, credentialId } = await replaced();
    const before = harness.accounts();
    for (let sweeps = 0; sweeps < 6; sweeps++) await settle(toldSeconds(-HOUR), credentialId);
    expect(harness.accounts()).toEqual(before);
    expect(await stateOf(id)).toBe("EXPIRING");
    const shown = await getRotatingSecret(harness.ctx, { id });
    expect(shown.health).toBe("degraded");
    const told = await harness.db.notification.findMany({ where: { rotatingSecretId: id } });
    expect(told.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["rotating_secret.degraded", "credential.revoke_overdue"]),
    );
    const failed = (await harness.eventTypes(id)).filter((type) => type === "credential.revoke_failed");
    expect(failed).toHaveLength(1);
  });

  it("applies unchanged when the clock is corrected, and ends in time", async () => {
    const { id, credentialId } = await replaced();
    await settle(toldSeconds(-HOUR), credentialId);
    await harness.elapse(id, -HOUR);
    await harness.work();
    expect(await stateOf(id)).toBe("EXPIRING");
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await stateOf(id)).toBe("REVOKED");
    expect((await getRotatingSecret(harness.ctx, { id })).health).toBe("healthy");
  });

  it("does not keep a credential that an operator wants gone", async () => {
    const { id, credentialId } = await replaced();
    const by = { actor: harness.ctx.actor, origin: harness.ctx.origin };
    await harness.ctx.store.inUnit(async (unit) => {
      const secret = await unit.lockSecret(id);
      const credential = await unit.credential(credentialId);
      if (secret !== null && credential !== null) await revokeIn(unit, by, secret, credential);
    });
    await settle(toldSeconds(-HOUR), credentialId);
    expect(await stateOf(id)).toBe("REVOKED");
  });
});

describe("a process that has not heard from the provider yet", () => {
  it("asks for the time first", async () => {
    const { id, credentialId } = await replaced();
    const calls = harness.simulator.state.history.length;
    await settle(freshProcess(), credentialId);
    expect(await stateOf(id)).toBe("REVOKED");
    const made = harness.simulator.state.history.slice(calls).map(({ method }) => method);
    expect(made).toEqual(["GET", "DELETE"]);
  });

  it("accepts the time in a refusal", async () => {
    const { id, credentialId } = await replaced();
    harness.simulator.state.addFault({ kind: "status", status: 503, match: { method: "GET" } });
    await settle(freshProcess(), credentialId);
    expect(await stateOf(id)).toBe("REVOKED");
  });

  it("waits for an unreachable provider like any settlement", async () => {
    const { id, credentialId } = await replaced();
    await settle(freshProcess(`http://127.0.0.1:${await freePort()}/v1`), credentialId);
    const [old] = await harness.credentials(id);
    expect(old).toMatchObject({
      state: "EXPIRING",
      lastFailureCode: "provider_unavailable",
      failureCount: 1,
    });
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await stateOf(id)).toBe("REVOKED");
  });
});
