import { expect, manageDialog, SIGNED_OUT, signIn, test } from "./fixtures";

test("the search finds a secret by a part of its key and leads to its row", async ({ page, api, place }) => {
  await api.importSecrets(place.environmentId, "REGION=eu\nSTRIPE_SECRET_KEY=sk_live_51H");
  await page.goto("/");
  await page.keyboard.press("Control+k");
  const search = page.getByRole("dialog", { name: "Search" });
  await expect(search.getByRole("combobox", { name: "Search" })).toBeFocused();
  await page.keyboard.type(`stripe_sec ${place.appName}`);
  const option = search.getByRole("option", { name: /STRIPE_SECRET_KEY/ });
  await expect(option).toContainText(`${place.appName} / Development`);
  await page.keyboard.press("Enter");

  await expect(page.getByLabel("Filter secrets")).toHaveValue("STRIPE_SECRET_KEY");
  await expect(page.getByRole("row", { name: /STRIPE_SECRET_KEY/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /REGION/ })).toBeHidden();
  await page.getByLabel("Filter secrets").fill("");
  await expect(page.getByRole("row", { name: /REGION/ })).toBeVisible();
  await expect(page).toHaveURL(place.url);
});

test("the search leads to pages, environments, rotating secrets and their actions", async ({
  page,
  place,
  rotatingSecret,
}) => {
  await page.goto("/");
  const search = page.getByRole("dialog", { name: "Search" });
  const find = async (words: string, option: RegExp) => {
    await page.keyboard.press("Control+k");
    await expect(search.getByRole("combobox", { name: "Search" })).toBeFocused();
    await page.keyboard.type(words);
    await expect(search.getByRole("option", { name: option })).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(search).toBeHidden();
  };

  await find("audit", /Audit log/);
  await expect(page.getByRole("heading", { name: "Audit log", level: 1 })).toBeVisible();
  await find("new service", /New service token/);
  await expect(page.getByRole("dialog", { name: "New service token" })).toBeVisible();
  await page.keyboard.press("Escape");
  await find(`${place.appName} staging`, /Staging/);
  await expect(page.getByRole("heading", { name: "Staging", level: 1 })).toBeVisible();
  await find("new rotating", /New rotating secret/);
  await expect(page.getByRole("dialog", { name: "New rotating secret" })).toBeVisible();
  await page.keyboard.press("Escape");

  await find(`rotate now ${place.appName}`, /^Rotate /);
  const confirm = page.getByRole("alertdialog", { name: `Rotate ${rotatingSecret.name} now` });
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(confirm).toBeHidden();
  await expect(manageDialog(page)).toBeVisible();
});

test("a search that finds nothing says so, and Escape gives focus back", async ({ page, place }) => {
  await page.goto(place.url);
  const button = page.getByRole("button", { name: "Search" });
  await button.focus();
  await page.keyboard.press("Enter");
  const search = page.getByRole("dialog", { name: "Search" });
  await search.getByRole("combobox", { name: "Search" }).fill("nothing is called like this");
  await expect(search.getByText("No results.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(search).toBeHidden();
  await expect(button).toBeFocused();
});

test.describe("signed in as a viewer", () => {
  test.use(SIGNED_OUT);

  test("the search offers a viewer keys, but no actions on them", async ({ page, api, place }) => {
    await api.addSecret(place.environmentId, "STRIPE_SECRET_KEY", "sk_live_51H");
    await signIn(page, await api.addMember("viewer"));
    await page.goto(place.url);
    await page.keyboard.press("Control+k");
    const search = page.getByRole("dialog", { name: "Search" });
    await expect(search.getByRole("option", { name: "Overview" })).toBeVisible();
    await expect(search.getByRole("option", { name: /^(New|Add|Import|Rotate|Audit)/ })).toHaveCount(0);
    await page.keyboard.type(`stripe ${place.appName}`);
    await expect(search.getByRole("option", { name: /STRIPE_SECRET_KEY/ })).toBeVisible();
  });
});
