import { randomUUID } from "node:crypto";
import { expect, expectNoViolations, SIGNED_OUT, signIn, test } from "./fixtures";

test("a member is invited, chooses a password, gets another role, and is removed", async ({
  page,
  browser,
  place,
  stack,
}) => {
  const login = { email: `ada-${randomUUID().slice(0, 8)}@example.com`, password: "seven green bicycles" };
  await page.goto("/members");
  await page.getByRole("button", { name: "Invite member" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite member" });
  await dialog.getByLabel("Email").fill("not an address");
  await dialog.getByRole("button", { name: "Invite member" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Email").fill(login.email);
  await dialog.getByRole("button", { name: "Invite member" }).click();
  const made = page.getByRole("dialog", { name: "Copy the link now" });
  const link = await made.getByText(/\/invitation#/).innerText();
  await made.getByRole("button", { name: "I have copied it" }).click();

  const row = page.getByRole("listitem").filter({ hasText: login.email });
  await expect(row).toContainText("Developer");
  await expect(row).toContainText("Invited");
  const theirs = await (await browser.newContext({ baseURL: stack.baseUrl, ...SIGNED_OUT })).newPage();
  await theirs.goto(link);
  await expect(theirs.getByText(login.email)).toBeVisible();
  await expectNoViolations(theirs);
  await theirs.getByLabel("New password").fill("password1234567");
  await theirs.getByRole("button", { name: "Choose password and sign in" }).click();
  await expect(theirs.getByText(/too easy to guess/)).toBeVisible();
  await theirs.getByLabel("New password").fill(login.password);
  await theirs.getByRole("button", { name: "Choose password and sign in" }).click();
  await expect(theirs.getByRole("navigation", { name: "Breadcrumbs" })).toBeVisible();
  await theirs.goto(place.url);
  await expect(theirs.getByRole("button", { name: "New Secret" })).toBeVisible();

  await row.getByRole("button", { name: `Actions for ${login.email}` }).click();
  await page.getByRole("menuitem", { name: "Change role" }).click();
  const role = page.getByRole("dialog", { name: "Change role" });
  await role.getByRole("radio", { name: /Viewer/ }).click();
  await role.getByRole("button", { name: "Change role" }).click();
  await expect(row).toContainText("Viewer");
  await theirs.reload();
  await expect(theirs.getByRole("heading", { name: "Development", level: 1 })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "New Secret" })).toHaveCount(0);

  await row.getByRole("button", { name: `Actions for ${login.email}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await confirm.getByRole("button", { name: "Remove member" }).click();
  await expect(confirm).toBeHidden();
  await expect(row).toHaveCount(0);
  await expect(theirs.getByRole("alert").getByText("Your session has ended.")).toBeVisible();
  await theirs.context().close();
});

test.describe("signed in as a developer", () => {
  test.use(SIGNED_OUT);

  test("a developer writes and rotates, and is offered nothing that admins do", async ({
    page,
    api,
    place,
    credential,
    rotatingSecret,
  }) => {
    await signIn(page, await api.addMember("developer"));
    await page.goto(`${place.url}?manage=${rotatingSecret.id}`);
    await expect(page.getByRole("button", { name: "Rotate now" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Reveal OPENAI_API_KEY" })).toBeVisible();
    await expect(page.getByRole("button", { name: "New Secret" })).toBeVisible();

    const places = page.getByRole("navigation", { name: "Places" });
    await expect(places.getByRole("link", { name: "Overview" })).toBeVisible();
    await expect(places.getByRole("link", { name: /Audit log|Service tokens/ })).toHaveCount(0);
    for (const [path, shown, offered] of [
      ["/apps", place.appName, "New app"],
      ["/integrations?add=openai", credential.name, "Add credential"],
      ["/members?add=member", "you", "Invite member"],
      ["/notifications?add=webhook", "Owners and admins manage webhooks.", "Add webhook"],
    ] as const) {
      await page.goto(path);
      await expect(page.getByText(shown, { exact: true })).toBeVisible();
      await expect(page.getByRole("button", { name: offered })).toHaveCount(0);
    }
    for (const [path, data] of [
      ["apps", { name: "Not mine to make" }],
      ["service-tokens", { name: "x", scopes: ["admin"] }],
      ["members", { email: "x@example.com", role: "viewer" }],
    ] as const) {
      const refused = await page.request.post(`/api/v1/${path}`, {
        data,
        headers: { origin: new URL(page.url()).origin },
      });
      expect(refused.status(), path).toBe(403);
    }
  });
});

test.describe("signed in as an admin", () => {
  test.use(SIGNED_OUT);

  test("an admin manages everyone but owners, and creates none", async ({ page, api, stack }) => {
    await signIn(page, await api.addMember("admin"));
    await page.goto("/members");
    const owner = page.getByRole("listitem").filter({ hasText: stack.email });
    await expect(owner).toContainText("Owner");
    await expect(owner.getByRole("button")).toHaveCount(0);
    await page.getByRole("button", { name: "Invite member" }).click();
    await page.getByRole("dialog").getByLabel("Role").click();
    await expect(page.getByRole("option", { name: /Admin/ })).toBeVisible();
    await expect(page.getByRole("option", { name: /Owner/ })).toHaveCount(0);
  });
});
