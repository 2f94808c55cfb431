import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { chooseNew, expect, signIn, test } from "./fixtures";

async function expectNoViolations(page: Page): Promise<void> {
  // Colours are judged when nothing is fading in any more.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target.join(" ")) })),
  ).toEqual([]);
}

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    for (const [path, heading] of [
      ["/", "Overview"],
      ["/integrations", "Integrations"],
      ["/apps", "Apps"],
      ["/audit", "Audit log"],
      ["/members", "Members"],
      ["/service-tokens", "Service tokens"],
      ["/notifications", "Notifications"],
      ["/settings", "Settings"],
    ] as const) {
      test(`axe finds nothing on ${heading}`, async ({ page }) => {
        await page.goto(path);
        await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
        await expect(page.getByText(/^Loading/)).toHaveCount(0);
        await expectNoViolations(page);
      });
    }

    test("axe finds nothing on the login", async ({ browser, stack }) => {
      const context = await browser.newContext({
        baseURL: stack.baseUrl,
        colorScheme: theme,
        storageState: { cookies: [], origins: [] },
      });
      const page = await context.newPage();
      await page.goto("/login");
      await expect(page.getByLabel("Email")).toBeVisible();
      await expectNoViolations(page);
      await signIn(page, stack);
      await context.close();
    });

    test("axe finds nothing on an environment, its dialogs and Manage", async ({
      page,
      api,
      openai,
      place,
    }) => {
      const project = await openai.addProject("Chatbot");
      const credential = await api.addCredential(openai.adminKey);
      const secret = await api.addRotatingSecret(place.environmentId, {
        thirdPartyCredentialId: credential.id,
        projectId: project.id,
      });
      await api.addSecret(place.environmentId, "DATABASE_URL", "postgres://one");
      await api.rotate(secret.id);
      await page.goto(place.url);
      await expect(page.getByRole("row", { name: /DATABASE_URL/ })).toBeVisible();
      await expectNoViolations(page);

      await chooseNew(page, "Rotating Secret");
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoViolations(page);

      for (const tab of ["Status", "Credentials", "Events"]) {
        await page.goto(`${place.url}?manage=${secret.id}&tab=${tab.toLowerCase()}`);
        await expect(page.getByRole("tab", { name: tab, selected: true })).toBeVisible();
        await expect(page.getByText(/^Loading/)).toHaveCount(0);
        await expectNoViolations(page);
      }
    });
  });
}
