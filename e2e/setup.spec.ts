import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { freePort } from "@/installation/machine/ports";
import { ROOT } from "@/installation/root";
import { expect, expectNoViolations, SIGNED_OUT, test as base } from "./fixtures";

type Installation = { url: string; setupCode: string };

const test = base.extend<{ installation: Installation }>({
  // Of its own: the stack that the other specs share has its owner.
  installation: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "phase-e2e-setup-"));
    const port = String(await freePort());
    const child = spawn(
      process.execPath,
      ["--import", "./installation/programs/follow-parent.mjs", "--import", "tsx", "scripts/start/start.ts"],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          DATABASE_URL: "",
          NEXTAUTH_URL: "",
          PHASE_DATA_DIR: folder,
          HOST: "127.0.0.1",
          PORT: port,
        },
        stdio: ["ignore", "pipe", "inherit", "ipc"],
      },
    );
    const ended = once(child, "exit");
    try {
      await use({ url: `http://127.0.0.1:${port}`, setupCode: await printedCode(child.stdout) });
    } finally {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    }
  },
});

async function printedCode(terminal: Readable | null): Promise<string> {
  const printed: string[] = [];
  for await (const line of terminal === null ? [] : createInterface({ input: terminal })) {
    const code = /Setup code {2}(\S+)/.exec(line)?.[1];
    if (code !== undefined) return code;
    printed.push(line);
  }
  throw new Error(`No setup code was printed:\n${printed.join("\n")}`);
}

test.use(SIGNED_OUT);

test("the first visitor becomes the owner with the code that the terminal shows", async ({
  page,
  installation,
}) => {
  // Starts a database and the product first.
  test.slow();
  await page.goto(installation.url);
  await expect(page.getByLabel("Setup code")).toBeVisible();
  await expectNoViolations(page);

  await page.getByLabel("Setup code").fill("AAAA-BBBB-CCCC-DDDD");
  await page.getByLabel("Email").fill("owner@example.com");
  await page.getByLabel("Password").fill("a password that nobody has");
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page.getByText("Wrong setup code. Enter the code that the terminal shows.")).toBeVisible();
  await expectNoViolations(page);

  await page.getByLabel("Setup code").fill(installation.setupCode);
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toBeVisible();
  await page.goto(`${installation.url}/setup`);
  await expect(page).not.toHaveURL(/setup/);
});
