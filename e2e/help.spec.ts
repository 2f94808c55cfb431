import { expect, SIGNED_OUT, test } from "./fixtures";

test("Help leads from the console to any document, and its search to the section", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Help" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();
  await page.getByRole("searchbox", { name: "Search the documentation" }).fill("reverse proxies");
  await page.keyboard.press("Enter");
  await page.getByRole("main").getByRole("link", { name: "Reverse proxies" }).first().click();
  await expect(page.getByRole("heading", { level: 2, name: "Reverse proxies" })).toBeInViewport();
});

test.describe("works without a session and without scripts", () => {
  test.use({ ...SIGNED_OUT, javaScriptEnabled: false });

  test("an error's URL shows its meaning", async ({ page }) => {
    await page.goto("/docs/errors#in_use");
    await expect(page.getByRole("heading", { name: "in_use" })).toBeInViewport();
    await page
      .getByRole("navigation", { name: "Documentation" })
      .getByRole("link", { name: "settings" })
      .click();
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  });
});
