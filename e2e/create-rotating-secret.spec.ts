import { chooseNew, expect, fillUpToOutputs, test } from "./fixtures";

test("a rotating secret is created in four steps and its first key appears in the environment", async ({
  page,
  api,
  openai,
  place,
  credential,
}) => {
  await openai.addProject("Chatbot");
  await openai.addProject("Search");
  await page.goto(place.url);
  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });

  await dialog.getByRole("button", { name: "OpenAI" }).click();
  await dialog.getByLabel("Third-party credential").click();
  await page.getByRole("option", { name: credential.name }).click();
  await dialog.getByLabel("Name").fill("OpenAI prod");
  await dialog.getByLabel("Description").fill("For the chatbot.");
  await dialog.getByRole("button", { name: "Continue" }).click();

  await dialog.getByLabel("Project").fill("chat");
  await expect(page.getByRole("option", { name: /Search/ })).toBeHidden();
  await page.getByRole("option", { name: /Chatbot/ }).click();
  await expect(dialog.getByLabel("Service Account Name Template")).toHaveValue("phase-rs-{id}");
  await expect(dialog.getByText(/^For example phase-rs-[0-9a-f-]{36}-\d{10}$/)).toBeVisible();
  await dialog.getByRole("button", { name: "Continue" }).click();

  await dialog.getByLabel("Rotation interval").fill("2");
  await dialog.getByLabel("Interval unit").click();
  await page.getByRole("option", { name: "hours" }).click();
  await expect(
    dialog.getByText("The revocation delay must be shorter than the rotation interval."),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Instant" }).click();
  await expect(dialog.getByText("No overlap")).toBeVisible();
  await dialog.getByRole("button", { name: "1 hour" }).click();
  await expect(dialog.getByRole("img", { name: /time axis/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Continue" }).click();

  await expect(dialog.getByLabel("api_key")).toHaveValue("OPENAI_API_KEY");
  await dialog.getByLabel("key_id", { exact: true }).fill("OPENAI_KEY_ID");
  await dialog.getByRole("button", { name: "Create and mint" }).click();

  await expect(dialog).toBeHidden();
  const group = page.getByRole("rowgroup", { name: "OpenAI prod" });
  await expect(group).toContainText("Healthy");
  await expect(group).toContainText(/Rotates in 1h 59m|Rotates in 2h/);
  await expect(group.getByText("OPENAI_API_KEY", { exact: true })).toBeVisible();
  await expect(group.getByText("OPENAI_KEY_ID", { exact: true })).toBeVisible();
  const key = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  expect(await openai.isAlive(key ?? "")).toBe(true);
});

test("a taken name is refused while it is typed", async ({ api, place, beginCreation }) => {
  await api.addSecret(place.environmentId, "OPENAI_API_KEY", "mine");
  const dialog = await beginCreation("Second");
  const field = dialog.getByLabel("api_key");
  await expect(field).toHaveValue("OPENAI_API_KEY_2");
  await field.fill("OPENAI_API_KEY");
  await expect(dialog.getByText("OPENAI_API_KEY already exists in this environment.")).toBeVisible();
});

test("when OpenAI refuses the mint, the dialog keeps its input and nothing is left behind", async ({
  page,
  openai,
  beginCreation,
}) => {
  const dialog = await beginCreation("Doomed");
  await openai.revokeAdminKey(openai.adminKey);
  await dialog.getByRole("button", { name: "Create and mint" }).click();

  await expect(dialog.getByRole("alert")).toContainText("Provider authentication failed");
  await expect(dialog.getByLabel("api_key")).toHaveValue("OPENAI_API_KEY");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("No secrets yet")).toBeVisible();
  expect(await openai.accountNames()).toEqual([]);
});

test("a gateway timeout changes nothing: the dialog explains the delay, and ends with the secret", async ({
  page,
  openai,
  beginCreation,
}) => {
  const dialog = await beginCreation("Patient");
  const explained = Promise.withResolvers<void>();
  let calls = 0;
  await page.route("**/api/v1/environments/*/rotating-secrets", async (route) => {
    if (route.request().method() !== "POST") {
      await route.fallback();
      return;
    }
    calls += 1;
    if (calls > 1) {
      await route.continue();
      return;
    }
    await route.fetch();
    await explained.promise;
    await route.fulfill({ status: 504, contentType: "text/html", body: "<h1>504 Gateway Time-out</h1>" });
  });
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await expect(dialog.getByRole("status")).toContainText("OpenAI can take up to two minutes");
  explained.resolve();

  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Manage Patient" })).toBeVisible();
  expect(calls).toBe(2);
  expect(await openai.accountNames()).toHaveLength(1);
});

test("a read-only key is detected by the first mint, and the dialog names the missing scope", async ({
  page,
  api,
  openai,
  place,
  project,
}) => {
  const credential = await api.addCredential(await openai.addAdminKey("read"));
  await page.goto(place.url);
  const first = { name: "Read only", credential: credential.name, project: project.name };
  const dialog = await fillUpToOutputs(page, first);
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await expect(dialog.getByRole("alert")).toContainText(
    "The admin key lacks Organization Administration: Write",
  );
  await expect(dialog.getByRole("link", { name: "Open third-party credentials" })).toBeVisible();
  expect(await openai.accountNames()).toEqual([]);
});

test("a credential can be added without leaving the dialog", async ({ page, openai, place }) => {
  await openai.addProject("Chatbot");
  await page.goto(place.url);
  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  await dialog.getByLabel("Name").fill("Typed before");
  await dialog.getByRole("button", { name: "Add credential" }).click();
  const adding = page.getByRole("dialog", { name: "Add credential" });
  await adding.getByLabel("Name").fill(`Inline ${openai.organizationId}`);
  await adding.getByLabel("Admin API Key").fill(openai.adminKey);
  await adding.getByRole("button", { name: "Save" }).click();
  await expect(adding).toBeHidden();
  await expect(dialog.getByLabel("Third-party credential")).toHaveText(`Inline ${openai.organizationId}`);
  await expect(dialog.getByLabel("Name")).toHaveValue("Typed before");
});

test("an organisation that requires keys to expire works after its refusal", async ({
  page,
  openai,
  beginCreation,
}) => {
  const day = 86_400;
  await openai.requireKeyLifetime(90 * day);
  const dialog = await beginCreation("OpenAI prod");
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "Set a key lifetime" }).first()).toBeVisible();

  // The step of the field that OpenAI objects to has opened automatically.
  await dialog.getByLabel("Set a key lifetime").check();
  await expect(dialog.getByRole("textbox", { name: "Key lifetime" })).toHaveValue("60");
  const goOn = dialog.getByRole("button", { name: "Continue" });
  await dialog.getByRole("textbox", { name: "Key lifetime" }).fill("40");
  await goOn.click();
  await expect(dialog.getByText(/must be at least the rotation interval plus/)).toBeVisible();
  await dialog.getByRole("group", { name: "Lifetime presets" }).getByText("90 days").click();
  await goOn.click();
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "Manage OpenAI prod" }).click();
  const manage = page.getByRole("dialog", { name: "OpenAI prod" });
  await manage.getByRole("tab", { name: "Credentials" }).click();
  await expect(manage.getByText(/^Key expires/)).toBeVisible();
});

