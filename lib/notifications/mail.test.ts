import { afterEach, beforeEach, expect, it } from "vitest";
import { testOrganisation } from "@/proof/harness/organisation";
import { createRotatingSecret } from "@/lib/rotation/commands/create-rotating-secret";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { checkKeyExpiry } from "./expiry";
import { mailFor } from "./mail";
import { type Notifications, startNotifications } from "@/proof/harness/notifications/notifications";

let world: Notifications;
beforeEach(async () => {
  world = await startNotifications();
});
afterEach(() => world.stop());

const HOUR = 3_600;
const DAY_MS = 86_400_000;

async function member(role: "owner" | "admin" | "developer" | "viewer", email: string) {
  const { db, ctx } = world;
  const user = await db.user.create({ data: { email, passwordHash: "" } });
  await db.member.create({ data: { organisationId: ctx.actor.organisationId, userId: user.id, role } });
  return user.id;
}

function receivers(): string[] {
  return world.mailbox.mails.flatMap(({ to }) => to).toSorted();
}

it("goes to owners, admins and the secret's creator, once per change rather than per attempt", async () => {
  await member("owner", "owner@example.com");
  await member("admin", "admin@example.com");
  await member("viewer", "viewer@example.com");
  await member("developer", "other@example.com");
  const userId = await member("developer", "maker@example.com");
  const stranger = await (await testOrganisation(world.ctx)).person("owner");
  const maker = { ...world.ctx, actor: { ...world.ctx.actor, kind: "user", userId } } as typeof world.ctx;
  const { id } = await createRotatingSecret(maker, {
    environmentId: world.environmentId,
    name: "OpenAI <prod>",
    description: "",
    provider: "openai",
    thirdPartyCredentialId: world.root.id,
    config: { projectId: world.projectId, nameTemplate: "phase-rs-{id}" },
    rotationIntervalSeconds: HOUR,
    revocationDelaySeconds: 0,
    outputs: { api_key: "KEY" },
  });
  await world.sendAll();
  expect(world.mailbox.mails).toEqual([]);

  world.simulator.state.revokeAdminKey(world.adminKey);
  await world.elapse(id, HOUR);
  await world.work();
  await world.sendAll();
  expect(receivers()).toEqual(["admin@example.com", "maker@example.com", "owner@example.com"]);
  expect(receivers()).not.toContain(stranger.email);
  expect(new Set(world.mailbox.subjects())).toEqual(new Set(["[Phase] OpenAI <prod>: degraded"]));
  const [mail] = world.mailbox.mails;
  expect(mail?.to).toHaveLength(1);
  expect(mail?.raw).toContain('From: "Doe, Jane" <phase@example.com>');
  expect(mail?.raw).toContain("multipart/alternative");
  expect(mail?.raw.replaceAll("=\r\n", "")).toContain(`/environments/${world.environmentId}`);

  world.mailbox.mails.length = 0;
  await world.elapse(id, 60);
  await world.work();
  await world.sendAll();
  expect(new Set(world.mailbox.subjects())).toEqual(new Set(["[Phase] OpenAI <prod>: failed"]));
  expect(world.mailbox.mails).toHaveLength(3);
});

it("is retried while the mail server refuses it, and delays nobody else", async () => {
  await member("owner", "owner@example.com");
  const { id } = await world.create();
  world.mailbox.answers.refuse = true;
  world.simulator.state.revokeAdminKey(world.adminKey);
  await world.elapse(id, HOUR);
  await world.work();
  await world.sendAll();
  expect((await world.deliveries())[0]).toMatchObject({
    state: "pending",
    attempts: 1,
    lastError: expect.stringContaining("Mailbox is full") as unknown,
  });
  world.mailbox.answers.refuse = false;
  await world.wait(6);
  await world.sendAll();
  expect(receivers()).toEqual(["owner@example.com"]);
  expect((await world.deliveries())[0]).toMatchObject({ state: "delivered", attempts: 2 });
});

it("nothing is stored for mailboxes if no mail server is set", async () => {
  await member("owner", "owner@example.com");
  const { id } = await world.create();
  world.simulator.state.revokeAdminKey(world.adminKey);
  await world.elapse(id, HOUR);
  await world.work();
  world.services.mailer = null;
  await world.sendAll();
  expect(await world.deliveries()).toEqual([]);
});

it("notifies twice before an admin key expires, and starts over with the next key", async () => {
  await member("owner", "owner@example.com");
  const inDays = async (days: number) => {
    const expiresAt = new Date(Date.now() + days * DAY_MS);
    const adminApiKey = world.simulator.state.createAdminKey(world.openAiOrganisation, { expiresAt });
    await updateThirdPartyCredential(world.ctx, { id: world.root.id, adminApiKey });
  };
  const check = async () => {
    await world.db.thirdPartyCredential.updateMany({ data: { expiryCheckedAt: null } });
    await checkKeyExpiry(world.services);
    await world.sendAll();
    return world.mailbox.mails.splice(0).length;
  };
  const root = () => world.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: world.root.id } });

  expect(await check()).toBe(0);
  expect((await root()).keyExpiresAt).toBeNull();
  await inDays(20);
  expect(await check()).toBe(0);
  expect(Math.abs(((await root()).keyExpiresAt?.getTime() ?? 0) - Date.now() - 20 * DAY_MS)).toBeLessThan(
    60_000,
  );
  await inDays(13);
  expect([await check(), await check()]).toEqual([1, 0]);
  await inDays(2);
  expect([await check(), await check()]).toEqual([1, 0]);
});

it("asks once a day, and keeps known dates if the provider doesn't say", async () => {
  const calls = () =>
    world.simulator.state.history.filter(({ path }) => path.includes("/admin_api_keys")).length;
  await checkKeyExpiry(world.services);
  await checkKeyExpiry(world.services);
  expect(calls()).toBe(1);
  await world.db.thirdPartyCredential.updateMany({
    data: { expiryCheckedAt: new Date(Date.now() - 25 * 3_600_000), keyExpiresAt: new Date(0) },
  });
  world.simulator.state.addFault({ kind: "status", status: 403, match: { pathPattern: "/admin_api_keys$" } });
  await checkKeyExpiry(world.services);
  expect(calls()).toBe(2);
  const [row] = await world.db.thirdPartyCredential.findMany();
  expect(row?.keyExpiresAt).toEqual(new Date(0));
});

it("keeps names from breaking out of the subject or the HTML", () => {
  const mail = mailFor({
    title: "a\r\nBcc: x@example.com",
    sentence: "<b>",
    facts: [{ name: "Name", value: `"><script>` }],
    link: "https://phase.example.com/",
  });
  expect(mail.subject).toBe("[Phase] a Bcc: x@example.com");
  expect(mail.html).not.toContain("<script>");
  expect(mail.html).not.toContain("<b>");
});
