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

it("mints and settles what is due, and tells how a mint went", async () => {
  const { id } = await harness.create();
  const { id: rootId } = harness.root;
  const engine = { ...harness.ctx, log };
  const mint = { kind: "mint" as const, id, rootId, keyAddress: "global", dueAt: new Date() };
  await doDueWork(engine, mint);
  expect(lines).toEqual([]);
  await harness.elapse(id, 3_600);
  await doDueWork(engine, mint);
  expect(lines).toMatchObject([{ msg: "Mint", rotatingSecretId: id, outcome: "exposed" }]);
  expect(lines[0]).not.toHaveProperty("code");

  const [old] = await harness.credentials(id);
  await harness.elapse(id, 601);
  await doDueWork(engine, { ...mint, kind: "settle", id: old?.id ?? "" });
  expect((await harness.credentials(id)).map(({ state }) => state)).toEqual(["REVOKED", "ACTIVE"]);
  expect(lines).toHaveLength(1);

  await harness.elapse(id, 3_600);
  harness.simulator.state.addFault({ kind: "status", status: 422, match: { method: "POST" } });
  await doDueWork(engine, mint);
  expect(lines[1]).toMatchObject({ msg: "Mint", outcome: "failed", code: "provider_rejected" });
});
