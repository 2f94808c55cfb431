import type { Locator, Page } from "playwright/test";
import { chooseNew, expect, expectClosed, openManage, test } from "./fixtures";

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test("a rotating secret is created with the keyboard alone", async ({ page, place, project, credential }) => {
  await page.goto(place.url);
  const press = (key: string) => page.keyboard.press(key);
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });

  await page.getByRole("button", { name: "New Secret" }).focus();
  await press("Enter");
  await expect(page.getByRole("menuitem", { name: "Secret", exact: true })).toBeFocused();
  await press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Rotating Secret" })).toBeFocused();
  await press("Enter");
  await expect(dialog).toBeVisible();

  await tabTo(page, dialog.getByRole("combobox", { name: "Third-party credential" }));
  await press("Enter");
  const option = page.getByRole("option", { name: credential.name });
  await expect(option).toBeVisible();
  await page.keyboard.type(credential.name);
  await expect(option).toBeFocused();
  await press("Enter");
  await expect(dialog.getByRole("combobox", { name: "Third-party credential" })).toBeFocused();
  await tabTo(page, dialog.getByRole("textbox", { name: "Name" }));
  await page.keyboard.type("By keyboard");
  await press("Enter");

  await expect(dialog.getByRole("heading", { name: /Step 2 of 4/ })).toBeFocused();
  await tabTo(page, dialog.getByRole("combobox", { name: "Project" }));
  await page.keyboard.type("chat");
  await expect(page.getByRole("option", { name: project.name })).toBeVisible();
  await press("Enter");
  await expect(dialog.getByRole("combobox", { name: "Project" })).toHaveValue(project.name);
  await tabTo(page, dialog.getByRole("textbox", { name: "Service Account Name Template" }));
  await press("Enter");

  await expect(dialog.getByRole("heading", { name: /Step 3 of 4/ })).toBeFocused();
  await tabTo(page, dialog.getByRole("textbox", { name: "Rotation interval" }));
  await press("Enter");

  await expect(dialog.getByRole("heading", { name: /Step 4 of 4/ })).toBeFocused();
  await tabTo(page, dialog.getByRole("textbox", { name: "api_key" }));
  await press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("rowgroup", { name: "By keyboard" })).toBeVisible();
  // The created secret has the focus, and its use comes next.
  await expect(page.getByRole("rowgroup", { name: "By keyboard" }).locator(":focus")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Use in a program By keyboard" })).toBeFocused();
});

test("Manage opens and closes with the keyboard, and focus comes back to its button", async ({
  page,
  place,
  rotatingSecret,
}) => {
  await page.goto(place.url);
  const button = page.getByRole("button", { name: `Manage ${rotatingSecret.name}` });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: /Manage/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(button).toBeFocused();
});

test("a dialog opened from a menu has the focus, also if its code is already loaded", async ({
  page,
  place,
}) => {
  await page.goto(place.url);
  const key = page.getByRole("dialog").getByLabel("Key");
  const button = page.getByRole("button", { name: "New Secret" });
  for (let time = 0; time < 2; time += 1) {
    await chooseNew(page, "Secret");
    await expect(key).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(button).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitem", { name: "Secret", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(key).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(button).toBeFocused();
  }
});

