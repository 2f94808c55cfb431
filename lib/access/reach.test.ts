/** What limited callers can see, and where an admin key may be used. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { pathIdSchema } from "@/lib/api/common";
import { environmentRolesSchema } from "@/lib/api/members";
import { createRotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { environmentRolesOf } from "@/lib/auth/environment-roles";
import { listApps } from "@/lib/apps/list-apps";
import type { EngineCtx } from "@/lib/rotation/services";
import { readMe } from "@/lib/members/read-me";
import { createMember } from "@/lib/members/create-member";
import { listMembers } from "@/lib/members/list-members";
import { updateMember } from "@/lib/members/update-member";
import { testServices } from "@/proof/harness/test-services";
import { createRotatingSecret, previewNewSchedule } from "@/lib/rotation/commands/create-rotating-secret";
import { countByEnvironment } from "@/lib/rotation/queries/count-by-environment";
import { getOverview } from "@/lib/rotation/queries/get-overview";
import { listRotatingSecrets } from "@/lib/rotation/queries/list-rotating-secrets";
import { listOverviewRows } from "@/lib/rotation/queries/list-overview-rows";
import { overviewRowsQuerySchema } from "@/lib/api/overview";
import { listEvents } from "@/lib/rotation/queries/list-events";
import { findRotatingSecret } from "@/lib/rotation/queries/find-rotating-secret";
import { findSecret } from "@/lib/secrets/find-secret";
import { authorise } from "@/lib/access/permissions";
import { findSecrets } from "@/lib/secrets/find-secrets";
import { listThirdPartyCredentials } from "@/lib/third-party-credentials/list-third-party-credentials";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { makeSubject } from "@/proof/access-matrix/subjects";
import { type TestOrganisation, testOrganisation, BY_HAND } from "@/proof/harness/organisation";

let database: TestDatabase;
let organisation: TestOrganisation;
let owner: Awaited<ReturnType<TestOrganisation["person"]>>;

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  owner = await organisation.person("owner");
});

afterAll(async () => {
  await database.drop();
});

const made = async (subject: "credential" | "rotating" | "secret", environmentId: string) =>
  await makeSubject(subject, { organisation, owner, environmentId, userId: null });

/** A developer without access to Production, and a token for Development. */
async function limited(): Promise<EngineCtx[]> {
  const { development, production } = organisation;
  return [
    await organisation.person("developer", "-", [{ environmentId: production, role: "none" }]),
    organisation.token(["rotation:manage"], [development]),
  ];
}

it("shows a limited caller only the admin keys that its environments use or are named in", async () => {
  const { development, production, staging } = organisation;
  const open = await made("credential", development);
  const elsewhere = await made("credential", production);
  const unused = await made("credential", staging);
  await database.db.thirdPartyCredential.update({ where: { id: unused.id }, data: { environmentIds: [] } });
  const { id: rotatingSecretId } = await made("rotating", development);
  const used = await database.db.rotatingSecret.findUniqueOrThrow({ where: { id: rotatingSecretId } });
  await database.db.thirdPartyCredential.update({
    where: { id: used.thirdPartyCredentialId },
    data: {
      environmentIds: [],
      unclaimedAccounts: [{ projectId: "p", serviceAccountId: "s", serviceAccountName: "n" }],
    },
  });
  for (const ctx of await limited()) {
    const listed = (await listThirdPartyCredentials(ctx)).thirdPartyCredentials;
    const ids = listed.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([open.id, used.thirdPartyCredentialId]));
    expect(ids).not.toContain(elsewhere.id);
    expect(ids).not.toContain(unused.id);
    expect(listed.find(({ id }) => id === used.thirdPartyCredentialId)).toMatchObject({
      usedBy: 1,
      unclaimedAccounts: [],
    });
  }
  expect((await listThirdPartyCredentials(owner)).thirdPartyCredentials.length).toBeGreaterThanOrEqual(4);
});

