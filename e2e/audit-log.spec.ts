import { expect, test } from "./fixtures";

test("the audit log shows who did what, newest first, older entries while scrolling, and filters", async ({
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
  const entries = page
    .getByRole("table", { name: "Audit log" })
    .getByRole("row")
    .filter({ hasNotText: "IP address" });
  const revealed = entries.filter({ hasText: "Secret revealed" }).filter({ hasText: "WATCHED_KEY" });
  await expect(revealed).toContainText(`Person ${stack.email}`);
  await expect(revealed.getByRole("time").first()).toHaveText(/\d{4}, \d{2}:\d{2}:\d{2}/);
  await expect(revealed).toContainText(`${place.appName} / Development`);
  await revealed.getByRole("button", { name: /^More about Secret revealed/ }).click();
  await expect(revealed).toContainText("127.0.0.1");
  await expect(revealed).toContainText("secret.revealed");
  await expect(
    entries.filter({ hasText: "Secret created" }).filter({ hasText: "WATCHED_KEY" }),
  ).toContainText("Service token");
  expect(await page.content()).not.toContain("very-secret-value");

  await page.getByRole("button", { name: "Load more" }).scrollIntoViewIfNeeded();
  await expect.poll(() => entries.count()).toBeGreaterThan(50);

  await page.getByRole("combobox", { name: "Action" }).click();
  await page.getByRole("option", { name: "Secret revealed" }).click();
  await page.getByRole("searchbox", { name: "Subject" }).pressSequentially("WATCHED_KEY");
  await expect(entries).toHaveCount(1);
  await page.reload();
  await expect(entries).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Export as CSV" })).toHaveAttribute(
    "href",
    "/api/v1/audit/export?action=secret.revealed&subject=WATCHED_KEY&format=csv",
  );
  await entries.getByRole("link", { name: "WATCHED_KEY" }).click();
  await expect(page.getByRole("button", { name: "Reveal WATCHED_KEY" })).toBeVisible();
});
