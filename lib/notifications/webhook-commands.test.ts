import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import type { Ctx } from "@/lib/access/context";
import type { EngineServices } from "@/lib/rotation/services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { createWebhookSchema, updateWebhookSchema } from "@/lib/api/webhooks";
import { createWebhook } from "./create-webhook";
import { deleteWebhook } from "./delete-webhook";
import { getWebhook } from "./get-webhook";
import { listDeliveries } from "./list-deliveries";
import { listWebhooks } from "./list-webhooks";
import { redeliver } from "./redeliver";
import { rotateWebhookSecret } from "./rotate-webhook-secret";
import { testWebhook } from "./test-webhook";
import { updateWebhook } from "./update-webhook";

let database: TestDatabase;
let services: EngineServices;
let organisation: TestOrganisation;
let admin: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  services = testServices(database.db);
  organisation = await testOrganisation(services);
  admin = await organisation.person("admin");
});
afterAll(() => database.drop());

const input = () =>
  createWebhookSchema.parse({
    name: `Ops ${uuidv7()}`,
    url: "https://hooks.example.com/services/T0/very-private",
  });

it("stores URL and secret encrypted, and shows the secret once", async () => {
  const made = await createWebhook(admin, input());
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const stored = await database.db.webhookEndpoint.findUniqueOrThrow({
    where: { id: made.id },
    include: { secrets: true },
  });
  const audit = await database.db.auditEntry.findMany({ where: { subjectId: made.id } });
  expect(audit.map(({ action }) => action)).toEqual(["webhook.created"]);
  const atRest = JSON.stringify([stored, audit]);
  expect(atRest).not.toContain("very-private");
  expect(atRest).not.toContain(made.secret);
  const { secret, ...shown } = made;
  expect(await getWebhook(admin, { id: made.id })).toEqual(shown);
  const listed = (await listWebhooks(admin)).webhooks;
  expect(listed).toContainEqual(shown);
  expect(JSON.stringify(listed)).not.toContain(secret);
});

it("changes what the request names, and nothing else", async () => {
  const { id, secret: _, ...made } = await createWebhook(admin, input());
  const changed = await updateWebhook(admin, {
    id,
    types: ["credential.revoked"],
    url: "http://other.example/",
  });
  expect(changed).toEqual({
    ...made,
    id,
    types: ["credential.revoked"],
    url: "http://other.example/",
    updatedAt: expect.any(String) as unknown,
  });
  await deleteWebhook(admin, { id });
  await expect(getWebhook(admin, { id })).rejects.toMatchObject({ code: "not_found" });
});

it("has a unique name, created or renamed, and may send its own name again", async () => {
  const name = `Pager ${uuidv7()}`;
  const taken = { code: "name_exists", details: { issues: [{ path: "name" }] } };
  const both = await Promise.allSettled([1, 2].map(() => createWebhook(admin, { ...input(), name })));
  const refused = both.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  expect(refused).toMatchObject([taken]);
  const [made] = both.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const other = await createWebhook(admin, input());
  await expect(updateWebhook(admin, { id: other.id, name })).rejects.toMatchObject(taken);
  expect(await updateWebhook(admin, { id: made?.id ?? "", name })).toMatchObject({ name });
  const elsewhere = await (await testOrganisation(services)).person("owner");
  await expect(createWebhook(elsewhere, { ...input(), name })).resolves.toMatchObject({ name });
});

it("pages through deliveries without a gap or a repetition", async () => {
  const { id } = await createWebhook(admin, input());
  const made = [];
  for (let turn = 0; turn < 5; turn++) made.unshift((await testWebhook(admin, { id })).id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(admin, { id, cursor, limit: 2 });
    seen.push(...page.deliveries.map((delivery) => delivery.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(made);
});

it.each([
  "ftp://example.com/",
  "javascript:alert(1)",
  "https://user:password@example.com/",
  "https://example.com/#part",
  "example.com",
  "",
])("refuses %s as an address", (url) => {
  expect(createWebhookSchema.safeParse({ name: "x", url }).success).toBe(false);
  expect(updateWebhookSchema.safeParse({ url }).success).toBe(false);
});

it("is for owners, admins and tokens of scope admin, each in their own organisation", async () => {
  const { id } = await createWebhook(admin, input());
  const { id: deliveryId } = await testWebhook(admin, { id });
  const calls: ((ctx: Ctx) => Promise<unknown>)[] = [
    (ctx) => getWebhook(ctx, { id }),
    (ctx) => updateWebhook(ctx, { id, name: "Mine" }),
    (ctx) => testWebhook(ctx, { id }),
    (ctx) => rotateWebhookSecret(ctx, { id }),
    (ctx) => listDeliveries(ctx, { id, limit: 1 }),
    (ctx) => redeliver(ctx, { id, deliveryId }),
    (ctx) => deleteWebhook(ctx, { id }),
  ];
  const unable = [
    await organisation.person("developer"),
    await organisation.person("viewer"),
    organisation.token(["secrets:read", "rotation:manage", "credentials:manage"]),
    organisation.token(["admin"], [organisation.development]),
  ];
  for (const ctx of unable) {
    for (const call of [...calls, listWebhooks, (other: Ctx) => createWebhook(other, input())]) {
      await expect(call(ctx)).rejects.toMatchObject({ code: "forbidden" });
    }
  }
  const stranger = await (await testOrganisation(services)).person("owner");
  for (const call of calls) await expect(call(stranger)).rejects.toMatchObject({ code: "not_found" });
  expect((await listWebhooks(stranger)).webhooks).toEqual([]);
  // Another webhook's delivery is not this one's.
  const other = await createWebhook(admin, input());
  await expect(redeliver(admin, { id: other.id, deliveryId })).rejects.toMatchObject({ code: "not_found" });
  await expect(redeliver(organisation.token(["admin"]), { id, deliveryId })).resolves.toBeDefined();
});
