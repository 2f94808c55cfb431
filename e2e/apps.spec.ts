import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";

test("a new app has three environments, and names are unique", async ({ page, place }) => {
  const name = `Shop ${randomUUID().slice(0, 8)}`;
  await page.goto("/apps");
  await page.getByRole("button", { name: "New app" }).click();
  const dialog = page.getByRole("dialog", { name: "New app" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill(place.appName);
  await dialog.getByRole("button", { name: "Create app" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue(place.appName);
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create app" }).click();

  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const environments = page.getByRole("list", { name: "Environments" });
  await expect(environments.getByRole("link")).toHaveText(["Development", "Staging", "Production"]);
  await environments.getByRole("link", { name: "Production" }).click();
  await expect(page.getByRole("heading", { name: "Production", level: 1 })).toBeVisible();
  await expect(page.getByText("No secrets yet")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toContainText(name);
});

test("a missing app is reported as missing", async ({ page }) => {
  await page.goto(`/apps/${randomUUID()}`);
  await expect(page.getByRole("heading", { name: "App not found" })).toBeVisible();
  await page.getByRole("link", { name: "All apps" }).click();
  await expect(page.getByRole("heading", { name: "Apps", level: 1 })).toBeVisible();
});

test("an app and its environments are renamed, added and reordered, and the search knows the new names", async ({
  page,
  place,
}) => {
  await page.goto(place.url.replace(/\/environments.*/, ""));
  const save = async (name: string, button: string) => {
    await page.getByRole("dialog").getByLabel("Name").fill(name);
    await page.getByRole("dialog").getByRole("button", { name: button }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
  };
  const choose = async (environment: string, item: string) => {
    await page.getByRole("button", { name: `Actions for ${environment}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const links = page.getByRole("list", { name: "Environments" }).getByRole("link");
  await page.getByRole("button", { name: "New environment" }).click();
  await save("Preview", "Create environment");
  await choose("Preview", "Move up");
  await expect(links).toHaveText(["Development", "Staging", "Preview", "Production"]);
  await choose("Staging", "Rename");
  await save("Test", "Rename");
  await expect(links).toHaveText(["Development", "Test", "Preview", "Production"]);
  const renamed = `${place.appName} anew`;
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await save(renamed, "Rename");
  await expect(page.getByRole("heading", { name: renamed, level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill(renamed);
  await expect(page.getByRole("option", { name: `${renamed} / Test` })).toBeVisible();
});

test("an app is deleted once its rotating secrets are, and its name has been typed", async ({
  page,
  api,
  place,
  rotatingSecret,
}) => {
  await api.addSecret(place.environmentId, "LOST", "1");
  await page.goto(`/apps/${place.appId}`);
  const dialog = page.getByRole("alertdialog");
  const begin = async () => page.getByRole("button", { name: "Delete", exact: true }).click();
  await begin();
  await expect(dialog).toContainText("Delete its rotating secret first. This revokes its key.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await api.deleteRotatingSecret(rotatingSecret.id);
  await page.reload();

  await page.getByRole("button", { name: "Actions for Staging" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await dialog.getByLabel("Type Staging to confirm").fill("Staging");
  await dialog.getByRole("button", { name: "Delete environment" }).click();
  await expect(dialog).toBeHidden();
  const environments = page.getByRole("list", { name: "Environments" });
  await expect(environments.getByRole("link")).toHaveText(["Development", "Production"]);

  await begin();
  const confirm = dialog.getByRole("button", { name: "Delete app" });
  await dialog.getByLabel(`Type ${place.appName} to confirm`).fill(place.appName.slice(1));
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(`Type ${place.appName} to confirm`).fill(place.appName);
  // The list of apps takes longer to arrive than the dialog to close.
  await page.route(/_rsc=/, async (route) => {
    await expect(dialog).toBeHidden();
    await route.continue();
  });
  await confirm.click();
  await expect(page.getByRole("heading", { name: "Apps", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: place.appName })).toHaveCount(0);
});
