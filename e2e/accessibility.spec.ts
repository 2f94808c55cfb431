import { chooseNew, expect, expectNoViolations, SIGNED_OUT, signIn, test } from "./fixtures";

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

    test.describe("signed out", () => {
      test.use(SIGNED_OUT);

      test("axe finds nothing on the login", async ({ page, stack }) => {
        await page.goto("/login");
        await expect(page.getByLabel("Email")).toBeVisible();
        await expectNoViolations(page);
        await signIn(page, stack);
      });
    });

    test("axe finds nothing on an environment, its dialogs and Manage", async ({
      page,
      api,
      place,
      rotatingSecret,
    }) => {
      await api.addSecret(place.environmentId, "DATABASE_URL", "postgres://one");
      await api.rotate(rotatingSecret.id);
      await page.goto(place.url);
      await expect(page.getByRole("row", { name: /DATABASE_URL/ })).toBeVisible();
      await expectNoViolations(page);

      await chooseNew(page, "Rotating Secret");
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoViolations(page);

      for (const tab of ["Status", "Credentials", "Events"]) {
        await page.goto(`${place.url}?manage=${rotatingSecret.id}&tab=${tab.toLowerCase()}`);
        await expect(page.getByRole("tab", { name: tab, selected: true })).toBeVisible();
        await expect(page.getByText(/^Loading/)).toHaveCount(0);
        await expectNoViolations(page);
      }
    });
  });
}
