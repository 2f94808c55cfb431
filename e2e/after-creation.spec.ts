import { chooseNew, expect, expectClosed, expectNoViolations, test } from "./fixtures";

test("a draft survives Escape and a reload, contains no secret, and is removed with Cancel", async ({
  page,
  openai,
  beginCreation,
}) => {
  const dialog = await beginCreation("Half done");
  await expect(dialog.getByLabel("key_id", { exact: true })).toHaveValue("");
  await dialog.getByRole("switch", { name: /ID of that key/ }).check();
  await expect(dialog.getByLabel("key_id", { exact: true })).toHaveValue("OPENAI_KEY_ID");
  await expect(dialog.getByText("Two keys are valid for 10 days after each rotation.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expectClosed(page, dialog);

  await page.reload();
  await chooseNew(page, "Rotating Secret");
  await expect(dialog.getByText("Your draft is unchanged.")).toBeVisible();
  await expect(dialog.getByLabel("key_id", { exact: true })).toHaveValue("OPENAI_KEY_ID");
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  expect(kept).toContain("Half done");
  expect(kept).not.toContain(openai.adminKey);

  await dialog.getByRole("button", { name: "Cancel" }).click();
  await chooseNew(page, "Rotating Secret");
  await expect(dialog.getByLabel("Name")).toHaveValue("OpenAI development");
});

test("a new secret offers its use: a token on the spot, and examples for this environment", async ({
  page,
  place,
  stack,
  beginCreation,
}) => {
  const dialog = await beginCreation("Ready");
  await dialog.getByRole("button", { name: "Create and mint" }).click();
  await page.getByRole("button", { name: "Use in a program Ready" }).click();
  const use = page.getByRole("dialog", { name: "Use secrets in a program" });
  await expect(use.getByRole("region", { name: "Example for CLI" })).toContainText(place.environmentId);
  await use.getByRole("button", { name: "Create token" }).click();
  const settings = use.getByRole("region", { name: "Environment variables of the program" });
  await expect(settings).toContainText(/PHASE_SERVICE_TOKEN=phs_\w/);
  const token = /phs_[\w-]+/.exec(await settings.innerText())?.[0];
  const path = `/api/v1/environments/${place.environmentId}/secrets/OPENAI_API_KEY`;
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${stack.baseUrl}${path}`, { headers })).status).toBe(200);
  await use.getByRole("tab", { name: "Python" }).click();
  await expect(use.getByRole("region", { name: "Example for Python" })).toContainText("urllib.request");
  await expectNoViolations(page);
});
