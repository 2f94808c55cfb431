/** What applying a file changes, and what it leaves unchanged. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createSecret } from "@/lib/secrets/create-secret";
import type { EngineCtx } from "@/lib/rotation/services";
import { FILE, line, lines, startConfigurationRig } from "@/proof/harness/configuration";
import type { TestOrganisation } from "@/proof/harness/organisation";
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

it("creates everything in a file, and then finds nothing to change", async () => {
  const plan = await rig.preview(FILE, { values: {} });
  expect(lines(plan)).toEqual([
    "create app Web",
    "change app Shop",
    "create third_party_credential OpenAI",
    "create rotating_secret Web/Production/Chat",
    "create rotating_secret Web/Production/Batch",
    "create service_token ci",
    "create webhook Pager",
  ]);
  expect(plan.needed).toEqual(["env:ADMIN_KEY"]);
  expect(await rig.harness.db.app.count({ where: { organisationId: organisation.id } })).toBe(1);
  const applied = await rig.apply(FILE, { plan: undefined });
  expect(applied.map(line)).toEqual(lines(plan));
  expect(applied.map(({ text }) => text?.replace(/_.*/, "") ?? null)).toEqual([
    ...Array<null>(5).fill(null),
    "phs",
    "whsec",
  ]);
  expect(await rig.preview(FILE, { values: {} })).toMatchObject({ steps: [], needed: [], applied: [] });
  const batch = await rig.harness.db.rotatingSecret.findFirstOrThrow({
    where: { organisationId: organisation.id, name: "Batch" },
  });
  expect(batch.pauseReason).toBe("manual");
  const [app] = await rig.harness.db.app.findMany({
    where: { organisationId: organisation.id, name: "Web" },
    select: { environments: { orderBy: { position: "asc" }, select: { name: true } } },
  });
  expect(app?.environments.map(({ name }) => name)).toEqual(["Test", "Production"]);
});

it("ends a request after a text that is shown only once", async () => {
  const file = "version: 1\nserviceTokens:\n  a: {scopes: [admin]}\n  b: {scopes: [admin]}\n";
  const first = await rig.send(file);
  expect([first.applied.map(line), lines(first)]).toEqual([
    ["create service_token a"],
    ["create service_token b"],
  ]);
  expect(first.applied[0]?.text).toMatch(/^phs_/);
  expect((await rig.send(file, { plan: first.plan })).steps).toEqual([]);
});

it("changes fields in place, and shows what they were", async () => {
  await rig.apply(FILE);
  const changed = FILE.replace("rotationInterval: 30d", "rotationInterval: 12d")
    .replace("            paused: true", "            paused: false")
    .replace("key_id: BATCH_KEY_ID", "service_account_id: BATCH_ACCOUNT")
    .replace("environments: [Web/Production]\napps", "environments: [Web/Production, Web/Test]\napps")
    .replace("      Production:\n", "      Live:\n      Production:\n")
    .replace("enabled: false", "enabled: true")
    .replace("t0p", "0ther");
  const plan = await rig.preview(changed);
  expect(plan.steps.map((step) => [line(step), step.changes])).toEqual([
    ["create environment Web/Live", []],
    [
      "change app Web",
      [{ field: "environments", before: "Test, Production, Live", after: "Test, Live, Production" }],
    ],
    [
      "change third_party_credential OpenAI",
      [{ field: "environments", before: "Web/Production", after: "Web/Production, Web/Test" }],
    ],
    [
      "change rotating_secret Web/Production/Chat",
      [{ field: "rotationInterval", before: "30d", after: "12d" }],
    ],
    [
      "change rotating_secret Web/Production/Batch",
      [
        { field: "outputs.key_id", before: "BATCH_KEY_ID", after: null },
        { field: "outputs.service_account_id", before: null, after: "BATCH_ACCOUNT" },
        { field: "paused", before: "true", after: "false" },
      ],
    ],
    [
      "change webhook Pager",
      [
        { field: "url", before: "(hidden)", after: "(hidden)" },
        { field: "enabled", before: "false", after: "true" },
      ],
    ],
  ]);
  const applied = await rig.apply(changed, { plan: plan.plan, values: {} });
  expect(applied.map(line)).toEqual(lines(plan));
  expect(await rig.left(changed)).toEqual([]);
});

const PART = `
version: 1
thirdPartyCredentials: {}
apps:
  Web:
    environments:
      Production:
        rotatingSecrets: {}
serviceTokens: {}
webhooks: {}
`;

it("deletes what the sections leave out only with prune, and says what else that deletes", async () => {
  await rig.apply(FILE);
  const test = await rig.harness.db.environment.findFirstOrThrow({
    where: { name: "Test", app: { organisationId: organisation.id } },
  });
  await createSecret(ctx, { environmentId: test.id, key: "A", value: "x", comment: "" });
  expect(await rig.left(PART)).toEqual([]);
  const { steps } = await rig.preview(PART, { prune: true });
  const revokes = "Revokes its keys at OpenAI immediately and removes";
  expect(steps.map((step) => [line(step), step.effect])).toEqual([
    ["delete webhook Pager", "Queued deliveries and the delivery log are deleted."],
    [
      "delete service_token ci",
      "Programs that use it are refused immediately, as are those that use a token that it created.",
    ],
    [
      "delete rotating_secret Web/Production/Batch",
      `${revokes} BATCH_KEY, BATCH_KEY_ID. Programs that use them stop working.`,
    ],
    [
      "delete rotating_secret Web/Production/Chat",
      `${revokes} OPENAI_API_KEY. Programs that use them stop working.`,
    ],
    ["delete environment Web/Test", "Deletes 1 static secret."],
    ["delete app Shop", "Deletes its environments: Production, Staging, Development."],
    ["delete third_party_credential OpenAI", "Phase deletes the admin key that it has stored."],
  ]);
  await rig.apply(PART, { prune: true });
  expect(await rig.left(PART, { prune: true })).toEqual([]);
});

