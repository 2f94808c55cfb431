import { randomUUID } from "node:crypto";
import { expect, SIGNED_OUT, signIn, test } from "./fixtures";

test.use(SIGNED_OUT);

test("a member changes their name, ends another session, and changes the password", async ({
  page,
  browser,
  api,
  stack,
}) => {
  const login = await api.addMember("developer");
  const elsewhere = await browser.newPage({ baseURL: stack.baseUrl, ...SIGNED_OUT });
  await signIn(elsewhere, login);
  await signIn(page, login);
  await page.goto("/settings");

  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("status").getByText(/saved/i)).toBeVisible();
  const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await expect(sessions).toHaveCount(2);
  await sessions.getByRole("button", { name: "Sign out" }).click();
  await expect(sessions).toHaveCount(1);
  await elsewhere.goto("/apps");
  await expect(elsewhere.getByLabel("Email")).toBeVisible();
  await elsewhere.close();

  const next = randomUUID();
  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("New password").fill(next);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await page.getByLabel("Current password").fill(login.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("Current password")).toHaveValue("");

  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("Email")).toBeVisible();
  await signIn(page, { email: login.email, password: next });
  await page.goto("/members");
  await expect(page.getByRole("listitem").filter({ hasText: login.email })).toContainText("Ada Lovelace");
});

test("the theme is chosen, survives a reload, and can follow the system again", async ({ page, api }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await signIn(page, await api.addMember("viewer"));
  const root = page.locator("html");
  const choose = async (theme: string) => {
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByRole("menuitem", { name: theme }).click();
  };
  await choose("Dark");
  await expect(root).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(root).toHaveAttribute("data-theme", "dark");
  await choose("System");
  await expect(root).toHaveAttribute("data-theme", "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(root).toHaveAttribute("data-theme", "dark");
});
