/** Who may do what to rotating secrets and third-party credentials: each command, by every actor who may not. */
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import type { Actor } from "@/lib/access/context";
import type { EngineCtx } from "../services";
import { listThirdPartyCredentials } from "@/lib/third-party-credentials/list-third-party-credentials";
import { COMMANDS, type Command, type Given, givenSecret } from "@/proof/harness/every-command";
import { everyRow } from "@/proof/harness/every-row";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { testOwner } from "@/proof/harness/test-services";

/** Files that export no command. */
const PARTS = [
  ...["change", "checks", "settle-now", "with-rotation"],
  ...[
    "find",
    "limits",
    "list-third-party-credentials",
    "retry-settlements",
    "show",
    "uses",
    "validate",
    "wrong-organisation",
  ],
];

let harness: Harness;
let given: Given;
let elsewhere: string;

beforeAll(async () => {
  harness = await startHarness();
  given = await givenSecret(harness);
  elsewhere = (await harness.db.organisation.create({ data: { name: "Other" } })).id;
});
afterAll(() => harness.stop());

const as = (actor: Actor): EngineCtx => ({ ...harness.ctx, actor });
const person = (role: "developer" | "viewer") =>
  as({ ...testOwner(harness.ctx.actor.organisationId), role } as Actor);
const token = (environmentIds: string[]) =>
  as({
    kind: "token",
    organisationId: harness.ctx.actor.organisationId,
    tokenId: uuidv7(),
    name: "ci",
    scopes: ["admin"],
    environmentIds,
    keys: [],
    expiresAt: null,
    answersTo: null,
  });

it("knows every command", () => {
  const files = [import.meta.dirname, `${import.meta.dirname}/../../third-party-credentials`].flatMap(
    (folder) => readdirSync(folder),
  );
  const names = files
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.ts$/, ""))
    .filter((name) => !PARTS.includes(name));
  const known = COMMANDS.map(({ name }) => name).filter((name) => name !== "preview-new-schedule");
  expect(known.toSorted()).toEqual(names.toSorted());
});

/** The command is refused with one of these codes, without a change or a provider call. */
async function expectRefusal({ run }: Command, ctx: EngineCtx, codes: string[]): Promise<void> {
  const { db, simulator } = harness;
  const before = await everyRow(db);
  const calls = simulator.state.lastSeq;
  const code = await run(ctx, given).then(
    () => "done",
    (error: unknown) => (error as { code?: string }).code,
  );
  expect(codes).toContain(code);
  expect(simulator.state.lastSeq).toBe(calls);
  expect(await everyRow(db)).toEqual(before);
}

describe.each(COMMANDS)("$name", (command) => {
  it("is refused to callers without the permission", async () => {
    if (command.action !== "read") await expectRefusal(command, person("viewer"), ["forbidden"]);
    if (command.action === "credentials:manage")
      await expectRefusal(command, person("developer"), ["forbidden"]);
  });

  it("finds nothing of another organisation", async () => {
    if (command.name === "create-third-party-credential") return;
    await expectRefusal(command, as(testOwner(elsewhere)), ["not_found"]);
  });

  it("is refused to a token of another environment", async () => {
    if (command.action !== "read")
      await expectRefusal(command, token([uuidv7()]), ["not_found", "forbidden"]);
  });
});

it("can't combine its own environment with an admin key of another organisation", async () => {
  const { db, root } = harness;
  await db.thirdPartyCredential.update({ where: { id: root.id }, data: { organisationId: elsewhere } });
  for (const command of COMMANDS.filter(({ name }) => /create-rotating|preview/.test(name)))
    await expectRefusal(command, harness.ctx, ["invalid_input"]);
  const organisationId = harness.ctx.actor.organisationId;
  await db.thirdPartyCredential.update({ where: { id: root.id }, data: { organisationId } });
});

it("lists admin keys by name, to anyone who may read, only of the own organisation, and none that is deleted", async () => {
  const { ctx, db, root } = harness;
  const names = async (reader: EngineCtx) =>
    (await listThirdPartyCredentials(reader)).thirdPartyCredentials.map(({ name }) => name);
  const { name: unused } = await db.thirdPartyCredential.findUniqueOrThrow({
    where: { id: given.unusedRootId },
  });
  expect(await names(person("viewer"))).toEqual(["Acme", unused]);
  expect(await names(as(testOwner(elsewhere)))).toEqual([]);
  const nobody = { ...token([]).actor, scopes: [] } as Actor;
  await expect(listThirdPartyCredentials(as(nobody))).rejects.toMatchObject({ code: "forbidden" });
  await db.thirdPartyCredential.update({
    where: { id: given.unusedRootId },
    data: { name: "A", createdAt: new Date() },
  });
  expect(await names(ctx)).toEqual(["A", "Acme"]);
  await db.thirdPartyCredential.update({
    where: { id: given.unusedRootId },
    data: { deletedAt: new Date() },
  });
  expect(await names(ctx)).toEqual(["Acme"]);
  expect(root.name).toBe("Acme");
});

describe("a deleted one", () => {
  const run = (name: string) => COMMANDS.find((command) => command.name === name) ?? expect.unreachable();
  it.each(["update", "rotate", "pause", "resume", "delete"])("%s finds no rotating secret", async (verb) => {
    await harness.db.rotatingSecret.update({ where: { id: given.id }, data: { deletedAt: new Date() } });
    await expectRefusal(run(`${verb}-rotating-secret`), harness.ctx, ["not_found"]);
  });
  it("a credential gets no more time; its outstanding revocation can still be attempted, and forgotten", async () => {
    await expectRefusal(run("extend-credential"), harness.ctx, ["not_found"]);
    await run("revoke-credential").run(harness.ctx, given);
    await run("forget-credential").run(harness.ctx, given);
    const states = (await harness.credentials(given.id)).map(({ state }) => state);
    expect(states).toEqual(["DISCARDED", "REVOKED", "ACTIVE"]);
  });
  it.each(["get-third-party-credential", "list-projects", "update-third-party-credential"])(
    "%s finds no admin key",
    async (name) => {
      await expectRefusal(run(name), harness.ctx, ["not_found"]);
    },
  );
});

it.each(["extend-credential", "forget-credential", "revoke-credential"])(
  "%s finds no credential of another rotating secret",
  async (name) => {
    const other = await givenSecret(harness);
    const { id } = await givenSecret(harness);
    const command = COMMANDS.find((each) => each.name === name) ?? expect.unreachable();
    const run = (ctx: EngineCtx) => command.run(ctx, { ...other, id });
    await expectRefusal({ ...command, run }, harness.ctx, ["not_found"]);
  },
);
