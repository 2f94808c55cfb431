import { statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright/test";
import { installBrowsers } from "../browsers";
import type { Scene } from "./scene";

type Login = { email: string; password: string };

const MAX_BYTES = 250_000;
const VIEW = { width: 1200, height: 740 };

/** Writes the README's pictures into `folder`. @throws Error if one is too large to load quickly. */
export async function takePictures(
  baseURL: string,
  login: Login,
  scene: Scene,
  folder: string,
): Promise<void> {
  const browser = await chromium.launch({
    executablePath: await installBrowsers(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const light = await signedIn(browser, baseURL, login, "light");
    const dark = await signedIn(browser, baseURL, login, "dark");
    const shoot = async (page: Page, name: string) => {
      await page.evaluate(() => document.fonts.ready);
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path, animations: "disabled" });
      const { size } = statSync(path);
      if (size > MAX_BYTES) throw new Error(`${name}.png has ${size} bytes, more than ${MAX_BYTES}.`);
      console.log(`${name}.png  ${Math.round(size / 1000)} KB`);
    };

    for (const [page, theme] of [
      [light, "light"],
      [dark, "dark"],
    ] as const) {
      await page.goto(scene.environmentUrl);
      await page.getByRole("row", { name: /STRIPE_SECRET_KEY/ }).waitFor();
      await shoot(page, `environment-${theme}`);
    }
    await light.goto("/");
    await light.getByRole("table", { name: "Rotating secrets" }).waitFor();
    await shoot(light, "overview");

    await light.goto(scene.environmentUrl);
    await light.getByRole("button", { name: "Manage OpenAI assistant" }).click();
    await light.getByRole("tab", { name: "Credentials" }).click();
    await light.getByRole("img", { name: /time axis/ }).waitFor();
    await shoot(light, "credentials");

    await fillSchedule(light, scene);
    await shoot(light, "create");
  } finally {
    await browser.close();
  }
}

async function signedIn(
  browser: Browser,
  baseURL: string,
  { email, password }: Login,
  colorScheme: "light" | "dark",
): Promise<Page> {
  const page = await browser.newPage({ baseURL, colorScheme, viewport: VIEW, deviceScaleFactor: 1.5 });
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Breadcrumbs" }).waitFor();
  return page;
}

/** New Secret → Rotating Secret up to the schedule, whose picture says most. */
async function fillSchedule(page: Page, scene: Scene): Promise<void> {
  await page.goto(scene.environmentUrl);
  await page.getByRole("button", { name: "New Secret" }).click();
  await page.getByRole("menuitem", { name: "Rotating Secret" }).click();
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  const goOn = dialog.getByRole("button", { name: "Continue" });
  await dialog.getByLabel("Third-party credential").click();
  await page.getByRole("option", { name: scene.credentialName }).click();
  await dialog.getByLabel("Name").fill("OpenAI recommendations");
  await goOn.click();
  await dialog.getByLabel("Project").fill("store");
  await page.getByRole("option", { name: /Storefront/ }).click();
  await goOn.click();
  await dialog.getByRole("img", { name: /time axis/ }).waitFor();
}
