import { expect, test } from "./fixtures";

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

test("a good key is saved, shown by its end only, and can be deleted", async ({ page, openai }) => {
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
