import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { listReaders } from "@/lib/rotation/queries/list-readers";
import type { EngineCtx } from "@/lib/rotation/services";
import { findToken } from "@/lib/tokens/find-token-actor";
import { newStoredText } from "@/lib/tokens/token-text";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { noteReaders, readersNoted } from "./note-readers";
import { readSecret } from "./read-secret";
import { readSecrets } from "./read-secrets";

let harness: Harness;
let id: string;
let key: string;
let program: EngineCtx & { tokenId: string };
const HOUR = 3_600;
let number = 0;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(async () => {
  number += 1;
  key = `KEY_${number}`;
  const { id: made } = await harness.create({
    name: `Secret ${number}`,
    outputs: { api_key: key },
    rotationIntervalSeconds: 24 * HOUR,
    revocationDelaySeconds: HOUR,
  });
  id = made;
  program = await newProgram(`billing ${number}`);
});

async function newProgram(name: string): Promise<typeof program> {
  const { token, ...stored } = newStoredText();
  const { organisationId } = harness.ctx.actor;
  const row = await harness.db.serviceToken.create({
    data: {
      ...stored,
      organisationId,
      name,
      scopes: ["secrets:read"],
      environmentIds: [],
      keys: [],
      createdBy: "user:test",
    },
  });
  const found = await findToken(harness.db, token, null);
  if (found === null) throw new Error("The token is not found.");
  return { ...harness.ctx, actor: found.actor, tokenId: row.id };
}

const read = async (ctx: EngineCtx = program) => {
  await readSecrets(ctx, { environmentId: harness.environmentId });
  await readersNoted(harness.db);
};
const rotate = async () => {
  await harness.elapse(id, 24 * HOUR);
  await harness.work();
};
const readers = async () => (await listReaders(harness.ctx, { id, limit: 100 })).readers;

it("names the tokens that have read a key, and those that still have a previous one", async () => {
  expect(await readers()).toEqual([]);
  await read();
  const [current] = await harness.credentials(id);
  expect(await readers()).toEqual([
    {
      serviceToken: { id: program.tokenId, name: `billing ${number}` },
      readAt: expect.any(String) as unknown,
      credentialId: current?.id,
      holds: "current",
    },
  ]);
  await rotate();
  expect(await readers()).toMatchObject([{ holds: "previous" }]);
  const other = await newProgram(`web ${number}`);
  await read(other);
  expect((await readers()).map(({ holds }) => holds).toSorted()).toEqual(["current", "previous"]);
  await harness.elapse(id, 2 * HOUR);
  await harness.work();
  expect((await readers()).map(({ holds }) => holds).toSorted()).toEqual(["current", "ended"]);
  await read();
  expect((await readers()).map(({ holds }) => holds)).toEqual(["current", "current"]);
});

it("counts a read of a single value, but neither reads by people nor values that a token didn't get", async () => {
  await readSecrets(harness.ctx, { environmentId: harness.environmentId });
  await readersNoted(harness.db);
  expect(await readers()).toEqual([]);
  const limited = await newProgram(`limited ${number}`);
  await read({ ...limited, actor: { ...limited.actor, keys: ["OTHER"] } as EngineCtx["actor"] });
  expect(await readers()).toEqual([]);
  await readSecret(program, { environmentId: harness.environmentId, key });
  await readersNoted(harness.db);
  expect(await readers()).toMatchObject([{ holds: "current" }]);
});

it("a read that began before a rotation and is noted late doesn't replace a newer one", async () => {
  const [old] = await harness.credentials(id);
  await rotate();
  await read();
  // The note of another web process, which doesn't know the earlier notes.
  const elsewhere = { ...program, db: harness.db.$extends({}) as unknown as EngineCtx["db"] };
  noteReaders(elsewhere, [old?.id ?? ""]);
  await readersNoted(elsewhere.db);
  expect(await readers()).toMatchObject([{ holds: "current" }]);
});

it("costs one statement per minute while the key stays the same", async () => {
  const written = vi.spyOn(harness.db, "$executeRaw");
  const notes = () =>
    written.mock.calls.filter(([text]) => JSON.stringify(text).includes("INSERT INTO reader")).length;
  for (let time = 0; time < 5; time += 1) await read();
  expect(notes()).toBe(1);
  const now = performance.now();
  vi.spyOn(performance, "now").mockReturnValue(now + 61_000);
  await read();
  expect(notes()).toBe(2);
  vi.restoreAllMocks();
});

it.each([0, 1, 2, 3, 4, 5, 6, 7])(
  "writes a key that is noted %s turns after the previous one",
  async (turns) => {
    const written: unknown[] = [];
    // Nothing else of the database is used.
    const db = {
      $executeRaw: (_: unknown, notes: string) =>
        Promise.resolve(written.push(...(JSON.parse(notes) as object[]))),
    } as unknown as EngineCtx["db"];
    noteReaders({ ...program, db }, ["one"]);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    noteReaders({ ...program, db }, ["two"]);
    await new Promise(setImmediate);
    expect(written).toMatchObject([{ credentialId: "one" }, { credentialId: "two" }]);
  },
);

it("returns pages, and forgets tokens that have ended", async () => {
  const other = await newProgram(`web ${number}`);
  await read();
  await read(other);
  const first = await listReaders(harness.ctx, { id, limit: 1 });
  expect(first.nextCursor).toBe(first.readers[0]?.serviceToken.id);
  const second = await listReaders(harness.ctx, { id, limit: 1, cursor: first.nextCursor ?? undefined });
  expect(second.nextCursor).toBeNull();
  expect([first, second].flatMap((page) => page.readers)).toHaveLength(2);
  await harness.db.serviceToken.update({ where: { id: other.tokenId }, data: { revokedAt: new Date() } });
  await harness.db.serviceToken.update({ where: { id: program.tokenId }, data: { expiresAt: new Date() } });
  expect(await readers()).toEqual([]);
  await harness.db.serviceToken.delete({ where: { id: other.tokenId } });
  expect(await harness.db.reader.count({ where: { tokenId: other.tokenId } })).toBe(0);
});
