/** What applying a file refuses, and what it never shows. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { DomainError } from "@/lib/errors";
import type { EngineCtx } from "@/lib/rotation/services";
import { type ApplyInput, FILE, line, ROTATING, startConfigurationRig } from "@/proof/harness/configuration";
import { everyRow } from "@/proof/harness/every-row";
import type { TestOrganisation } from "@/proof/harness/organisation";
import { createSecret } from "@/lib/secrets/create-secret";
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

it("never deletes the caller's own token, nor one whose deletion would end it", async () => {
  const file = "version: 1\nserviceTokens:\n  parent: {scopes: [admin]}\n";
  await rig.apply(file);
  const asToken = async (name: string): Promise<EngineCtx> => {
    const row = await rig.harness.db.serviceToken.findFirstOrThrow({
      where: { organisationId: organisation.id, name },
    });
    return {
      ...ctx,
      actor: {
        ...{ kind: "token", organisationId: organisation.id, tokenId: row.id, name, scopes: ["admin"] },
        ...{ environmentIds: [], keys: [], expiresAt: row.expiresAt, answersTo: null },
      },
    };
  };
  await rig.apply("version: 1\nserviceTokens:\n  child: {scopes: [admin]}\n", {}, await asToken("parent"));
  await rig.apply("version: 1\nserviceTokens:\n  other: {scopes: [admin]}\n");
  const none = "version: 1\nserviceTokens: {}\n";
  const { steps } = await rig.preview(none, { prune: true }, await asToken("child"));
  expect(steps.map(line)).toEqual(["delete service_token other"]);
});

it("counts only the static secrets whose keys the caller may see", async () => {
  const environmentId = organisation.development;
  for (const key of ["STRIPE_KEY", "DATABASE_URL", "SMTP_URL"])
    await createSecret(ctx, { environmentId, key, value: "v", comment: "" });
  const none = "version: 1\napps: {}\n";
  const effects = async (by: EngineCtx) =>
    (await rig.preview(none, { prune: true }, by)).steps.map(({ effect }) => effect).join();
  expect(await effects(ctx)).toContain("Deletes 3 static secrets.");
  expect(await effects(organisation.token(["admin"], [], ["STRIPE_*"]))).toContain(
    "Deletes 1 static secret.",
  );
});

it("compares and writes only as much as one request may cost", async () => {
  await rig.apply(FILE);
  const copies = async (first: number, last: number) => {
    await rig.harness.db.$executeRaw`
      INSERT INTO rotating_secret (id, organisation_id, environment_id, third_party_credential_id, provider, name,
        project_id, project_name, name_template, rotation_interval_seconds, revocation_delay_seconds, next_rotation_at)
      SELECT gen_random_uuid(), organisation_id, environment_id, third_party_credential_id, provider, name || copy,
             project_id, project_name, name_template, rotation_interval_seconds, revocation_delay_seconds, now()
        FROM generate_series(${first}::int, ${last}::int) AS copy,
             (SELECT * FROM rotating_secret WHERE organisation_id = ${organisation.id}::uuid ORDER BY id LIMIT 1) AS first`;
  };
  await copies(1, 2_000);
  await expect(exportConfiguration(ctx, "")).rejects.toMatchObject({ code: "conflict" });
  await rig.preview("version: 1\n");
  await copies(2_001, 5_000);
  await expect(rig.preview("version: 1\n")).rejects.toMatchObject({ code: "conflict" });
  const limited = organisation.token(["admin"], [organisation.development]);
  await rig.preview("version: 1\n", {}, limited);
  expect(await exportConfiguration(limited, "")).toContain("version: 1");
});

it("performs no step once the caller's access has ended or is less than the step needs", async () => {
  const file = "version: 1\napps: {One: , Two: , Three: }\n";
  const viewer = await organisation.person("viewer");
  let steps = 0;
  const ends = () => {
    steps += 1;
    return steps > 1
      ? Promise.reject(new DomainError("unauthenticated", "Ended."))
      : Promise.resolve(ctx.actor);
  };
  expect((await rig.send(file, {}, ctx, ends)).applied.map(line)).toEqual(["create app One"]);
  const demoted = rig.send(file, {}, ctx, () => Promise.resolve(viewer.actor));
  await expect(demoted).rejects.toMatchObject({ code: "forbidden" });
  expect(await rig.left(file)).toEqual(["create app Two", "create app Three"]);
});

it("refuses before the first change: rights, texts, keys, projects and taken names", async () => {
  const state = async () => await exportConfiguration(ctx, "");
  const before = await state();
  const developer = await organisation.person("developer");
  const refused: [string, ApplyInput, EngineCtx, string][] = [
    ["version: 1\napps: {New: }", {}, developer, "forbidden"],
    [FILE.replace(/serviceTokens[^]*/, ""), {}, developer, "forbidden"],
    [FILE, { values: {} }, ctx, "invalid_input"],
    [FILE, { values: { "env:ADMIN_KEY": "sk-admin-wrong" } }, ctx, "provider_auth_failed"],
    [FILE.replace("ci: {", "ci: {expiresAt: 2020-01-01T00:00:00Z, "), {}, ctx, "invalid_input"],
    [FILE.replace("[Web/Production]\napps", "[Web/Nowhere]\napps"), {}, ctx, "invalid_input"],
    [FILE.replace("Credential: OpenAI", "Credential: Other"), {}, ctx, "invalid_input"],
    [FILE.replace('"https://example.com/hook?token=t0p"', "{env: ADMIN_KEY}"), {}, ctx, "invalid_input"],
    [FILE, { plan: "other" }, ctx, "stale"],
  ];
  for (const [file, input, by, code] of refused) {
    const refusal = await rig.send(file, input, by).catch((error: unknown) => error);
    expect(refusal, file).toMatchObject({ code });
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain(rig.harness.adminKey);
    expect(await state()).toBe(before);
  }
  await rig.apply(FILE.replace("serviceTokens", "x").replace(/x:[^]*/, ""));
  const applied = await state();
  const rotating = (more: string) => `
version: 1
apps:
  New:
  Web:
    environments:
      Production:
        rotatingSecrets:
          Another:${ROTATING}
            ${more}
`;
  for (const [more, code] of [
    ["outputs: {api_key: OPENAI_API_KEY}", "key_exists"],
    ["outputs: {api_key: FREE}\n            rotationInterval: 1s\n", "invalid_input"],
  ] as const) {
    const file = rotating(more).replace(/(rotationInterval: 30d\n)([^]*rotationInterval: 1s)/, "$2");
    await expect(rig.send(file), more).rejects.toMatchObject({ code });
  }
  const elsewhere = rotating("outputs: {api_key: FREE}").replace("project: Production", "project: Nowhere");
  await expect(rig.send(elsewhere)).rejects.toMatchObject({ code: "project_not_found" });
  expect(await state()).toBe(applied);
});

