import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { chooseNew, expect, manageDialog, SIGNED_OUT, signIn, test } from "./fixtures";

test("offline is reported, and input is saved once the network is back", async ({
  page,
  context,
  api,
  place,
}) => {
  await api.addSecret(place.environmentId, "REGION", "eu");
  await page.goto(place.url);
  await chooseNew(page, "Secret");
  const dialog = page.getByRole("dialog", { name: "New secret" });
  await dialog.getByLabel("Key").fill("TYPED_OFFLINE");
  await dialog.getByLabel("Value").fill("one");
  await context.setOffline(true);
  await expect(page.getByText("You're offline. This page may be out of date")).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("You're offline. Your input isn't lost");
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  expect(await api.valueOf(place.environmentId, "TYPED_OFFLINE")).toBe("one");
  await expect(page.getByText("You're offline.")).toBeHidden();
});

test("offline, a link leads nowhere: the page stays, with its input", async ({ page, context, place }) => {
  await page.goto(place.url);
  await expect(page.getByText("No secrets yet")).toBeVisible();
  const apps = page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Apps" });
  await context.setOffline(true);
  await expect(page.getByText("you can open other pages.")).toBeVisible();
  await apps.click();
  await expect(page.getByText("No secrets yet")).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(place.url);
  await context.setOffline(false);
  await expect(page.getByText("You're offline.")).toBeHidden();
  await apps.click();
  await expect(page.getByRole("heading", { name: "Apps", level: 1 })).toBeVisible();
});

test("a server that doesn't respond is not mistaken for a missing network", async ({ page, api, place }) => {
  await api.addSecret(place.environmentId, "REGION", "eu");
  await page.goto(place.url);
  await expect(page.getByRole("row", { name: /REGION/ })).toBeVisible();
  await page.route("**/api/v1/**", (route) => route.abort("connectionrefused"));
  await expect(page.getByText("The server isn't responding. This page may be out of date")).toBeVisible();
  await expect(page.getByRole("row", { name: /REGION/ })).toBeVisible();
  await page.unroute("**/api/v1/**");
  await expect(page.getByText("The server isn't responding.")).toBeHidden();
});

test("an ended session keeps input until someone signs in again", async ({
  page,
  context,
  api,
  place,
  stack,
}) => {
  await page.goto(place.url);
  await chooseNew(page, "Secret");
  const dialog = page.getByRole("dialog", { name: "New secret" });
  await dialog.getByLabel("Key").fill("TYPED_BEFORE");
  await dialog.getByLabel("Value").fill("one");
  await context.clearCookies();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Your session has ended. Your input isn't lost");

  const otherTab = await context.newPage();
  await signIn(otherTab, stack);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  expect(await api.valueOf(place.environmentId, "TYPED_BEFORE")).toBe("one");
  await expect(page.getByRole("row", { name: /TYPED_BEFORE/ })).toBeVisible();
});

test.describe("signed in as a viewer", () => {
  test.use(SIGNED_OUT);

  test("a viewer is offered nothing that viewers may not do", async ({
    page,
    api,
    place,
    credential,
    rotatingSecret,
  }) => {
    await api.addSecret(place.environmentId, "REGION", "eu");
    await signIn(page, await api.addMember("viewer"));

    await page.goto(place.url);
    await expect(page.getByRole("row", { name: /REGION/ })).toBeVisible();
    await expect(page.getByRole("button", { name: /New Secret|Reveal|Copy|Edit|Delete/ })).toHaveCount(0);
    await page.goto(`${place.url}?manage=${rotatingSecret.id}`);
    const manage = manageDialog(page);
    await expect(manage.getByText("Healthy", { exact: true })).toBeVisible();
    await expect(manage.getByRole("button", { name: /Rotate now|Pause|Edit|Delete/ })).toHaveCount(0);
    await page.goto("/integrations");
    await expect(page.getByText(credential.name)).toBeVisible();
    await expect(page.getByRole("button", { name: /Add credential|Actions for/ })).toHaveCount(0);
    await expect(page.getByRole("link", { name: /Audit log|Service tokens/ })).toHaveCount(0);
  });
});

test("every response has the security headers: pages, files, refusals and redirects", async ({ stack }) => {
  const asked = [
    "/login",
    "/login/",
    "//login",
    "/nothing",
    "/api/v1/apps",
    "/api/v1/apps/",
    "/_next/static/x",
  ];
  for (const path of asked) {
    const { headers } = await fetch(`${stack.baseUrl}${path}`, { redirect: "manual" });
    expect(headers.get("x-frame-options"), path).toBe("DENY");
    expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
  }
});

test("the server ends an idle connection later than any load balancer does", async ({ request }) => {
  const response = await request.get("/healthz");
  expect(response.headers()["keep-alive"]).toBe("timeout=620");
});

test("anyone with the URL gets the command line as one file and as a package, with digests", async ({
  stack,
}, info) => {
  const get = async (path: string) => {
    const answer = await fetch(`${stack.baseUrl}${path}`);
    expect(answer.status, path).toBe(200);
    return answer;
  };
  const answer = await get("/cli/phase.mjs");
  expect(answer.headers.get("content-type")).toContain("javascript");
  const program = Buffer.from(await answer.arrayBuffer());
  const digest = createHash("sha256").update(program).digest("hex");
  expect(await (await get("/cli/phase.mjs.sha256")).text()).toBe(`${digest}  phase.mjs\n`);
  const file = info.outputPath("phase.mjs");
  writeFileSync(file, program);
  const versionOf = (...command: [string, ...string[]]) =>
    execFileSync(command[0], [...command.slice(1), "--version"], { encoding: "utf8" });
  expect(versionOf(process.execPath, file)).toMatch(/^\d+\.\d+\.\d+\n$/);

  // Also for package managers.
  const prefix = info.outputPath("prefix");
  const install = ["install", "--global", "--no-audit", "--prefix", prefix, `${stack.baseUrl}/cli/phase.tgz`];
  execFileSync("npm", install, { env: { ...process.env, npm_config_cache: info.outputPath("cache") } });
  expect(versionOf(`${prefix}/bin/phase`)).toBe(versionOf(process.execPath, file));
});