test("a project with data residency shows its region, and programs get its URL besides the key", async ({
  page,
  api,
  openai,
  place,
  credential,
  request,
}) => {
  await openai.addProject("Europe", "EU_STORAGE_PROCESSING");
  await openai.addProject("Anywhere");
  await page.goto(place.url);
  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  await dialog.getByRole("button", { name: "OpenAI" }).click();
  await dialog.getByLabel("Third-party credential").click();
  await page.getByRole("option", { name: credential.name }).click();
  await dialog.getByLabel("Name").fill("OpenAI in Europe");
  await dialog.getByRole("button", { name: "Continue" }).click();

  await dialog.getByLabel("Project").fill("eu");
  await page.getByRole("option", { name: /Europe EU · proj_/ }).click();
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByLabel("base_url")).toHaveValue("OPENAI_BASE_URL");
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await expect(dialog).toBeHidden();

  const group = page.getByRole("rowgroup", { name: "OpenAI in Europe" });
  await expect(group.getByText("OPENAI_BASE_URL", { exact: true })).toBeVisible();
  const key = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  const baseUrl = await api.valueOf(place.environmentId, "OPENAI_BASE_URL");
  const answer = await request.get(`${baseUrl}/models`, { headers: { authorization: `Bearer ${key}` } });
  expect(answer.status()).toBe(200);
  await page.getByRole("button", { name: "Manage OpenAI in Europe" }).click();
  await expect(page.getByRole("dialog").getByText("EU_STORAGE_PROCESSING")).toBeVisible();
});

test("a project without data residency is offered no URL", async ({ page, openai, place, credential }) => {
  await openai.addProject("Anywhere");
  await page.goto(place.url);
  await fillUpToOutputs(page, { name: "OpenAI", credential: credential.name, project: "Anywhere" });
  await expect(page.getByLabel("api_key")).toBeVisible();
  await expect(page.getByLabel("base_url")).toBeHidden();
});

test("the dialog can be closed while waiting for OpenAI: the environment shows the progress, and keeps a failed draft", async ({
  page,
  openai,
  place,
  project,
  credential,
}) => {
  await page.goto(place.url);
  let go = Promise.withResolvers<void>();
  await page.route("**/api/v1/environments/*/rotating-secrets", async (route) => {
    if (route.request().method() === "POST") await go.promise;
    await route.fallback();
  });
  const first = { name: "Unhurried", credential: credential.name, project: project.name };
  const dialog = await fillUpToOutputs(page, first);
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Creating Unhurried")).toBeVisible();
  go.resolve();
  await expect(page.getByRole("button", { name: "Manage Unhurried" })).toBeVisible();
  await expect(page.getByText("Creating Unhurried")).toBeHidden();

  go = Promise.withResolvers();
  await fillUpToOutputs(page, { ...first, name: "Doomed" });
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await openai.revokeAdminKey(openai.adminKey);
  await dialog.getByRole("button", { name: "Continue in background" }).click();
  await expect(dialog).toBeHidden();
  go.resolve();
  const failure = page.getByRole("alert").filter({ hasText: "Doomed" });
  await expect(failure).toContainText("Provider authentication failed");
  await failure.getByRole("button", { name: "Open draft" }).click();
  await expect(failure).toBeHidden();
  await expect(dialog.getByLabel("api_key")).toHaveValue("OPENAI_API_KEY_2");
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Provider authentication failed");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
  await expect(failure).toBeHidden();
});
