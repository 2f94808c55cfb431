import { chooseNew, expect, test } from "./fixtures";

test("a secret is typed, revealed, hidden again, changed and deleted", async ({ page, place }) => {
  await page.goto(place.url);
  await chooseNew(page, "Secret");
  const dialog = page.getByRole("dialog", { name: "New secret" });
  await dialog.getByLabel("Key").fill("DATABASE_URL");
  await dialog.getByLabel("Value").fill("postgres://one");
  await dialog.getByLabel("Comment").fill("Main database");
  await dialog.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("row", { name: /DATABASE_URL/ });
  await expect(row).toContainText("Main database");
  await expect(page.getByText("postgres://one")).toBeHidden();

  await row.getByRole("button", { name: "Reveal DATABASE_URL" }).click();
  await expect(row.getByText("postgres://one")).toBeVisible();
  await row.getByRole("button", { name: "Hide DATABASE_URL" }).click();
  expect(await page.content()).not.toContain("postgres://one");

  await row.getByRole("button", { name: "Edit DATABASE_URL" }).click();
  const edit = page.getByRole("dialog", { name: "Edit DATABASE_URL" });
  await edit.getByLabel("New value").fill("postgres://two");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("v2");
  await row.getByRole("button", { name: "Reveal DATABASE_URL" }).click();
  await expect(row.getByText("postgres://two")).toBeVisible();

  await row.getByRole("button", { name: "Delete DATABASE_URL" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await confirm.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No secrets yet")).toBeVisible();
});

test("values reach the page only when they are revealed", async ({ page, api, place }) => {
  await api.addSecret(place.environmentId, "TOKEN", "very-secret-value");
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/v1/")) bodies.push(response.text().catch(() => ""));
  });
  await page.goto(place.url);
  await expect(page.getByRole("row", { name: /TOKEN/ })).toBeVisible();
  expect((await Promise.all(bodies)).join()).not.toContain("very-secret-value");
  await page.getByRole("button", { name: "Reveal TOKEN" }).click();
  await expect(page.getByText("very-secret-value")).toBeVisible();
});