it("knows an environment by its id in capitals, too: it opens nothing that the id does not", async () => {
  const { production } = organisation;
  const capitals = production.toUpperCase();
  expect(capitals).not.toBe(production);
  expect(pathIdSchema.parse({ id: capitals })).toEqual({ id: production });
  const none = { environmentId: production, role: "none" };
  expect(environmentRolesSchema.parse([{ ...none, environmentId: capitals }])).toEqual([none]);
  // As an earlier version kept what was sent.
  const stored = { role: "developer", environmentRoles: [{ ...none, environmentId: capitals }] } as const;
  expect(environmentRolesOf(stored)).toEqual([none]);
  for (const role of ["none", "viewer"] as const) {
    const { actor } = await organisation.person("developer", "-", [{ environmentId: production, role }]);
    for (const action of ["read", "secrets:read", "secrets:write", "rotation:manage"] as const)
      expect(() => authorise(actor, action, capitals)).toThrow("Environment not found.");
  }
});

it("hides an environment without access from every list of several", async () => {
  const { production, development } = organisation;
  const secret = await made("secret", production);
  const seen = await made("secret", development);
  const rotating = await made("rotating", production);
  const near = await made("rotating", development);
  const stranger = await (await testOrganisation(testServices(database.db))).person("owner");
  for (const ctx of await limited()) {
    for (const action of ["read", "secrets:read", "secrets:write", "rotation:manage"] as const) {
      const ask = () => authorise(ctx.actor, action, production);
      expect(ask).toThrow(expect.objectContaining({ code: "not_found" }) as Error);
    }
    const [app] = (await listApps(ctx)).apps;
    expect(app?.environments.map(({ id }) => id)).not.toContain(production);
    const found = (await findSecrets(ctx, { search: "K_", limit: 50 })).map(({ id }) => id);
    expect(found).toContain(seen.id);
    expect(found).not.toContain(secret.id);
    const { items, activity } = await getOverview(ctx);
    expect(items.map((item) => item.rotatingSecret.id)).not.toContain(rotating.id);
    expect(activity).toHaveLength(30);
    const { rows } = await listOverviewRows(ctx, overviewRowsQuerySchema.parse({ limit: 100 }));
    expect(rows.map((row) => row.rotatingSecret.id)).not.toContain(rotating.id);
    const everywhere = { environmentId: null, limit: 200 };
    const listed = (await listRotatingSecrets(ctx, everywhere)).rotatingSecrets.map(({ id }) => id);
    expect(listed).toContain(near.id);
    expect(listed).not.toContain(rotating.id);
    expect((await listRotatingSecrets(stranger, everywhere)).rotatingSecrets).toEqual([]);
    const { environments } = await countByEnvironment(ctx);
    expect(environments.map((row) => row.environmentId)).not.toContain(production);
  }
});

it("answers the same for inaccessible and missing items, whatever the caller may do elsewhere", async () => {
  const { production } = organisation;
  const rotating = await made("rotating", production);
  const secret = await made("secret", production);
  for (const ctx of await limited()) {
    const answers = async (find: (id: string) => Promise<unknown>, id: string) => {
      const told = (asked: string) => find(asked).catch((error: unknown) => (error as Error).message);
      return [await told(id), await told(uuidv7())];
    };
    for (const action of ["read", "secrets:read", "rotation:manage", "secrets:write"] as const) {
      const [elsewhere, nowhere] = await answers((id) => findRotatingSecret(ctx, id, action), rotating.id);
      expect(elsewhere).toBe("Rotating secret not found.");
      expect(nowhere).toBe(elsewhere);
      const [there, missing] = await answers((id) => findSecret(ctx.db, ctx, id, action), secret.id);
      expect(there).toBe("Secret not found.");
      expect(missing).toBe(there);
    }
  }
});

it("shows no emails or IP addresses of members to callers who can't see members", async () => {
  const { id } = await made("rotating", organisation.development);
  await database.db.event.create({
    data: { rotatingSecretId: id, type: "paused", actor: `user:${owner.email}`, detail: {} },
  });
  for (const ctx of await limited()) {
    await expect(listMembers(ctx)).rejects.toMatchObject({ code: "forbidden" });
    expect((await listEvents(ctx, { id, limit: 10 })).events).toMatchObject([{ actor: "user" }]);
  }
  const all = await listEvents(owner, { id, limit: 10 });
  expect(all.events).toMatchObject([{ actor: `user:${owner.email}` }]);
});

