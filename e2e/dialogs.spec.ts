import { chooseNew, expect, manageDialog, test } from "./fixtures";

/** The colour of an element's lower edge; null if it has none. */
function border(element: Element): string | null {
  const { borderBottomColor, borderBottomStyle, borderBottomWidth } = getComputedStyle(element);
  return borderBottomStyle === "none" || parseFloat(borderBottomWidth) === 0 ? null : borderBottomColor;
}

test("Escape and Back ask before input is lost, and Back closes an empty dialog", async ({ page, place }) => {
  await page.goto(place.url);
  await chooseNew(page, "Secret");
  const dialog = page.getByRole("dialog", { name: "New secret" });
  const asking = dialog.getByText("Discard what you typed?");
  await dialog.getByLabel("Key").fill("TYPED");

  await page.keyboard.press("Escape");
  await expect(asking).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Keep editing" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(asking).toBeHidden();
  await page.goBack();
  await expect(asking).toBeVisible();
  await expect(dialog.getByLabel("Key")).toHaveValue("TYPED");
  await dialog.getByRole("button", { name: "Discard" }).click();
  await expect(dialog).toBeHidden();

  await chooseNew(page, "Secret");
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("No secrets yet")).toBeVisible();
});

test("a dialog requested by a URL opens once: neither closing it nor Back opens it again", async ({
  page,
  place,
}) => {
  await page.goto("/apps");
  await page.goto(`${place.url}?new=secret`);
  const dialog = page.getByRole("dialog", { name: "New secret" });
  await expect(dialog).toBeVisible();
  expect(new URL(page.url()).search).toBe("");
  await page.goBack();
  await expect(dialog).toBeHidden();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Apps", level: 1 })).toBeVisible();
});

test("each tab of Manage has a URL, and Back goes through them and out", async ({
  page,
  place,
  rotatingSecret,
}) => {
  await page.goto(place.url);
  await page.getByRole("button", { name: `Manage ${rotatingSecret.name}` }).click();
  const manage = manageDialog(page);
  await manage.getByRole("tab", { name: "Credentials" }).click();
  await expect(page).toHaveURL(/[?&]tab=credentials/);
  await manage.getByRole("button", { name: "Rotate now" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expect(manage.getByRole("button", { name: "Rotate now" })).toHaveCount(1);

  await page.goBack();
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(manage.getByRole("tab", { name: "Credentials", selected: true })).toBeVisible();
  await page.goBack();
  await expect(manage.getByRole("tab", { name: "Status", selected: true })).toBeVisible();
  await page.goBack();
  await expect(manage).toBeHidden();
  expect(new URL(page.url()).search).toBe("");
});

test("forced colours leave every edge, choice and highlight in sight", async ({
  page,
  place,
  rotatingSecret,
}) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(place.url);
  const environments = page.getByRole("navigation", { name: "Environments" }).getByRole("link");
  const [current, ...others] = await environments.evaluateAll((links) =>
    links.map((link) => getComputedStyle(link).borderBottomColor),
  );
  expect(others).not.toContain(current);
  expect(await page.getByRole("button", { name: "New Secret" }).evaluate(border)).not.toBeNull();

  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  expect(await dialog.evaluate(border)).not.toBeNull();
  const steps = await dialog
    .getByRole("listitem")
    .filter({ hasText: /^\d\. / })
    .evaluateAll((items) => items.map((item) => getComputedStyle(item).borderTopColor));
  expect(steps.slice(1)).not.toContain(steps[0]);
  const openai = dialog.getByRole("button", { name: "OpenAI" });
  await expect(openai).toHaveAttribute("aria-pressed", "true");
  expect(await openai.evaluate((button) => getComputedStyle(button).backgroundColor)).not.toBe(
    await dialog.evaluate((popup) => getComputedStyle(popup).backgroundColor),
  );
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: `Manage ${rotatingSecret.name}` }).click();
  const manage = manageDialog(page);
  expect(await manage.evaluate((panel) => getComputedStyle(panel).borderLeftWidth)).not.toBe("0px");
  const tabs = await manage
    .getByRole("tab")
    .evaluateAll((all) => all.map((tab) => getComputedStyle(tab).borderBottomColor));
  expect(tabs.slice(1)).not.toContain(tabs[0]);
});

test("at twice the size the tabs scroll sideways only, and on paper nothing to press is left", async ({
  page,
  place,
  rotatingSecret,
}) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await page.goto(`${place.url}?manage=${rotatingSecret.id}`);
  const over = (element: Element) => element.scrollHeight - element.clientHeight;
  expect(await manageDialog(page).getByRole("tablist").evaluate(over)).toBe(0);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("navigation", { name: "Environments" }).evaluate(over)).toBe(0);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("rowgroup", { name: rotatingSecret.name })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toBeHidden();
});