test("copying takes the value without showing it", async ({ page, context, api, place }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await api.addSecret(place.environmentId, "TOKEN", "copied-value");
  await page.goto(place.url);
  await page.getByRole("button", { name: "Copy TOKEN" }).click();
  await expect(page.getByText("Copied", { exact: true })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("copied-value");
  await expect(page.getByText("copied-value")).toBeHidden();
});

test("all values are copied as .env and saved as JSON, and none is shown", async ({
  page,
  context,
  api,
  place,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await api.importSecrets(place.environmentId, "REGION=eu\nGREETING=hello there");
  await page.goto(place.url);
  const choose = async (item: string) => {
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Copy as .env");
  await expect(page.getByText("All values copied.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("REGION=");
  expect(copied).toContain("hello there");

  const [download] = await Promise.all([page.waitForEvent("download"), choose("Download JSON")]);
  expect(download.suggestedFilename()).toMatch(/^app-[\w-]+-development\.json$/);
  const chunks = await (await download.createReadStream()).toArray();
  expect(JSON.parse(Buffer.concat(chunks).toString("utf8"))).toEqual({
    REGION: "eu",
    GREETING: "hello there",
  });
  await expect(page.getByText("hello there")).toBeHidden();
});

test("a multi-line value is pasted, stored, revealed, copied and edited byte for byte", async ({
  page,
  context,
  api,
  place,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const line = `${"A".repeat(60)}\t=`;
  const pem = `-----BEGIN PRIVATE KEY-----\r\n${`${line}\r\n`.repeat(1_000)}-----END PRIVATE KEY-----\n\n`;
  const paste = async (text: string) => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.keyboard.press("ControlOrMeta+v");
  };
  await page.goto(place.url);
  await chooseNew(page, "Secret");
  const dialog = page.getByRole("dialog", { name: "New secret" });
  await dialog.getByLabel("Key").fill("PRIVATE_KEY");
  await dialog.getByLabel("Value").focus();
  await paste(pem);
  await expect(dialog.getByText(/1,003 lines, with carriage returns, ends with a line break/)).toBeVisible();
  await expect(dialog.getByLabel("Value")).toHaveCSS("-webkit-text-security", "disc");
  await dialog.getByLabel("Value").press("Control+Enter");
  const row = page.getByRole("row", { name: /PRIVATE_KEY/ });
  await expect(row).toBeVisible();
  expect(await api.valueOf(place.environmentId, "PRIVATE_KEY")).toBe(pem);

  await row.getByRole("button", { name: "Reveal PRIVATE_KEY" }).click();
  await expect(row.getByLabel("Value of PRIVATE_KEY")).toBeVisible();
  expect(await row.getByLabel("Value of PRIVATE_KEY").evaluate((code) => code.textContent)).toBe(pem);
  await row.getByRole("button", { name: "Copy PRIVATE_KEY" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(pem);

  await row.getByRole("button", { name: "Edit PRIVATE_KEY" }).click();
  const edit = page.getByRole("dialog", { name: "Edit PRIVATE_KEY" });
  await edit.getByLabel("New value").focus();
  await paste("one\r\ntwo\r\n");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("one and ");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("v2");
  expect(await api.valueOf(place.environmentId, "PRIVATE_KEY")).toBe("one\r\none and two\r\n");
});

test("a .env file is imported, and existing keys are skipped unless they are to be replaced", async ({
  page,
  api,
  place,
}) => {
  await api.addSecret(place.environmentId, "REGION", "old");
  await page.goto(place.url);
  await chooseNew(page, "Import from .env");
  const dialog = page.getByRole("dialog", { name: "Import from .env" });
  await dialog
    .getByLabel("Contents of the .env file")
    .fill('# a comment\nREGION=new\nGREETING="Hello there"\n');
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("row", { name: /GREETING/ })).toBeVisible();
  expect(await api.valueOf(place.environmentId, "GREETING")).toBe("Hello there");
  expect(await api.valueOf(place.environmentId, "REGION")).toBe("old");

  await chooseNew(page, "Import from .env");
  await dialog.getByLabel("Contents of the .env file").fill("REGION=new");
  await dialog.getByRole("radio", { name: /Replace/ }).click();
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog).toBeHidden();
  expect(await api.valueOf(place.environmentId, "REGION")).toBe("new");
});

test("an unreadable line of a .env file is named as soon as it is pasted, and nothing is imported", async ({
  page,
  api,
  place,
}) => {
  await api.addSecret(place.environmentId, "REGION", "eu");
  await page.goto(place.url);
  await chooseNew(page, "Import from .env");
  const dialog = page.getByRole("dialog", { name: "Import from .env" });
  const text = dialog.getByLabel("Contents of the .env file");
  await text.fill("REGION=us\nGREETING\nNAME=Ada");
  await expect(dialog.getByRole("alert")).toHaveText("Line 2 is not KEY=value.");
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(text).toBeFocused();
  await text.fill("REGION=us\n2ND=x\nNAME=Ada");
  await expect(dialog.getByRole("alert")).toContainText("Line 2, 2ND: Use letters, digits and _");
  expect(await api.valueOf(place.environmentId, "NAME")).toBeUndefined();
  await text.fill("REGION=us\nNAME=Ada");
  await expect(dialog.getByRole("status")).toHaveText("2 keys: 1 new, 1 existing.");
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("row", { name: /NAME/ })).toBeVisible();
});

test("thirty secrets fit a screen of 1080 px without scrolling", async ({
  page,
  api,
  place,
  rotatingSecret,
}) => {
  const lines = Array.from({ length: 29 }, (_, index) => `KEY_${index}=value-${index}`);
  await api.importSecrets(place.environmentId, lines.join("\n"));
  await page.setViewportSize({ width: 1_920, height: 1_080 });
  await page.goto(place.url);
  await expect(page.getByRole("row", { name: new RegExp(rotatingSecret.name) })).toBeVisible();
  await expect(page.getByRole("row", { name: /KEY_28/ })).toBeInViewport({ ratio: 1 });
  const hidden = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(hidden).toBeLessThanOrEqual(0);
});

test("a thousand rows are split into pages, and can be filtered while typing", async ({
  page,
  api,
  place,
}) => {
  const lines = Array.from({ length: 1_000 }, (_, index) => `KEY_${index}=value-${index}`);
  await api.importSecrets(place.environmentId, lines.join("\n"));
  await page.goto(place.url);
  await expect(page.getByText("1000 rows")).toBeVisible();
  const rows = page.getByRole("row", { name: /KEY_/ });
  await expect(rows).toHaveCount(100);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("Page 2 of 10")).toBeVisible();
  await expect(rows.first()).toBeInViewport();
  await expect(rows.first()).not.toContainText("KEY_0");
  await page.keyboard.press("Tab");
  await expect(rows.first().locator(":focus")).toBeVisible();
  await page.getByLabel("Filter secrets").pressSequentially("key_777");
  await expect(rows).toHaveCount(1);
  await expect(page.getByText("1 of 1000 rows")).toBeVisible();
  await page.getByLabel("Filter secrets").fill("nothing like it");
  await expect(page.getByText("No secrets match “nothing like it”.")).toBeVisible();
});
