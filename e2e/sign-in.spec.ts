import { expect, SIGNED_OUT, signIn, test } from "./fixtures";

test.use(SIGNED_OUT);

test("a visitor is asked to sign in and lands where they wanted to go", async ({ page, place, stack }) => {
  await page.goto(place.url);
  await expect(page).toHaveURL(/\/login/);
  await page.getByLabel("Email").fill(stack.email);
  await page.getByLabel("Password").fill(stack.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Development" })).toBeVisible();
});

test("a wrong password is refused without saying which part was wrong", async ({ page, stack }) => {
  await page.goto("/login");
  await page.getByLabel("Email").fill(`nobody-${stack.email}`);
  await page.getByLabel("Password").fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Email and password don't match.")).toBeVisible();
  await expect(page).toHaveURL(/\/login/);
});

test("an invalid URL sent along with a sign-in causes no server error", async ({ page, stack }) => {
  await page.goto("/login");
  const [cookie] = (await page.request.get("/api/auth/csrf"))
    .headersArray()
    .filter(({ name, value }) => name.toLowerCase() === "set-cookie" && value.includes("callback-url"));
  const name = cookie?.value.split("=")[0] ?? "";
  const answer = await page.request.get("/api/auth/csrf?callbackUrl=x", { headers: { cookie: `${name}=x` } });
  expect(answer.status()).toBe(200);
  await page.context().addCookies([{ name, value: "x", url: page.url() }]);
  await page.getByLabel("Email").fill(stack.email);
  await page.getByLabel("Password").fill(stack.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/login/);
});

test("once there is an owner, setup leads to the login", async ({ page }) => {
  await page.goto("/setup");
  await expect(page).toHaveURL(/\/login/);
});

test("the session survives a reload", async ({ page, stack, place }) => {
  await signIn(page, stack);
  await page.goto(place.url);
  await page.reload();
  await expect(page.getByRole("button", { name: "New Secret" })).toBeVisible();
});