it("reports that a service token's fixed fields can't change", async () => {
  await rig.apply(FILE);
  await expect(rig.preview(FILE.replace("scopes: [secrets:read]", "scopes: [admin]"))).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Phase can't change its scopes from secrets:read to admin") as string,
  });
});

it("keeps texts out of plans, responses, rows and the audit log", async () => {
  const said = [await rig.preview(FILE), ...(await rig.apply(FILE))];
  expect(JSON.stringify(said)).not.toContain(rig.harness.adminKey);
  expect(JSON.stringify(said)).not.toContain("t0p");
  const rows = JSON.stringify(await everyRow(rig.harness.db));
  for (const text of [rig.harness.adminKey, "t0p"]) expect(rows).not.toContain(text);
  const exported = await exportConfiguration(ctx, "");
  for (const text of [rig.harness.adminKey, "t0p"]) expect(exported).not.toContain(text);
});

it("replaces a stored key only on request, and only with a different one", async () => {
  await rig.apply(FILE);
  const replaceKeys = true;
  expect((await rig.preview(FILE, { replaceKeys, values: {} })).needed).toEqual(["env:ADMIN_KEY"]);
  expect(await rig.left(FILE, { replaceKeys })).toEqual([]);
  const other = {
    "env:ADMIN_KEY": rig.harness.simulator.state.createAdminKey(rig.harness.openAiOrganisation),
  };
  expect(await rig.left(FILE, { values: other })).toEqual([]);
  const plan = await rig.preview(FILE, { values: other, replaceKeys });
  expect(plan.steps.map(({ changes }) => changes)).toEqual([
    [{ field: "adminApiKey", before: "(hidden)", after: "(hidden)" }],
  ]);
  await rig.apply(FILE, { values: other, replaceKeys, plan: plan.plan });
  expect(await rig.left(FILE, { values: other, replaceKeys })).toEqual([]);
  const viewer = await organisation.person("viewer");
  const credentialsOnly = FILE.replace(/serviceTokens[^]*/, "");
  await expect(rig.preview(credentialsOnly, { values: other, replaceKeys }, viewer)).rejects.toMatchObject({
    code: "forbidden",
  });
  expect((await rig.preview(credentialsOnly, {}, viewer)).steps).toEqual([]);
});

