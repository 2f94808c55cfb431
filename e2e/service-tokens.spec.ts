import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";

test("a service token is shown once, works within its limits, and is refused once revoked", async ({
  page,
  api,
  place,
  playwright,
  stack,
}) => {
  await api.addSecret(place.environmentId, "REGION", "eu");
  const name = `CI ${randomUUID().slice(0, 8)}`;
  await page.goto("/service-tokens");
  await page.getByRole("button", { name: "New service token" }).click();
  const dialog = page.getByRole("dialog", { name: "New service token" });
  await dialog.getByLabel("Name").fill(name);
  await expect(dialog.getByRole("checkbox", { name: "secrets:read" })).toBeChecked();
  await dialog.getByRole("checkbox", { name: `${place.appName} / Development` }).check();
  await dialog.getByRole("button", { name: "Create token" }).click();

  const shown = page.getByRole("dialog", { name: "Copy the token now" });
  const token = (await shown.getByText(/^phs_/).textContent()) ?? "";
  const ask = async (environmentId: string) => {
    const http = await playwright.request.newContext({
      baseURL: stack.baseUrl,
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    });
    const response = await http.get(`/api/v1/environments/${environmentId}/secrets`);
    await http.dispose();
    return response.status();
  };
  expect(await ask(place.environmentId)).toBe(200);
  expect(await ask((await api.addPlace()).environmentId)).toBe(404);
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(shown).toBeHidden();
  expect(await page.content()).not.toContain(token);

  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText(`${place.appName} / Development`);
  await expect(row).toContainText(/Created by \S+@\S+/);
  await page.reload();
  await expect(row).toContainText(/Last used .* from \S+/);
  await expect(row).toContainText(/Expires in \d+ (days|months)/);

  await row.getByRole("button", { name: `Edit ${name}` }).click();
  const edit = page.getByRole("dialog", { name: `Edit ${name}` });
  await edit.getByLabel("Name").fill(`${name} runner`);
  await edit.getByRole("combobox", { name: "Expires after" }).click();
  await page.getByRole("option", { name: "30 days" }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await expect(row).toContainText(`${name} runner`);
  await expect(row).toContainText(/Expires in (29|30) days|Expires in 1 month|Expires next month/);
  expect(await ask(place.environmentId)).toBe(200);

  await row.getByRole("button", { name: `Revoke ${name} runner` }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await confirm.getByRole("button", { name: "Revoke token" }).click();
  await expect(confirm).toBeHidden();
  await expect(row).toHaveCount(0);
  expect(await ask(place.environmentId)).toBe(401);
});
