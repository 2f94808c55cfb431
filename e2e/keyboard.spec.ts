import { expect, test } from "./fixtures";

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

  const tabTo = async (name: string | RegExp, role: "combobox" | "textbox") => {
    const target = dialog.getByRole(role, { name });
    for (let presses = 0; presses < 12; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await press("Tab");
    }
    await expect(target).toBeFocused();
  };

  await tabTo("Third-party credential", "combobox");
  await press("Enter");
  const option = page.getByRole("option", { name: credential.name });
  await expect(option).toBeVisible();
  await page.keyboard.type(credential.name);
  await expect(option).toBeFocused();
  await press("Enter");
  await expect(dialog.getByRole("combobox", { name: "Third-party credential" })).toBeFocused();
  await tabTo("Name", "textbox");
  await page.keyboard.type("By keyboard");
  await press("Enter");

  await expect(dialog.getByRole("heading", { name: /Step 2 of 4/ })).toBeFocused();
  await tabTo("Project", "combobox");
  await page.keyboard.type("chat");
  await expect(page.getByRole("option", { name: project.name })).toBeVisible();
  await press("ArrowDown");
  await press("Enter");
  await tabTo("Service Account Name Template", "textbox");
  await press("Enter");

  await expect(dialog.getByRole("heading", { name: /Step 3 of 4/ })).toBeFocused();
  await tabTo("Rotation interval", "textbox");
  await press("Enter");

  await expect(dialog.getByRole("heading", { name: /Step 4 of 4/ })).toBeFocused();
  await tabTo("api_key", "textbox");
  await press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("rowgroup", { name: "By keyboard" })).toBeVisible();
  await expect(page.getByRole("button", { name: "New Secret" })).toBeFocused();
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
