import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { doDueWork } from "./due-work";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const lines: unknown[] = [];
const log = pino({ level: "info" }, { write: (line: string) => lines.push(JSON.parse(line)) });

it("mints and revokes what is due, each with a line in the log", async () => {
  const { id } = await harness.create();
  const { id: rootId } = harness.root;
  const engine = { ...harness.ctx, log };
  const mint = {
    kind: "mint" as const,
    id,
    rootId,
    keyAddress: "global",
    dueAt: new Date(),
    waitedSeconds: 0,
  };
  await doDueWork(engine, mint);
  expect(lines).toEqual([]);
  await harness.elapse(id, 3_600);
  await doDueWork(engine, mint);
  const [old, current] = await harness.credentials(id);
  const ids = { rotatingSecretId: id, adminKeyId: rootId };
  const rotated = { msg: "Rotated", level: 30, ...ids, credentialId: current?.id, reason: "schedule" };
  expect(lines).toMatchObject([{ ...rotated, seconds: expect.any(Number) as number }]);
  expect(lines[0]).not.toHaveProperty("code");

  await harness.elapse(id, 601);
  await doDueWork(engine, { ...mint, kind: "settle", id: old?.id ?? "" });
  expect((await harness.credentials(id)).map(({ state }) => state)).toEqual(["REVOKED", "ACTIVE"]);
  const revoked = { msg: "Revoked", level: 30, ...ids, credentialId: old?.id };
  expect(lines.slice(1)).toMatchObject([{ ...revoked, lateSeconds: expect.any(Number) as number }]);

  await harness.elapse(id, 3_600);
  harness.simulator.state.addFault({ kind: "status", status: 422, match: { method: "POST" } });
  await doDueWork(engine, mint);
  const failed = { msg: "Rotation failed", level: 40, ...ids, code: "provider_rejected", status: 422 };
  expect(lines.slice(2)).toMatchObject([failed]);

  const text = await engine.metrics.registry.metrics();
  expect(text).toContain('phase_rotations_total{outcome="exposed",reason="schedule",code=""} 1');
  expect(text).toContain(
    'phase_rotations_total{outcome="failed",reason="schedule",code="provider_rejected"} 1',
  );
  expect(text).toContain('phase_revocations_total{outcome="revoked",code=""} 1');
  expect(text).toContain("phase_rotation_lateness_seconds_count 1");
  expect(text).toContain("phase_revocation_lateness_seconds_count 1");
  const call = (operation: string, code: string) =>
    `phase_provider_calls_total{operation="${operation}",code="${code}",admin_key="${rootId}"} `;
  expect(text).toContain(`${call("mint", "ok")}2`);
  expect(text).toContain(`${call("mint", "provider_rejected")}1`);
  expect(text).toContain(`${call("revoke", "ok")}1`);
});
