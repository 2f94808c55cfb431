import { expect, manageDialog, test } from "./fixtures";

test("Overview shows what needs a person, above a table whose order and filter are in its URL", async ({
  page,
  api,
  openai,
  place,
  credential,
  rotatingSecret,
  searchSecret,
}) => {
  await openai.revokeAdminKey(openai.adminKey);
  await api.rotate(rotatingSecret.id);

  await page.goto("/");
  const needs = page.getByRole("list", { name: "Needs you" }).getByRole("listitem");
  const refused = needs.filter({ hasText: credential.name });
  await expect(refused).toContainText(`OpenAI refuses the admin key of ${credential.name}`);
  await expect(refused).toContainText("1 rotating secret is paused. Programs keep their current keys.");
  await expect(refused.getByRole("link", { name: rotatingSecret.name })).toBeVisible();
  await expect(refused.getByRole("link", { name: /^Replace key/ })).toHaveAttribute(
    "href",
    `/integrations?replace=${credential.id}`,
  );
  await expect(page).toHaveTitle(/^\(\d+\) Overview · Phase$/);

  const table = page.getByRole("table", { name: "Rotating secrets" });
  const names = table.getByRole("row").getByRole("link");
  const filter = page.getByRole("searchbox", { name: "Filter rotating secrets" });
  await filter.pressSequentially(place.appName);
  await expect(filter).toHaveValue(place.appName);
  await expect(names).toHaveText([rotatingSecret.name, searchSecret.name]);
  await table.getByRole("button", { name: "Name" }).click();
  await expect(table.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  await table.getByRole("button", { name: "Name" }).click();
  await expect(names).toHaveText([searchSecret.name, rotatingSecret.name]);
  await page.reload();
  await expect(names).toHaveText([searchSecret.name, rotatingSecret.name]);
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: /^Failed/ }).click();
  await expect(names).toHaveText([rotatingSecret.name]);

  await names.first().focus();
  await page.keyboard.press("Enter");
  await expect(manageDialog(page)).toBeVisible();
});

test("the title, the bar and the rail show the location, and the bar leads to other environments", async ({
  page,
  place,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(place.url);
  await expect(page.getByRole("heading", { name: `${place.appName} / Development`, level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`Development · ${place.appName} · Phase$`));
  const switcher = page.getByRole("button", { name: `Environment: ${place.appName} / Development` });
  await switcher.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Staging" }).click();
  await expect(page.getByRole("heading", { name: `${place.appName} / Staging` })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`Staging · ${place.appName} · Phase$`));
});
