import { chooseNew, expect, expectNoViolations, manageDialog, SIGNED_OUT, signIn, test } from "./fixtures";

for (const [path, heading] of [
  ["/", "Overview"],
  ["/integrations", "Integrations"],
  ["/apps", "Apps"],
  ["/audit", "Audit log"],
  ["/members", "Members"],
  ["/service-tokens", "Service tokens"],
  ["/notifications", "Notifications"],
  ["/settings", "Settings"],
  ["/settings/system", "System"],
  ["/cli-login", "Command-line login"],
  ["/docs/reliability", "Reliability"],
] as const) {
  test(`axe finds nothing on ${heading}`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expect(page.getByText(/^Loading/)).toHaveCount(0);
    await expectNoViolations(page);
  });
}

test.describe("signed out", () => {
  test.use(SIGNED_OUT);

  test("axe finds nothing on the login", async ({ page, stack }) => {
    await page.goto("/login");
    await expect(page.getByLabel("Email")).toBeVisible();
    await expectNoViolations(page);
    await signIn(page, stack);
  });
});

test("axe finds nothing on an environment, its dialogs and Manage", async ({
  page,
  api,
  place,
  rotatingSecret,
}) => {
  test.slow();
  await api.addSecret(place.environmentId, "DATABASE_URL", "postgres://one");
  await api.rotate(rotatingSecret.id);
  await page.goto(place.url);
  await expect(page.getByRole("row", { name: /DATABASE_URL/ })).toBeVisible();
  await expectNoViolations(page);

  await chooseNew(page, "Rotating Secret");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolations(page);

  for (const tab of ["Status", "Credentials", "Events"]) {
    await page.goto(`${place.url}?manage=${rotatingSecret.id}&tab=${tab.toLowerCase()}`);
    await expect(page.getByRole("tab", { name: tab, selected: true })).toBeVisible();
    await expect(page.getByText(/^Loading/)).toHaveCount(0);
    await expectNoViolations(page);
  }
});

test("axe finds nothing in the dialogs that a page opens", async ({ page }) => {
  test.slow();
  for (const [path, name] of [
    ["/apps?new=app", "New app"],
    ["/integrations?add=openai", "Add credential"],
    ["/members?add=member", "Invite member"],
    ["/service-tokens?new=token", "New service token"],
    ["/notifications?add=webhook", "Add webhook"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await expectNoViolations(page);
  }
});

test("axe finds nothing in the search and on empty pages", async ({ page }) => {
  await page.goto("/apps");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("option", { name: "Overview" })).toBeVisible();
  await expectNoViolations(page);
  await page.goto("/nothing-here");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await expectNoViolations(page);
});

test("axe finds nothing in the dialogs of secrets, including invalid fields", async ({
  page,
  api,
  place,
}) => {
  await api.addSecret(place.environmentId, "REGION", "eu");
  await page.goto(`${place.url}?new=secret`);
  await page.getByRole("dialog").getByLabel("Key").fill("REGION");
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expectNoViolations(page);
  await page.goto(`${place.url}?new=import`);
  await page.getByLabel("Contents of the .env file").fill("not a line");
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expectNoViolations(page);
  for (const verb of ["Edit", "Delete"]) {
    await page.goto(place.url);
    await page.getByRole("button", { name: `${verb} REGION` }).click();
    await expect(page.getByRole(verb === "Edit" ? "dialog" : "alertdialog")).toBeVisible();
    await expectNoViolations(page);
  }
});

test("axe finds nothing in the four steps, and in what Manage asks before it acts", async ({
  page,
  place,
  rotatingSecret,
  beginCreation,
}) => {
  test.slow();
  const dialog = await beginCreation("Looked at");
  await expectNoViolations(page);
  for (const step of [/Step 3 of 4/, /Step 2 of 4/]) {
    await dialog.getByRole("button", { name: "Back" }).click();
    await expect(dialog.getByRole("heading", { name: step })).toBeVisible();
    await expectNoViolations(page);
  }
  await page.goto(`${place.url}?manage=${rotatingSecret.id}&do=rotate`);
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("radio", { name: /Break-glass/ }).click();
  await expect(confirm.getByText(/^svc_acct_/)).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  const manage = manageDialog(page);
  await manage.getByRole("button", { name: "Edit" }).click();
  await expect(manage.getByRole("region", { name: /^Edit/ }).getByLabel("Rotation interval")).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await manage.getByRole("button", { name: "Delete" }).click();
  await expect(confirm).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await manage.getByRole("button", { name: "Pause" }).click();
  await expect(manage.getByRole("button", { name: "Resume" })).toBeVisible();
  await expectNoViolations(page);
});