it("changes nothing in an allowed environment if the file also changes one that isn't", async () => {
  const both = FILE.replace("Production]\napps", "Production, Web/Test]\napps").replace(
    "      Test:\n",
    `      Test:\n        rotatingSecrets:\n          Trial:\n            outputs: {api_key: TRIAL}${ROTATING}\n`,
  );
  await rig.apply(both);
  const { id } = await rig.harness.db.environment.findFirstOrThrow({
    where: { name: "Production", app: { name: "Web", organisationId: organisation.id } },
  });
  const roles = [{ environmentId: id, role: "viewer" as const }];
  const developer = await organisation.person("developer", undefined, roles);
  const file = both.replace(/serviceTokens[^]*/, "");
  const before = await exportConfiguration(ctx, "");
  const everywhere = file.replaceAll("30d", "20d");
  await expect(rig.send(everywhere, {}, developer)).rejects.toMatchObject({ code: "forbidden" });
  expect(await exportConfiguration(ctx, "")).toBe(before);
  const applied = await rig.apply(file.replace("30d", "20d"), {}, developer);
  expect(applied.map(line)).toEqual(["change rotating_secret Web/Test/Trial"]);
});

it("explains how to rename a rotating secret if only the file has the new name", async () => {
  await rig.apply(FILE);
  const renamed = FILE.replace("Chat:", "Talk:");
  for (const prune of [false, true])
    await expect(rig.send(renamed, { prune })).rejects.toMatchObject({
      code: "key_exists",
      message: expect.stringContaining(
        'OPENAI_API_KEY is an output of "Chat". To rename that rotating secret, rename it in Phase first',
      ) as string,
    });
});

it("checks the rights for the last step before it performs the first one", async () => {
  const two = FILE.replace("apps:", "  Second:\n    adminApiKey: {env: ADMIN_KEY}\napps:");
  await rig.apply(two);
  const developer = await organisation.person("developer");
  const before = await exportConfiguration(ctx, "");
  const moved = two
    .replace(/serviceTokens[^]*/, "")
    .replaceAll("Credential: OpenAI", "Credential: Second")
    .replace("[Web/Production]\n  Second", "[Web/Test]\n  Second");
  const { steps } = await rig.preview(moved, {}, developer);
  expect(steps.map(line)).toEqual([
    "change rotating_secret Web/Production/Chat",
    "change rotating_secret Web/Production/Batch",
    "change third_party_credential OpenAI",
  ]);
  await expect(rig.send(moved, {}, developer)).rejects.toMatchObject({ code: "forbidden" });
  expect(await exportConfiguration(ctx, "")).toBe(before);
});

it("shows a limited caller its environments, and leaves out sections that it can't see completely", async () => {
  await rig.apply(FILE);
  const { id } = await rig.harness.db.environment.findFirstOrThrow({
    where: { name: "Production", app: { name: "Web", organisationId: organisation.id } },
  });
  const token = organisation.token(["rotation:manage"], [id]);
  const text = await exportConfiguration(token, "");
  expect(text).toContain(
    "# Left out, because you may not see all of it: thirdPartyCredentials, serviceTokens, webhooks.",
  );
  expect(text).not.toMatch(/Test|Shop|adminApiKey|Pager/);
  expect((await rig.preview(text, { prune: true }, token)).steps).toEqual([]);
});
