import { execFile } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { expect, test } from "./fixtures";

test("a member approves the login of a command line in the console, or denies it", async ({
  page,
  request,
  place,
  baseURL,
}, info) => {
  const file = info.outputPath("phase.mjs");
  await writeFile(file, await (await request.get("/cli/phase.mjs")).body());
  const env = { ...process.env, XDG_CONFIG_HOME: info.outputPath("config"), DISPLAY: undefined };
  const phase = (...args: string[]) =>
    execFile(process.execPath, [file, ...args, "--host", baseURL ?? ""], { env });
  const login = async () => {
    const child = phase("login", "--browser");
    let shown = "";
    child.stderr?.on("data", (text: string) => (shown += text));
    const ended = once(child, "exit").then(([code]: unknown[]) => code);
    await expect.poll(() => shown).toMatch(/enter the code [A-Z]{4}-[A-Z]{4}/);
    const [, code = ""] = /enter the code (\S+)\./.exec(shown) ?? [];
    await page.goto("/cli-login");
    await page.getByLabel("Code").fill(code.toLowerCase());
    await page.getByRole("button", { name: "Continue" }).click();
    return { ended };
  };

  await page.goto("/cli-login");
  await page.getByLabel("Code").fill("BBBB-BBBB");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("No login is waiting with this code.")).toBeVisible();

  const denied = await login();
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText("Login denied", { exact: true })).toBeVisible();
  expect(await denied.ended).toBe(1);

  const approved = await login();
  await expect(page.getByText("asks for access")).toBeVisible();
  const name = `laptop ${randomUUID().slice(0, 8)}`;
  await page.getByLabel("Name").fill(name);
  await page
    .getByRole("checkbox", { name: `${place.appName} / ` })
    .first()
    .check();
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Login approved")).toBeVisible();
  expect(await approved.ended).toBe(0);

  const who = phase("whoami");
  let said = "";
  who.stdout?.on("data", (text: string) => (said += text));
  await once(who, "exit");
  expect(said).toContain(name);
  await page.goto("/service-tokens");
  await expect(page.getByText(name)).toBeVisible();
});
