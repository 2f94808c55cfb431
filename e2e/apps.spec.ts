import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";

test("a new app comes with three environments, and a name is given once", async ({ page, place }) => {
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
  await expect(page.getByText("No secrets here yet")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toContainText(name);
});

test("an app that does not exist is said to be missing", async ({ page }) => {
  await page.goto(`/apps/${randomUUID()}`);
  await expect(page.getByRole("heading", { name: "App not found" })).toBeVisible();
  await page.getByRole("link", { name: "All apps" }).click();
  await expect(page.getByRole("heading", { name: "Apps", level: 1 })).toBeVisible();
});