test("when a row is deleted, focus moves to the row that takes its place", async ({ page, api, place }) => {
  await api.importSecrets(place.environmentId, "FIRST=1\nSECOND=2\nTHIRD=3");
  await page.goto(place.url);
  await page.getByRole("button", { name: "Delete SECOND" }).focus();
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(confirm.getByRole("button", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(confirm).toBeHidden();
  await expect(page.getByRole("row", { name: /SECOND/ })).toHaveCount(0);
  await expect(page.getByRole("row", { name: /THIRD/ }).locator(":focus")).toBeVisible();
});

test("when someone else deletes the focused row, focus stays in the list", async ({ page, api, place }) => {
  const gone = await api.addSecret(place.environmentId, "GONE", "1");
  await api.addSecret(place.environmentId, "STAYS", "2");
  await page.goto(place.url);
  await page.getByRole("button", { name: "Edit GONE" }).focus();
  await api.deleteSecret(gone.id);
  await expect(page.getByRole("row", { name: /GONE/ })).toHaveCount(0);
  await expect(page.getByRole("row", { name: /STAYS/ }).locator(":focus")).toBeVisible();
});

test("a rotating secret is deleted with the keyboard alone, and focus stays on the page", async ({
  page,
  place,
  rotatingSecret,
}) => {
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Delete" }).focus();
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(confirm).toBeHidden();
  await expect(manage.getByRole("button", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(manage).toBeHidden();
  await expect(page.getByText("No secrets yet")).toBeVisible();
  await expect(page.locator("main:focus, main :focus")).toHaveCount(1);
});

test("the first wrong field of a step gets the focus", async ({ page, api, openai, place, credential }) => {
  // The only credential would already be chosen.
  await api.addCredential(openai.adminKey);
  await page.goto(place.url);
  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  const goOn = dialog.getByRole("button", { name: "Continue" });
  await expect(dialog.getByRole("button", { name: "OpenAI" })).toBeFocused();
  await expect(dialog.getByLabel("Third-party credential")).toBeEnabled();
  await goOn.click();
  await expect(dialog.getByLabel("Third-party credential")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: credential.name }).click();
  await dialog.getByLabel("Name").clear();
  await goOn.click();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill("By keyboard");
  await goOn.click();
  await expect(dialog.getByRole("heading", { name: /Step 2 of 4/ })).toBeFocused();
  await goOn.click();
  await expect(dialog.getByRole("combobox", { name: "Project" })).toBeFocused();
});

test("focus stays in Manage when the pressed button disappears", async ({ page, place, rotatingSecret }) => {
  const manage = await openManage(page, place, rotatingSecret);
  const press = async (name: string) => {
    await manage.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(manage.getByRole("button", { name, exact: true })).toBeHidden();
    await expect(manage.locator(":focus")).toBeVisible();
  };
  await press("Pause");
  await press("Resume");
});

test("every page supports the keyboard: a list of shortcuts, pages, the filter, and rows one by one", async ({
  page,
  api,
  place,
}) => {
  await api.addSecret(place.environmentId, "FIRST", "1");
  await api.addSecret(place.environmentId, "SECOND", "2");
  await page.goto(place.url);
  await expect(page.getByText("SECOND")).toBeVisible();
  const press = (key: string) => page.keyboard.press(key);
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  // The rows arrive with the page, before anything listens to keys.
  await expect(async () => {
    await press("?");
    await expect(help.getByText("Audit log")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await press("Escape");
  await expect(help).toBeHidden();

  const rowOf = (key: string) => page.getByRole("row").filter({ hasText: key });
  await press("j");
  await expect(rowOf("FIRST").locator(":focus")).toBeVisible();
  await press("j");
  await expect(rowOf("SECOND").locator(":focus")).toBeVisible();
  await press("k");
  await expect(rowOf("FIRST").locator(":focus")).toBeVisible();
  await press("/");
  await expect(page.getByRole("searchbox", { name: "Filter secrets" })).toBeFocused();
  // In a field, letters are letters.
  await page.keyboard.type("gl");
  await expect(page.getByRole("searchbox", { name: "Filter secrets" })).toHaveValue("gl");
  await page.getByRole("searchbox", { name: "Filter secrets" }).blur();
  await press("g");
  await press("l");
  await expect(page.getByRole("heading", { name: "Audit log", level: 1 })).toBeVisible();
});

test("single-key shortcuts can be turned off, and stay off", async ({ page }) => {
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.goto("/");
  const off = help.getByRole("switch", { name: "Single-key shortcuts" });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(off).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await off.uncheck();
  await page.keyboard.press("Escape");
  await expectClosed(page, help);
  await page.reload();
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await page.keyboard.press("?");
  // The search still has its keys, and the earlier ones did nothing.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search" })).toBeVisible();
  await expect(page).toHaveURL("/");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();

  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await help.getByRole("switch", { name: "Single-key shortcuts" }).check();
  await page.keyboard.press("Escape");
  await expectClosed(page, help);
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByRole("heading", { name: "Audit log", level: 1 })).toBeVisible();
});