describe("the limits of an admin key", () => {
  const inputOf = (thirdPartyCredentialId: string, projectId: string) => ({
    ...createRotatingSecretSchema.parse({
      name: "new",
      provider: "openai",
      thirdPartyCredentialId,
      config: { projectId },
      rotationIntervalSeconds: 600,
      revocationDelaySeconds: 60,
      outputs: { api_key: `KEY_${uuidv7().replaceAll("-", "")}` },
    }),
    environmentId: organisation.development,
  });

  it("refuses other environments and projects before anyone is asked", async () => {
    const elsewhere = await made("credential", organisation.production);
    await expect(createRotatingSecret(owner, inputOf(elsewhere.id, "proj_open"))).rejects.toMatchObject({
      details: { issues: [{ path: "thirdPartyCredentialId" }] },
    });
    const here = await made("credential", organisation.development);
    await expect(createRotatingSecret(owner, inputOf(here.id, "proj_closed"))).rejects.toMatchObject({
      code: "invalid_input",
      details: { issues: [{ path: "config.projectId" }] },
    });
  });

  it("can't be bypassed by a limited caller who knows an ID", async () => {
    const { id } = await made("credential", organisation.staging);
    await database.db.thirdPartyCredential.update({ where: { id }, data: { environmentIds: [] } });
    for (const ctx of await limited()) {
      for (const attempt of [createRotatingSecret, previewNewSchedule]) {
        await expect(attempt(ctx, inputOf(id, "proj_open"), 1)).rejects.toMatchObject({
          message: expect.stringContaining("Third-party credential not found.") as unknown,
        });
      }
    }
    // A credential that names one of their environments is theirs to use.
    const here = await made("credential", organisation.development);
    for (const ctx of await limited()) {
      await expect(previewNewSchedule(ctx, inputOf(here.id, "proj_open"), 1)).resolves.toBeDefined();
    }
    await expect(previewNewSchedule(owner, inputOf(id, "proj_open"), 1)).resolves.toBeDefined();
  });

  it("can be set and lifted, but not against what already uses the key", async () => {
    const { development, production } = organisation;
    const { id } = await made("rotating", development);
    const row = await database.db.rotatingSecret.findUniqueOrThrow({ where: { id } });
    const change = (limits: object) =>
      updateThirdPartyCredential(owner, { id: row.thirdPartyCredentialId, ...limits });
    expect(await change({ environmentIds: null, projectIds: null })).toMatchObject({
      environmentIds: null,
      projectIds: null,
    });
    for (const limits of [{ environmentIds: [production] }, { projectIds: ["proj_other"] }]) {
      await expect(change(limits)).rejects.toMatchObject({ code: "in_use" });
    }
    const both = { environmentIds: [development, production], projectIds: ["proj_open", "proj_other"] };
    expect(await change(both)).toMatchObject(both);
    await expect(change({ environmentIds: [uuidv7()] })).rejects.toMatchObject({
      details: { issues: [{ path: "environmentIds" }] },
    });
  });
});

it("accepts roles per environment only for developers and viewers, and distinguishes them", async () => {
  const { development, production } = organisation;
  const environmentRoles = [{ environmentId: production, role: "viewer" as const }];
  const person = { email: `${uuidv7()}@example.com`, name: "" };
  await expect(
    createMember(owner, { ...person, role: "admin", environmentRoles }, BY_HAND),
  ).rejects.toMatchObject({
    details: { issues: [{ path: "environmentRoles" }] },
  });
  const unknown = [{ environmentId: uuidv7(), role: "viewer" as const }];
  await expect(
    createMember(owner, { ...person, role: "viewer", environmentRoles: unknown }, BY_HAND),
  ).rejects.toMatchObject({ details: { issues: [{ path: "environmentRoles" }] } });
  const member = await createMember(owner, { ...person, role: "developer", environmentRoles }, BY_HAND);
  expect(member.environmentRoles).toEqual(environmentRoles);
  // A promoted member has every environment, and gets no old exceptions back when demoted again.
  expect(await updateMember(owner, { id: member.id, role: "admin" })).toMatchObject({ environmentRoles: [] });
  expect(await updateMember(owner, { id: member.id, role: "developer" })).toMatchObject({
    environmentRoles: [],
  });

  const viewer = await organisation.person("viewer", "-", [
    { environmentId: development, role: "developer" },
  ]);
  const me = await readMe(viewer);
  expect(me.actions).not.toContain("secrets:write");
  expect(me.environments).toMatchObject([{ id: development }]);
  expect(me.environments[0]?.actions).toContain("secrets:write");
});
