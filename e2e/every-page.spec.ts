import { expect, openManage, test } from "./fixtures";

const PAGES = [
  "/",
  "/apps",
  "/integrations",
  "/audit",
  "/members",
  "/service-tokens",
  "/notifications",
  "/settings",
  "/settings/system",
  "/cli-login",
  "/api-docs",
  "/docs",
  "/docs/settings",
];

test("loads nothing from another host", async ({ page, place, rotatingSecret, stack }) => {
  const hosts = new Set<string>();
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:") hosts.add(host);
  });
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("tab", { name: "Credentials" }).click();
  await expect(manage.getByRole("img", { name: /time axis/ })).toBeVisible();
  expect([...hosts]).toEqual([new URL(stack.baseUrl).host]);
});

for (const width of [390, 2560]) {
  test(`every page fits a screen of ${width} px`, async ({ page, api, place, rotatingSecret }) => {
    await api.addSecret(place.environmentId, `A_VERY_${"LONG_".repeat(30)}KEY`, "x");
    await page.setViewportSize({ width, height: 900 });
    for (const path of [...PAGES, place.url, `${place.url}?manage=${rotatingSecret.id}&tab=credentials`]) {
      await page.goto(path);
      // Manage hides the page behind it from screen readers.
      await expect(page.getByRole("heading", { level: 1, includeHidden: true })).toBeAttached();
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, path).toBeLessThanOrEqual(0);
    }
  });
}

test("nothing moves for users who prefer reduced motion", async ({ page, place }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${place.url}?new=secret`);
  await expect(page.getByRole("dialog")).toBeVisible();
  const longest = await page.evaluate(() => {
    const times = [...document.querySelectorAll("*")].flatMap((element) => {
      const { animationDuration, transitionDuration } = getComputedStyle(element);
      return `${animationDuration}, ${transitionDuration}`.split(", ").map(parseFloat);
    });
    return Math.max(...times);
  });
  expect(longest).toBeLessThan(0.001);
});
