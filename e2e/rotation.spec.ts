import { expect, manageDialog, openManage, rotateNow, test } from "./fixtures";

test("a key rotates automatically, the page shows it, and the previous key is revoked after the delay", async ({
  page,
  api,
  openai,
  place,
  project,
  credential,
}) => {
  await api.addRotatingSecret(place.environmentId, {
    thirdPartyCredentialId: credential.id,
    projectId: project.id,
    rotationIntervalSeconds: 4,
    revocationDelaySeconds: 1,
  });
  const first = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  await page.goto(place.url);
  const row = page.getByRole("row", { name: /OPENAI_API_KEY/ });
  // The schedule decides which version the loaded page shows. Only the next one counts.
  const version = async () => Number(/\bv(\d+)\b/.exec(await row.innerText())?.[1]);
  await expect.poll(version).toBeGreaterThan(0);
  const shown = await version();
  await expect.poll(version, { timeout: 15_000 }).toBeGreaterThan(shown);
  const second = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  expect(second).not.toBe(first);
  await expect.poll(() => openai.isAlive(first ?? "")).toBe(false);
});

test("rotating now keeps the previous key for the delay", async ({
  page,
  api,
  openai,
  place,
  rotatingSecret,
}) => {
  const first = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  await page.goto(place.url);
  await page.getByRole("button", { name: "Reveal OPENAI_API_KEY" }).click();
  await expect(page.getByText(first ?? "no key")).toBeVisible();
  const manage = await openManage(page, place, rotatingSecret);
  await rotateNow(page, manage);
  await manage.getByRole("tab", { name: "Credentials" }).click();
  const rows = manage.getByRole("list", { name: "Credentials" }).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText("Active");
  await expect(rows.nth(1)).toContainText("Expiring soon");
  await expect(manage.getByRole("img", { name: /time axis/ })).toBeVisible();
  expect(await openai.isAlive(first ?? "")).toBe(true);
});

test("break-glass needs the confirmation, names what it revokes, and revokes it immediately", async ({
  page,
  api,
  openai,
  place,
  rotatingSecret,
}) => {
  const [current] = await api.credentialsOf(rotatingSecret.id);
  const first = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Rotate now" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await confirm.getByRole("radio", { name: /Break-glass/ }).click();
  await expect(confirm.getByText(current?.serviceAccountId ?? "no id")).toBeVisible();
  const rotate = confirm.getByRole("button", { name: "Rotate and revoke" });
  await expect(rotate).toBeDisabled();
  await confirm
    .getByRole("checkbox", { name: "I understand that all live credentials will be revoked immediately" })
    .click();
  await rotate.click();
  await expect(confirm).toBeHidden();
  await expect.poll(() => openai.isAlive(first ?? "")).toBe(false);
  const second = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  expect(await openai.isAlive(second ?? "")).toBe(true);
});

test("an expiring credential can be revoked before its delay is over", async ({
  page,
  api,
  openai,
  place,
  rotatingSecret,
}) => {
  const first = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  await api.rotate(rotatingSecret.id);
  await page.goto(`${place.url}?manage=${rotatingSecret.id}&tab=credentials`);
  const manage = manageDialog(page);
  await manage.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  const old = manage.getByRole("list", { name: "Credentials" }).getByRole("listitem").nth(1);
  await expect(old.getByText("Revoked", { exact: true })).toBeVisible();
  expect(await openai.isAlive(first ?? "")).toBe(false);
});

test("an expiring credential can get more time", async ({ page, api, place, rotatingSecret }) => {
  await api.rotate(rotatingSecret.id);
  await page.goto(`${place.url}?manage=${rotatingSecret.id}&tab=credentials`);
  const manage = manageDialog(page);
  const old = manage.getByRole("list", { name: "Credentials" }).getByRole("listitem").nth(1);
  const due = old.getByText(/^Revocation due/).getByRole("time");
  const before = await due.getAttribute("datetime");
  await old.getByRole("button", { name: "Extend" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Extend the revocation delay" });
  await dialog.getByText("7 days").click();
  await dialog.getByRole("button", { name: "Extend" }).click();
  await expect(dialog).toBeHidden();
  const after = new Date(Date.parse(before ?? "") + 7 * 86_400_000).toISOString();
  await expect(due).toHaveAttribute("datetime", after);
  await expect(old.getByText("Expiring", { exact: true })).toBeVisible();
});

test("deleting names what is deleted, revokes every key and empties the environment", async ({
  page,
  api,
  openai,
  place,
  rotatingSecret,
}) => {
  const key = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("OPENAI_API_KEY");
  await confirm.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No secrets yet")).toBeVisible();
  await expect.poll(() => openai.isAlive(key ?? "")).toBe(false);
});

test("pausing stops the schedule, resuming continues it", async ({ page, place, rotatingSecret }) => {
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Pause" }).click();
  await expect(manage.getByText("The schedule is paused")).toBeVisible();
  await manage.getByRole("button", { name: "Resume" }).click();
  await expect(manage.getByText("The schedule is paused")).toBeHidden();
  await expect(manage.getByText(/Rotates in 59m/)).toBeVisible();
  await manage.getByRole("tab", { name: "Events" }).click();
  const events = manage.getByRole("list", { name: "Events" }).getByRole("listitem");
  await expect(events.filter({ hasText: /resumed/i })).toHaveCount(1);
  await expect(events.filter({ hasText: /paused/i })).toHaveCount(1);
  await expect(events.filter({ hasText: "127.0.0.1" })).not.toHaveCount(0);
  await manage.getByRole("combobox", { name: "Type" }).fill("Resumed");
  await page.getByRole("option", { name: "Resumed" }).click();
  await expect(events).toHaveCount(1);
  await expect(events).toContainText("Resumed");
});

test("an edit that lost the race says so and keeps its input", async ({
  page,
  api,
  place,
  rotatingSecret,
}) => {
  const manage = await openManage(page, place, rotatingSecret);
  await manage.getByRole("button", { name: "Edit" }).click();
  const edit = manage.getByRole("region", { name: /Edit/ });
  await edit.getByLabel("Description").fill("Mine");
  await api.rename(rotatingSecret.id, "Renamed elsewhere");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByRole("alert")).toContainText("Someone else changed this rotating secret");
  await expect(edit.getByLabel("Description")).toHaveValue("Mine");
  await edit.getByRole("button", { name: "Overwrite" }).click();
  await expect(edit).toBeHidden();
  const saved = await api.rotatingSecret(rotatingSecret.id);
  expect(saved).toMatchObject({ name: "Renamed elsewhere", description: "Mine" });
});
