import type { Page } from "playwright/test";
import { expect, SIGNED_OUT, test } from "./fixtures";

/** Delays the page's scripts until the returned function is called. What the server rendered is there immediately. */
async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("a button pressed before the page's scripts have loaded works once they have", async ({
  page,
  place,
}) => {
  const release = await holdScripts(page);
  await page.goto(place.url, { waitUntil: "commit" });
  await page.getByRole("button", { name: "New Secret" }).press("Enter");
  await expect(page.getByRole("menu")).toBeHidden();
  release();
  await expect(page.getByRole("menuitem", { name: "Secret", exact: true })).toBeFocused();
});

test("so does one that is rendered again in between", async ({ page, place }) => {
  const release = await holdScripts(page);
  await page.goto(place.url, { waitUntil: "commit" });
  const button = page.getByRole("button", { name: "New Secret" });
  await button.press("Enter");
  await button.evaluate((element) => element.replaceWith(element.cloneNode(true)));
  release();
  await expect(page.getByRole("menuitem", { name: "Secret", exact: true })).toBeVisible();
});

test("Ctrl-K before the page's scripts have loaded opens the search once they have", async ({
  page,
  place,
}) => {
  const release = await holdScripts(page);
  await page.goto(place.url, { waitUntil: "commit" });
  await expect(page.getByRole("button", { name: "Search" })).toBeVisible();
  await page.keyboard.press("Control+k");
  release();
  await expect(page.getByRole("dialog", { name: "Search" })).toBeVisible();
});

test.describe("signed out", () => {
  test.use(SIGNED_OUT);

  test("a login sent before its scripts have loaded is sent once they have", async ({ page, stack }) => {
    const release = await holdScripts(page);
    await page.goto("/login", { waitUntil: "commit" });
    await page.getByLabel("Email").fill(stack.email);
    await page.getByLabel("Password").fill(stack.password);
    await page.getByLabel("Password").press("Enter");
    release();
    await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toBeVisible();
  });
});
