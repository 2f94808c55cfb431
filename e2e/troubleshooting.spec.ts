import { expect, openManage, test } from "./fixtures";

test("an admin key that was revoked at OpenAI pauses the schedule; a new key and Resume mint again", async ({
  page,
  api,
  openai,
  place,
}) => {
  const project = await openai.addProject("Chatbot");
  const credential = await api.addCredential(openai.adminKey);
  await api.addRotatingSecret(place.environmentId, {
    thirdPartyCredentialId: credential.id,
    projectId: project.id,
  });
  const key = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  await openai.revokeAdminKey(openai.adminKey);

  await openManage(page, place);
  const manage = page.getByRole("dialog", { name: /Manage/ });
  await manage.getByRole("button", { name: "Rotate now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate now" }).click();
  const failure = manage.getByRole("region", { name: "Last failure" });
  await expect(failure).toContainText("Provider authentication failed");
  await expect(failure).toContainText("Schedule paused; the current key still works.", { timeout: 15_000 });
  await expect(manage.getByText("Failed", { exact: true })).toBeVisible();
  expect(await api.valueOf(place.environmentId, "OPENAI_API_KEY")).toBe(key);
  expect(await openai.isAlive(key ?? "")).toBe(true);

  await failure.getByRole("link", { name: "Update the credential" }).click();
  const replace = page.getByRole("dialog", { name: /Replace/ });
  await replace.getByLabel("Admin API Key").fill(await openai.addAdminKey());
  await replace.getByRole("button", { name: "Replace key" }).click();
  await expect(replace).toBeHidden();

  await openManage(page, place);
  await manage.getByRole("button", { name: "Resume" }).click();
  await expect(failure).toBeHidden();
  await expect(manage.getByText("Healthy", { exact: true })).toBeVisible();
  await expect.poll(() => api.valueOf(place.environmentId, "OPENAI_API_KEY")).not.toBe(key);
});

test("an archived project is named, and a new rotating secret starts from the old one", async ({
  page,
  api,
  openai,
  place,
}) => {
  const project = await openai.addProject("Chatbot");
  await openai.addProject("Search");
  const credential = await api.addCredential(openai.adminKey);
  await api.addRotatingSecret(place.environmentId, {
    thirdPartyCredentialId: credential.id,
    projectId: project.id,
  });
  await openai.archiveProject(project.id);
  await openManage(page, place);
  const manage = page.getByRole("dialog", { name: /Manage/ });
  await manage.getByRole("button", { name: "Rotate now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate now" }).click();
  const failure = manage.getByRole("region", { name: "Last failure" });
  await expect(failure).toContainText("Project not found");
  await failure.getByRole("button", { name: "Create a new rotating secret" }).click();
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  await expect(dialog.getByLabel("Name")).toHaveValue("OpenAI prod");
  await expect(dialog.getByLabel("Third-party credential")).toHaveText(credential.name);
});

test("another project can be picked in Edit", async ({ page, api, openai, place }) => {
  const project = await openai.addProject("Chatbot");
  await openai.addProject("Search");
  const credential = await api.addCredential(openai.adminKey);
  const secret = await api.addRotatingSecret(place.environmentId, {
    thirdPartyCredentialId: credential.id,
    projectId: project.id,
  });
  await openManage(page, place);
  await page
    .getByRole("dialog", { name: /Manage/ })
    .getByRole("button", { name: "Edit" })
    .click();
  const edit = page.getByRole("dialog", { name: /Edit/ });
  await edit.getByLabel("Project").fill("sea");
  await page.getByRole("option", { name: /Search/ }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  expect((await api.rotatingSecret(secret.id)).config.projectName).toBe("Search");
});

test("while OpenAI does not answer, the console says when it tries again", async ({
  page,
  api,
  openai,
  place,
}) => {
  const project = await openai.addProject("Chatbot");
  const credential = await api.addCredential(openai.adminKey);
  await api.addRotatingSecret(place.environmentId, {
    thirdPartyCredentialId: credential.id,
    projectId: project.id,
  });
  await openai.failAll(503, "POST");
  await openManage(page, place);
  const manage = page.getByRole("dialog", { name: /Manage/ });
  await manage.getByRole("button", { name: "Rotate now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate now" }).click();
  const failure = manage.getByRole("region", { name: "Last failure" });
  await expect(failure).toContainText("OpenAI is not answering");
  await expect(failure).toContainText(/Retrying at \d\d:\d\d; the current key still works/);
});
