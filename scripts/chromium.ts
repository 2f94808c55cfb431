import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { installDebianPackages, runToEnd } from "./debian-packages";
import { ROOT } from "./root";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser for the tests: PHASE_CHROMIUM, Playwright's own, or the system's; undefined when there is none. */
export function findChromium(): string | undefined {
  const asked = process.env.PHASE_CHROMIUM?.trim();
  if (asked) return asked;
  return [chromium.executablePath(), ...INSTALLED].find((path) => existsSync(path));
}

/**
 * Brings a browser to this machine: Debian's package where we may install one, Playwright's download elsewhere.
 * @throws Error with what was tried
 */
export async function installChromium(): Promise<string> {
  const said = [await installDebianPackages("chromium", "fonts-liberation")];
  const found = findChromium();
  if (found !== undefined) return found;
  const { output } = await runToEnd([
    process.execPath,
    join(ROOT, "node_modules/@playwright/test/cli.js"),
    ...["install", "chromium"],
  ]);
  said.push(output.trim());
  const downloaded = findChromium();
  if (downloaded !== undefined) return downloaded;
  throw new Error(["There is no Chromium here, and none could be installed.", ...said].join("\n"));
}
