import { expect, test } from "./fixtures";

test("the audit log tells who did what, newest first, and older entries are loaded on demand", async ({
  page,
  api,
  place,
  stack,
}) => {
  const reading = Array.from({ length: 60 }, () => api.valueOf(place.environmentId, "NONE"));
  await Promise.all(reading);
  await api.addSecret(place.environmentId, "WATCHED_KEY", "very-secret-value");
  await page.goto(place.url);
  await page.getByRole("button", { name: "Reveal WATCHED_KEY" }).click();
  await expect(page.getByText("very-secret-value")).toBeVisible();

  await page.goto("/audit");
  const entries = page.getByRole("list", { name: "Audit log" }).getByRole("listitem");
  const revealed = entries.filter({ hasText: "Secret revealed" }).filter({ hasText: "WATCHED_KEY" });
  await expect(revealed).toContainText(`Person ${stack.email}`);
  await expect(revealed).toContainText("127.0.0.1");
  await expect(revealed.getByRole("time")).toHaveAttribute("title", /\d{2}:\d{2}:\d{2}/);
  await expect(
    entries.filter({ hasText: "Secret created" }).filter({ hasText: "WATCHED_KEY" }),
  ).toContainText("Service token");
  expect(await page.content()).not.toContain("very-secret-value");

  await expect(entries).toHaveCount(50);
  await page.getByRole("button", { name: "Load more" }).click();
  await expect(entries).toHaveCount(100);
});
