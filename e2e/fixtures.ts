import { readFileSync } from "node:fs";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { z } from "zod";
import { ConsoleApi, type Place } from "./console-api";
import { SimulatedOpenai } from "./simulated-openai";

const stackSchema = z.object({
  baseUrl: z.string(),
  email: z.string(),
  password: z.string(),
  token: z.string(),
  simulator: z.object({ url: z.string(), controlUrl: z.string(), adminKey: z.string() }),
});
export type Stack = z.infer<typeof stackSchema>;
type StorageState = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

type TestFixtures = {
  api: ConsoleApi;
  /** An organization at the simulator that no other test touches. */
  openai: SimulatedOpenai;
  /** An environment that no other test touches. */
  place: Place;
};
type WorkerFixtures = { stack: Stack; signedIn: StorageState };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  stack: [
    async ({}, use) => {
      const file = process.env.PHASE_E2E_STACK;
      if (file === undefined)
        throw new Error("PHASE_E2E_STACK does not name the file that describes the stack.");
      await use(stackSchema.parse(JSON.parse(readFileSync(file, "utf8"))));
    },
    { scope: "worker" },
  ],
  signedIn: [
    async ({ browser, stack }, use) => {
      const page = await browser.newPage({ baseURL: stack.baseUrl, storageState: undefined });
      await signIn(page, stack);
      const state = await page.context().storageState();
      // Before the tests run: an open console goes on asking the server.
      await page.close();
      await use(state);
    },
    { scope: "worker" },
  ],
  baseURL: async ({ stack }, use) => use(stack.baseUrl),
  storageState: async ({ signedIn }, use) => use(signedIn),
  api: async ({ playwright, stack }, use) => {
    const http = await playwright.request.newContext({
      baseURL: stack.baseUrl,
      storageState: { cookies: [], origins: [] },
      extraHTTPHeaders: { authorization: `Bearer ${stack.token}` },
    });
    await use(new ConsoleApi(http));
    await http.dispose();
  },
  openai: async ({ playwright, stack }, use, info) => {
    const http = await playwright.request.newContext({ storageState: { cookies: [], origins: [] } });
    await use(await SimulatedOpenai.open(http, stack.simulator.controlUrl, info.title));
    await http.dispose();
  },
  place: async ({ api }, use) => use(await api.addPlace()),
});

export { expect };

export async function signIn(
  page: Page,
  { email, password }: Pick<Stack, "email" | "password">,
): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toBeVisible();
}

/** Opens New Secret and picks one of its entries. */
export async function chooseNew(
  page: Page,
  entry: "Secret" | "Rotating Secret" | "Import from .env",
): Promise<void> {
  await page.getByRole("button", { name: "New Secret" }).click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

type FirstSteps = { name: string; credential: string; project: string };

/** New Secret → Rotating Secret up to its last step, with the schedule that is suggested. */
export async function fillUpToOutputs(
  page: Page,
  { name, credential, project }: FirstSteps,
): Promise<Locator> {
  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  const goOn = dialog.getByRole("button", { name: "Continue" });
  await dialog.getByLabel("Third-party credential").click();
  await page.getByRole("option", { name: credential }).click();
  await dialog.getByLabel("Name").fill(name);
  await goOn.click();
  await dialog.getByLabel("Project").fill(project);
  await page.getByRole("option", { name: project }).click();
  await goOn.click();
  await expect(dialog.getByLabel("Rotation interval")).toBeVisible();
  await goOn.click();
  await expect(dialog.getByLabel("api_key")).toBeVisible();
  return dialog;
}

/** Opens Manage of the only rotating secret on the page. */
export async function openManage(page: Page, place: Place): Promise<void> {
  await page.goto(place.url);
  await page.getByRole("button", { name: /Manage/ }).click();
  await expect(page.getByRole("dialog", { name: /Manage/ })).toBeVisible();
}
