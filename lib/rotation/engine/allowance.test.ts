import { afterAll, beforeAll, expect, it } from "vitest";
import { allowanceOf, resumeSeconds } from "../core/schedule";
import { type Harness, startHarness } from "../testing/harness";
import { mintWhenDue } from "./mint";
import { settle } from "./settle";

let harness: Harness;
let id: string;

beforeAll(async () => {
  harness = await startHarness();
  id = (await harness.create()).id;
});
afterAll(() => harness.stop());

/** As if a burst of calls had just been made. */
async function useUpAllowance(): Promise<void> {
  const { spacingSeconds, burst } = allowanceOf(harness.ctx.settings.timing);
  const pacedUntil = new Date(Date.now() + spacingSeconds * (burst + 5) * 1000);
  await harness.db.thirdPartyCredential.update({ where: { id: harness.root.id }, data: { pacedUntil } });
}

it("lets a burst through, then says when there is room again", async () => {
  await harness.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
  const allowance = { spacingSeconds: 60, burst: 3 };
  const answers = await harness.ctx.store.inUnit(async (unit) => {
    const taken: (number | null)[] = [];
    for (let call = 0; call < 4; call++) {
      const at = await unit.takeCall(harness.root.id, allowance);
      taken.push(at === null ? null : Math.round((at.getTime() - unit.now.getTime()) / 1000));
    }
    return taken;
  });
  expect(answers).toEqual([null, null, null, 60]);
});

it("puts a scheduled mint and a revocation off, not a rotation that somebody asked for", async () => {
  await harness.elapse(id, 3_600);
  await useUpAllowance();
  expect(await mintWhenDue(harness.ctx, id)).toEqual({ kind: "nothing" });
  expect((await harness.secret(id)).retryAt?.getTime()).toBeGreaterThan(Date.now());

  await harness.db.rotatingSecret.update({
    where: { id },
    data: { rotateRequestedAt: new Date(), retryAt: null },
  });
  expect(await mintWhenDue(harness.ctx, id)).toMatchObject({ kind: "exposed" });

  await harness.elapse(id, 601);
  await useUpAllowance();
  const [old] = await harness.credentials(id);
  await settle(harness.ctx, old?.id ?? "");
  const [waiting] = await harness.credentials(id);
  expect(waiting?.state).toBe("REVOKING");
  expect(waiting?.nextCheckAt?.getTime()).toBeGreaterThan(Date.now());
  await harness.elapse(id, 2);
  await harness.work();
  expect((await harness.credentials(id))[0]?.state).toBe("REVOKED");
});

it("gives up a saved key that cannot be opened, and makes another", async () => {
  const { db } = harness;
  await harness.elapse(id, 3_600);
  await mintWhenDue(harness.ctx, id);
  const [old, stuck] = (await harness.credentials(id)).slice(-2);
  await db.mintedCredential.update({
    where: { id: stuck?.id ?? "" },
    data: { state: "MINTED", envelope: "damaged", exposedAt: null, nextCheckAt: new Date() },
  });
  await db.mintedCredential.update({
    where: { id: old?.id ?? "" },
    data: { state: "ACTIVE", replacedAt: null, revokeAt: null, nextCheckAt: null },
  });
  await expect(mintWhenDue(harness.ctx, id)).rejects.toThrow();
  expect(harness.accounts()).toContain(stuck?.serviceAccountName);

  await harness.elapse(id, Math.max(resumeSeconds(harness.ctx.settings.timing), 3_600));
  await harness.work();
  const states = Object.fromEntries((await harness.credentials(id)).map((row) => [row.id, row.state]));
  expect(states[stuck?.id ?? ""]).toBe("REVOKED");
  expect(states[old?.id ?? ""]).toBe("EXPIRING");
  expect(Object.values(states).filter((state) => state === "ACTIVE")).toHaveLength(1);
});
