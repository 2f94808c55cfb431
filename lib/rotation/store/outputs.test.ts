import { afterAll, beforeAll, expect, it } from "vitest";
import type { Unit } from "./store";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
let id: string;
let otherId: string;
beforeAll(async () => {
  harness = await startHarness();
  id = (await harness.create()).id;
  otherId = (await harness.create()).id;
});
afterAll(() => harness.stop());

const inUnit = <Result>(work: (unit: Unit) => Promise<Result>) => harness.ctx.store.inUnit(work);

const rows = (rotatingSecretId = id) =>
  harness.db.secret.findMany({
    where: { rotatingSecretId },
    orderBy: { output: "asc" },
    select: { id: true, output: true, key: true, version: true, comment: true },
  });

it("outputs keep their rows where they stay, and are distinguished by rotating secret", async () => {
  const { db } = harness;
  const secret = await harness.secret(id);
  const others = await rows(otherId);
  await db.secret.updateMany({ where: { rotatingSecretId: id }, data: { comment: "Mine." } });
  const [first] = await rows();
  const { key = "", version = 0 } = first ?? {};
  const replace = (outputs: Parameters<Unit["replaceOutputs"]>[1]) =>
    inUnit((unit) => unit.replaceOutputs(secret, outputs));
  expect(await replace({ api_key: key, key_id: "ID" })).toEqual({ api_key: key });
  expect(await rows()).toMatchObject([first, { output: "key_id", key: "ID", version: 1 }]);
  expect(await replace({ api_key: "ID", key_id: key })).toEqual({ api_key: key, key_id: "ID" });
  expect(await rows()).toMatchObject([
    { id: first?.id, key: "ID", version: version + 1, comment: "Mine." },
    { output: "key_id", key, version: 2 },
  ]);
  await replace({ api_key: "ID" });
  expect(await rows()).toMatchObject([{ id: first?.id, key: "ID", version: version + 1 }]);
  await inUnit((unit) => unit.touchOutputs(id));
  expect(await rows()).toMatchObject([{ key: "ID", version: version + 2 }]);
  await inUnit((unit) => unit.removeOutputs(id));
  expect(await rows()).toEqual([]);
  await inUnit((unit) => unit.insertOutputs(secret, { api_key: key }));
  expect(await rows()).toMatchObject([{ output: "api_key", key, version: 1 }]);
  expect(await rows(otherId)).toEqual(others);
});

it("outputs have no place without an environment", async () => {
  const secret = { ...(await harness.secret(id)), environmentId: null };
  await expect(inUnit((unit) => unit.insertOutputs(secret, { api_key: "A" }))).rejects.toMatchObject({
    code: "not_found",
    message: "Environment not found.",
  });
});
