import { thirdPartyCredentialListSchema } from "@/lib/api/third-party-credentials";
import { expect, expectNoViolations, test } from "./fixtures";

test("a key that OpenAI refuses is not saved, and the dialog says why", async ({ page, openai }) => {
  const name = `Mistyped ${openai.organizationId}`;
  await page.goto("/integrations");
  await page.getByRole("button", { name: "Add credential" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add credential" });
  await dialog.getByRole("button", { name: "OpenAI" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Admin API Key").fill("sk-admin-that-openai-does-not-know");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Provider authentication failed");
  await expect(dialog.getByLabel("Name")).toHaveValue(name);
  await page.keyboard.press("Escape");
  await expect(page.getByText(name, { exact: true })).toBeHidden();
});

test("a key without the scope is refused by the name of the scope", async ({ page, openai }) => {
  const noScope = await openai.addAdminKey("none");
  await page.goto("/integrations?add=openai");
  const dialog = page.getByRole("dialog", { name: "Add credential" });
  await dialog.getByLabel("Name").fill(`No scope ${openai.organizationId}`);
  await dialog.getByLabel("Admin API Key").fill(noScope);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Organization Administration: Write");
});

test("a good key is saved, shown only by its end, and can be deleted", async ({ page, openai }) => {
  await page.goto("/integrations?add=openai");
  const dialog = page.getByRole("dialog", { name: "Add credential" });
  await dialog.getByLabel("Name").fill(`Acme ${openai.organizationId}`);
  await dialog.getByLabel("Admin API Key").fill(openai.adminKey);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("listitem").filter({ hasText: `Acme ${openai.organizationId}` });
  await expect(row).toContainText("Valid");
  await expect(row).toContainText(openai.adminKey.slice(-4));
  await expect(page.getByText(openai.adminKey)).toBeHidden();
});

test("the deletion of a used credential is not offered: its dialog says what uses it", async ({
  page,
  credential,
  rotatingSecret,
}) => {
  expect(rotatingSecret.thirdPartyCredentialId).toBe(credential.id);
  await page.goto("/integrations");
  await page.getByRole("button", { name: `Actions for ${credential.name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const dialog = page.getByRole("alertdialog", { name: `${credential.name} is in use` });
  await expect(dialog).toContainText("1 rotating secret needs this key");
  await expect(dialog.getByRole("button")).toHaveText(["Close"]);
  await expect(dialog.getByRole("button", { name: "Close" })).toBeFocused();
});

// The worker asks OpenAI for both once a day. Here the results are put into the response that the page
// requests.
test("the admin key's expiry, and unclaimed accounts, appear on its row", async ({ page, credential }) => {
  const DAY_MS = 86_400_000;
  const found = {
    keyExpiresAt: new Date(Date.now() + 5 * DAY_MS).toISOString(),
    inventoriedAt: new Date().toISOString(),
    unclaimedAccounts: [
      { projectId: "proj_elsewhere", serviceAccountId: "user-stray", serviceAccountName: "phase-rs-stray" },
    ],
  };
  await page.route("**/api/v1/third-party-credentials", async (route) => {
    const response = await route.fetch();
    const answer = thirdPartyCredentialListSchema.parse(await response.json());
    const thirdPartyCredentials = answer.thirdPartyCredentials.map((one) =>
      one.id === credential.id ? { ...one, ...found } : one,
    );
    await route.fulfill({ response, json: { thirdPartyCredentials } });
  });
  await page.goto("/integrations");
  const row = page.getByRole("listitem").filter({ hasText: credential.name });
  await expect(row).toContainText("Key expires in 5 days");
  await row.getByRole("button", { name: "1 unclaimed service account" }).click();
  const dialog = page.getByRole("dialog", { name: `Unclaimed service accounts of ${credential.name}` });
  const account = dialog.getByRole("listitem");
  await expect(account).toContainText("phase-rs-stray");
  await expect(account).toContainText("user-stray");
  await expect(account).toContainText("proj_elsewhere");
  await expectNoViolations(page);
});