it("keeps a third-party credential as long as it is needed to revoke a key", async () => {
  const two = FILE.replace("apps:", "  Second:\n    adminApiKey: {env: ADMIN_KEY}\napps:");
  await rig.apply(two);
  const moved = two
    .replace(/ {2}OpenAI:[^]*?(?= {2}Second)/, "")
    .replaceAll("Credential: OpenAI", "Credential: Second");
  const applied = await rig.apply(moved, { prune: true });
  expect(applied.map(line)).toEqual([
    "change rotating_secret Web/Production/Chat",
    "change rotating_secret Web/Production/Batch",
  ]);
  expect(await rig.left(moved, { prune: true })).toEqual([]);
  await rig.harness.db.mintedCredential.deleteMany({
    where: { rotatingSecret: { organisationId: organisation.id } },
  });
  expect(await rig.left(moved, { prune: true })).toEqual(["delete third_party_credential OpenAI"]);
});

it("leaves unlisted sections, environments and rotating secrets unchanged", async () => {
  await rig.apply(FILE);
  const prune = true;
  expect(await rig.left("version: 1", { prune })).toEqual([]);
  expect(await rig.left("version: 1\napps: {Web: , Shop: }", { prune })).toEqual([]);
  expect(
    await rig.left("version: 1\napps: {Web: {environments: {Test: , Production: }}, Shop: }", { prune }),
  ).toEqual([]);
  expect(await rig.left("version: 1\nwebhooks: {}", { prune })).toEqual(["delete webhook Pager"]);
});

it("neither resumes nor pauses what Phase paused after a failure", async () => {
  await rig.apply(FILE);
  await rig.harness.db.rotatingSecret.updateMany({
    where: { organisationId: organisation.id },
    data: { pauseReason: "failure", pausedAt: new Date() },
  });
  expect(await rig.left(FILE)).toEqual([]);
  expect(await rig.left(FILE.replace("paused: true", "paused: false"))).toEqual([]);
});

it("widens a credential's limits before a rotating secret moves, and narrows them afterwards", async () => {
  const two = FILE.replace(
    "apps:",
    "  Second:\n    adminApiKey: {env: ADMIN_KEY}\n    environments: [Web/Test]\napps:",
  );
  await rig.apply(two);
  const moved = two
    .replace("environments: [Web/Production]\n  Second", "environments: [Web/Test]\n  Second")
    .replace("[Web/Test]\napps", "[Web/Test, Web/Production]\napps")
    .replaceAll("Credential: OpenAI", "Credential: Second");
  expect(await rig.left(moved)).toEqual([
    "change third_party_credential Second",
    "change rotating_secret Web/Production/Chat",
    "change rotating_secret Web/Production/Batch",
    "change third_party_credential OpenAI",
  ]);
  await rig.apply(moved);
  expect(await rig.left(moved)).toEqual([]);
});

it("sets, changes and removes labels of every kind", async () => {
  const withLabels = (labels: string) =>
    FILE.replace("  OpenAI:\n", `  OpenAI:\n    labels: ${labels}\n`)
      .replace("  Web:\n", `  Web:\n    labels: ${labels}\n`)
      .replace("      Production:\n", `      Production:\n        labels: ${labels}\n`)
      .replace("          Chat:\n", `          Chat:\n            labels: ${labels}\n`)
      .replace("ci: {", `ci: {labels: ${labels}, `)
      .replace("Pager: {", `Pager: {labels: ${labels}, `);
  const first = withLabels("{team: web, tier: one}");
  await rig.apply(first);
  expect(await rig.left(first)).toEqual([]);
  const { steps } = await rig.preview(withLabels("{team: shop, cost.centre: '7'}"));
  const changes = [
    { field: "labels.cost.centre", before: null, after: "7" },
    { field: "labels.team", before: "web", after: "shop" },
    { field: "labels.tier", before: "one", after: null },
  ];
  expect(steps.map((step) => [line(step), step.changes])).toEqual(
    [
      "change environment Web/Production",
      "change app Web",
      "change third_party_credential OpenAI",
      "change rotating_secret Web/Production/Chat",
      "change service_token ci",
      "change webhook Pager",
    ].map((title) => [title, changes]),
  );
  await rig.apply(withLabels("{team: shop, cost.centre: '7'}"));
  expect(await rig.left(withLabels("{team: shop, cost.centre: '7'}"))).toEqual([]);
  expect(await exportConfiguration(ctx, "")).toMatch(/labels:\n +cost\.centre: "7"\n +team: shop\n/);
  await rig.apply(FILE);
  expect(await exportConfiguration(ctx, "")).not.toContain("labels");
});

it("accepts names that are numbers or properties of objects, or that differ only in case", async () => {
  const file = `
version: 1
apps:
  "10": {environments: {"2": , "1": , constructor: , toString: }}
  shop: {environments: {a: , A: }}
  Shop:
  hasOwnProperty:
webhooks: {valueOf: {url: "https://example.com"}}
`;
  await rig.apply(file);
  expect(await rig.left(file)).toEqual([]);
  const exported = await exportConfiguration(ctx, "");
  expect(await rig.left(exported, { prune: true })).toEqual([]);
  expect(exported.indexOf('"2"')).toBeLessThan(exported.indexOf('"1"'));
  expect(await rig.left(file.replace('"2": , "1": ', '"1": , "2": '))).toEqual(["change app 10"]);
});
