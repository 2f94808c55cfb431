import { expect, openManage, rotateNow, SIGNED_OUT, signIn, test } from "./fixtures";

test("a dead admin key is replaced and everything it stopped is resumed, all in Manage", async ({
  page,
  api,
  openai,
  place,
  rotatingSecret,
  searchSecret: other,
}) => {
  const key = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  await openai.revokeAdminKey(openai.adminKey);
  await api.rotate(other.id);
  await expect.poll(async () => (await api.rotatingSecret(other.id)).pauseReason).toBe("failure");

  const manage = await openManage(page, place, rotatingSecret);
  await rotateNow(page, manage);
  const failure = manage.getByRole("region", { name: "Last failure" });
  await expect(failure).toContainText("Provider authentication failed");
  await expect(failure).toContainText("Schedule paused; the current key still works.", { timeout: 15_000 });
  await expect(manage.getByText("Failed", { exact: true })).toBeVisible();
  expect(await api.valueOf(place.environmentId, "OPENAI_API_KEY")).toBe(key);
  expect(await openai.isAlive(key ?? "")).toBe(true);

  // OpenAI's text is behind its title, and the steps are shown once.
  await expect(failure.locator("details p")).toBeHidden();
  await failure.getByText("What OpenAI said").click();
  await expect(failure.locator("details p")).toBeVisible();
  await failure.getByLabel("Admin API Key").fill(await openai.addAdminKey());
  await failure.getByRole("button", { name: "Replace key" }).click();
  await expect(failure.getByText("OpenAI accepts the admin key.")).toBeVisible();
  await expect(failure.getByText("Resume the 2 rotating secrets that failed")).toBeVisible();
  await expect(failure.getByText("OpenAI prod, Search key")).toBeVisible();

  // One click for everything that the dead key stopped.
  await failure.getByRole("button", { name: "Resume" }).click();
  await expect(failure).toBeHidden();
  await expect(manage.getByText("Healthy", { exact: true })).toBeVisible();
  await expect.poll(() => api.valueOf(place.environmentId, "OPENAI_API_KEY")).not.toBe(key);
  await expect.poll(async () => (await api.rotatingSecret(other.id)).health).toBe("healthy");
});

test("an archived project is named, and a new rotating secret starts from the existing one", async ({
  page,
  openai,
  place,
  project,
  credential,
  rotatingSecret,
}) => {
  await openai.addProject("Search");
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Rotate now" }).click();
  // The worker may notice it first, and rotate by itself.
  await openai.archiveProject(project.id);
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate now" }).click();
  const failure = manage.getByRole("region", { name: "Last failure" });
  await expect(failure).toContainText("Project not found");
  await failure.getByRole("button", { name: "Create a new rotating secret" }).click();
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  await expect(dialog.getByLabel("Name")).toHaveValue("OpenAI prod");
  await expect(dialog.getByLabel("Third-party credential")).toHaveText(credential.name);
});

test.describe("signed in as a developer", () => {
  test.use(SIGNED_OUT);

  test("members who can't replace an admin key see whom to ask", async ({
    page,
    api,
    openai,
    place,
    rotatingSecret,
    stack,
  }) => {
    await openai.revokeAdminKey(openai.adminKey);
    await api.rotate(rotatingSecret.id);
    await signIn(page, await api.addMember("developer"));
    const manage = await openManage(page, place, rotatingSecret);
    const failure = manage.getByRole("region", { name: "Last failure" });
    await expect(failure.getByText(/Ask an owner or an admin: .*@/)).toContainText(stack.email);
    await expect(failure.getByLabel("Admin API Key")).toBeHidden();
  });
});

test("another project can be chosen in Edit, and searched for before the list has loaded", async ({
  page,
  api,
  openai,
  place,
  rotatingSecret,
}) => {
  await openai.addProject("Search");
  const typed = Promise.withResolvers<void>();
  await page.route("**/openai/projects", async (route) => {
    await typed.promise;
    await route.continue();
  });
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Edit" }).click();
  const edit = manage.getByRole("region", { name: /Edit/ });
  await edit.getByLabel("Project").fill("sea");
  typed.resolve();
  await page.getByRole("option", { name: /Search/ }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  expect((await api.rotatingSecret(rotatingSecret.id)).config.projectName).toBe("Search");
});

test("while OpenAI doesn't respond, the console says when it retries", async ({
  page,
  openai,
  place,
  rotatingSecret,
}) => {
  await openai.failAll(503, "POST");
  const manage = await openManage(page, place, rotatingSecret);
  await rotateNow(page, manage);
  const failure = manage.getByRole("region", { name: "Last failure" });
  await expect(failure).toContainText("OpenAI is not answering");
  await expect(failure).toContainText(/Retrying at \d\d:\d\d; the current key still works/);
});

test("outstanding revocations of a deleted rotating secret stay visible until someone forgets them, with a reason", async ({
  page,
  openai,
  place,
  rotatingSecret,
}) => {
  const [account = ""] = await openai.accountNames();
  await openai.failAll(503, "DELETE");
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No secrets yet")).toBeVisible();

  await page.goto("/");
  const revocations = page.getByRole("list", { name: "Outstanding revocations of deleted rotating secrets" });
  const revocation = revocations.getByRole("listitem").filter({ hasText: account });
  await expect(revocation).toContainText("OpenAI is not answering (503)");
  await revocation.getByRole("button", { name: /^Forget/ }).click();
  const dialog = page.getByRole("alertdialog", { name: "Stop trying to revoke this credential?" });
  await dialog.getByLabel("Reason").fill("The organization is closed.");
  await dialog.getByRole("button", { name: "Forget" }).click();
  await expect(revocation).toBeHidden();
  expect(await openai.accountNames()).toEqual([account]);
});
