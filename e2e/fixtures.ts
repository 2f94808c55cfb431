import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "playwright/test";
import * as z from "zod";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { ConsoleApi, type Place } from "./console-api";
import { SimulatedOpenai } from "./simulated-openai";
import { watchAnswers } from "./watch-answers";

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
  /** A project of that organization. */
  project: { id: string; name: string };
  /** The organization's admin key, as the console knows it. */
  credential: { id: string; name: string };
  /** Mints in that project into the environment, hourly, and revokes after ten minutes. */
  rotatingSecret: RotatingSecret;
  /** Another one in the environment, with the same project and admin key. */
  searchSecret: RotatingSecret;
  /** Opens the environment, and fills New Secret → Rotating Secret up to its last step. */
  beginCreation: (name: string) => Promise<Locator>;
};
type WorkerFixtures = { stack: Stack; signedIn: StorageState };

/** For test.use: nobody is signed in. */
export const SIGNED_OUT = { storageState: { cookies: [], origins: [] } };

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
      const page = await browser.newPage({ baseURL: stack.baseUrl, ...SIGNED_OUT });
      await signIn(page, stack);
      const state = await page.context().storageState();
      // Before the tests run, because an open console keeps calling the server.
      await page.close();
      await use(state);
    },
    { scope: "worker" },
  ],
  baseURL: async ({ stack }, use) => use(stack.baseUrl),
  context: async ({ context, stack }, use) => {
    const unwanted = watchAnswers(context, new URL(stack.baseUrl).origin);
    await use(context);
    expect(await unwanted()).toEqual([]);
  },
  page: async ({ page }, use) => {
    await use(page);
    // An open console keeps sending requests, and a spec's routes must not answer for a page that is being
    // closed.
    await page.unrouteAll({ behavior: "ignoreErrors" });
  },
  storageState: async ({ signedIn }, use) => use(signedIn),
  api: async ({ playwright, stack }, use) => {
    const http = await playwright.request.newContext({
      baseURL: stack.baseUrl,
      ...SIGNED_OUT,
      extraHTTPHeaders: { authorization: `Bearer ${stack.token}` },
    });
    await use(new ConsoleApi(http));
    await http.dispose();
  },
  openai: async ({ playwright, stack }, use, info) => {
    const http = await playwright.request.newContext(SIGNED_OUT);
    await use(await SimulatedOpenai.open(http, stack.simulator.controlUrl, info.title));
    await http.dispose();
  },
  place: async ({ api }, use) => use(await api.addPlace()),
  project: async ({ openai }, use) => use(await openai.addProject("Chatbot")),
  credential: async ({ api, openai }, use) => use(await api.addCredential(openai.adminKey)),
  rotatingSecret: async ({ api, place, project, credential }, use) =>
    use(
      await api.addRotatingSecret(place.environmentId, {
        thirdPartyCredentialId: credential.id,
        projectId: project.id,
      }),
    ),
  searchSecret: async ({ api, place, project, credential }, use) =>
    use(
      await api.addRotatingSecret(place.environmentId, {
        name: "Search key",
        thirdPartyCredentialId: credential.id,
        projectId: project.id,
        outputs: { api_key: "SEARCH_KEY" },
      }),
    ),
  beginCreation: async ({ page, place, project, credential }, use) =>
    use(async (name) => {
      await page.goto(place.url);
      return await fillUpToOutputs(page, { name, credential: credential.name, project: project.name });
    }),
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

/** New Secret → Rotating Secret up to its last step, with the suggested schedule. */
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

/** Opens Manage of a rotating secret from its environment's page. */
export async function openManage(
  page: Page,
  place: Place,
  { name }: Pick<RotatingSecret, "name">,
): Promise<Locator> {
  await page.goto(place.url);
  await page.getByRole("button", { name: `Manage ${name}` }).click();
  const manage = manageDialog(page);
  await expect(manage).toBeVisible();
  return manage;
}

export function manageDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: /Manage/ });
}

/** Its history entry goes shortly after the dialog does, and takes along a reload that begins in between. */
export async function expectClosed(page: Page, dialog: Locator): Promise<void> {
  await expect(dialog).toBeHidden();
  await page.waitForFunction(() => (history.state as { phaseDialog?: string } | null)?.phaseDialog == null);
}

/** Manage → Rotate now, gracefully. */
export async function rotateNow(page: Page, manage: Locator): Promise<void> {
  await manage.getByRole("button", { name: "Rotate now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate now" }).click();
}

/** With axe, in both themes. `except` is a selector for what a package renders. */
export async function expectNoViolations(page: Page, except?: string): Promise<void> {
  expect(await violations(page, except)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator(":root")).toHaveAttribute("data-theme", "dark");
  // All that a theme changes.
  expect(await violations(page, except, ["color-contrast", "link-in-text-block"])).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.locator(":root")).toHaveAttribute("data-theme", "light");
}

async function violations(page: Page, except?: string, rules?: string[]) {
  // Colours are judged when nothing is fading in any more.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  // Without a separate page for the sum, which is for frames of other origins. There are none.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (except !== undefined) axe.exclude(except);
  if (rules !== undefined) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target.join(" ")) }));
}
