import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright/test";
import type { NotificationPayload } from "@/lib/api/webhooks";
import { startReceiver, verified } from "@/proof/harness/notifications/receiver";
import { expect, expectNoViolations, test as base } from "./fixtures";

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.stop();
  },
});

/** Adds a webhook and returns its signing secret. */
async function addWebhook(page: Page, name: string, url: string, event?: string): Promise<string> {
  await page.getByRole("button", { name: "Add webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "Add webhook" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("URL").fill(url);
  if (event !== undefined) await dialog.getByRole("checkbox", { name: event, exact: true }).click();
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  return await storeSecret(page);
}

async function storeSecret(page: Page): Promise<string> {
  const shown = page.getByRole("dialog", { name: "Copy the signing secret now" });
  const secret = (await shown.locator("code").first().textContent()) ?? "";
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  return secret;
}

async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

function rowOf(list: Locator, text: string | RegExp): Locator {
  return list.getByRole("listitem").filter({ hasText: text });
}

test("a webhook is added, tested, notified of a rotation, retried, and deleted", async ({
  page,
  api,
  place,
  project,
  credential,
  receiver,
}) => {
  const name = `Ops ${randomUUID().slice(0, 8)}`;
  await page.goto("/notifications");
  await expect(page.getByText("SMTP_URL is not set")).toBeVisible();
  const secret = await addWebhook(page, name, receiver.url, "Rotated");
  await expect(rowOf(page.getByRole("list", { name: "Webhooks" }), name)).toContainText("Rotated");

  await act(page, name, "Send test");
  const log = page.getByRole("dialog", { name: `Deliveries of ${name}` });
  await expect(rowOf(log, "Test")).toContainText("Delivered");
  // The other specs' rotations arrive here as well.
  const messageId = (isIt: (message: NotificationPayload) => boolean) =>
    receiver.received.find((message) => isIt(verified(secret, message)))?.headers["webhook-id"];
  expect(messageId(({ type }) => type === "webhook.test")).toBeDefined();

  receiver.answers.status = 500;
  const rotating = await api.addRotatingSecret(place.environmentId, {
    name,
    thirdPartyCredentialId: credential.id,
    projectId: project.id,
  });
  const ours = () => messageId(({ data }) => data.rotatingSecret?.id === rotating.id);
  await expect.poll(ours).toBeDefined();
  const rotated = rowOf(log, ours() ?? "");
  await expect(rotated).toContainText("Rotated");
  await expect(rotated).toContainText("The receiver returned 500.");
  await expect(rotated).toContainText("Retrying");

  receiver.answers.status = 200;
  await rotated.getByRole("button", { name: "Redeliver" }).click();
  await expect(rotated).toContainText("Delivered");
  await page.keyboard.press("Escape");

  await act(page, name, "Rotate secret");
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate secret" }).click();
  const second = await storeSecret(page);
  expect(second).not.toBe(secret);
  await act(page, name, "Turn off");
  await expect(rowOf(page.getByRole("list", { name: "Webhooks" }), name)).toContainText("Off");
  await act(page, name, "Delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByRole("button", { name: `Actions for ${name}` })).toHaveCount(0);
});

test("a webhook is added and changed with the keyboard alone", async ({ page, receiver }) => {
  const name = `Keys ${randomUUID().slice(0, 8)}`;
  const press = (key: string) => page.keyboard.press(key);
  await page.goto("/notifications");
  await page.getByRole("button", { name: "Add webhook" }).focus();
  await press("Enter");
  const dialog = page.getByRole("dialog", { name: "Add webhook" });
  await expect(dialog.getByLabel("Name")).toBeVisible();
  await dialog.getByLabel("Name").focus();
  await page.keyboard.type(name);
  await press("Tab");
  await page.keyboard.type("ftp://example.com");
  await press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("http or https");
  await dialog.getByLabel("URL").fill("");
  await page.keyboard.type(receiver.url);
  await press("Enter");
  const shown = page.getByRole("dialog", { name: "Copy the signing secret now" });
  await expect(shown).toBeVisible();
  await press("Escape");
  await expect(shown).toBeHidden();
  await expect(page.getByRole("button", { name: "Add webhook" })).toBeFocused();
  await page.getByRole("button", { name: `Actions for ${name}` }).focus();
  await press("Enter");
  await expect(page.getByRole("menuitem", { name: "Send test" })).toBeFocused();
  await press("ArrowDown");
  await press("Enter");
  const edit = page.getByRole("dialog", { name: `Edit ${name}` });
  await expect(edit.getByLabel("Name")).toHaveValue(name);
  await press("Escape");
  await expect(edit).toBeHidden();
});

for (const width of [390, 1280]) {
  test(`the page and its dialogs fit at ${width} px`, async ({ page, receiver }) => {
    await page.setViewportSize({ width, height: 800 });
    const name = `Wide ${randomUUID()} ${"name ".repeat(8)}`.trim();
    await page.goto("/notifications");
    await page.getByRole("button", { name: "Add webhook" }).click();
    await expect(page.getByRole("dialog", { name: "Add webhook" })).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    await addWebhook(page, name, receiver.url);
    await act(page, name, "Send test");
    const log = page.getByRole("dialog", { name: `Deliveries of ${name}` });
    await expect(rowOf(log, "Test")).toContainText("Delivered");
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    await expect(log).toBeHidden();
    await expectNoViolations(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
}

test("the API reference loads only from this server, within the policy", async ({ page, stack }) => {
  const elsewhere: string[] = [];
  const refused: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== stack.baseUrl && protocol !== "data:" && protocol !== "blob:")
      elsewhere.push(request.url());
  });
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  await page.goto("/service-tokens");
  await page.getByRole("link", { name: "API reference" }).click();
  await expect(page.getByRole("heading", { name: "API reference", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Webhooks" }).click();
  const webhooks = page.getByRole("button", { name: /\/webhooks\/\{id\}\/deliveries/ }).first();
  await expect(webhooks).toBeVisible();
  await webhooks.click();
  await expect(page.getByText("List a webhook's deliveries of the last 30 days").first()).toBeVisible();
  await expect(page.getByText("cursor", { exact: true }).first()).toBeVisible();
  await expectNoViolations(page, ".swagger-ui");
  expect(elsewhere).toEqual([]);
  expect(refused).toEqual([]);
});
