import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright/test";
import { installDebianPackages, runToEnd } from "@/installation/testing/debian-packages";
import { ROOT } from "@/installation/root";

/** The browser for the tests: PHASE_CHROMIUM, the system's, or Playwright's own; undefined if none is found. */
export function findChromium(): string | undefined {
  return firstOf(process.env.PHASE_CHROMIUM, [
    // Without a window to draw, the stories take a third less time.
    "/usr/bin/chromium-headless-shell",
    chromium.executablePath(),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ]);
}

/** For what only Firefox does: PHASE_FIREFOX, or the system's. */
export function findFirefox(): string | undefined {
  return firstOf(process.env.PHASE_FIREFOX, [
    "/usr/bin/firefox-esr",
    "/usr/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
  ]);
}

function firstOf(asked: string | undefined, paths: string[]): string | undefined {
  if (asked?.trim()) return asked.trim();
  return paths.find((path) => existsSync(path));
}

/**
 * Installs the browsers that this machine lacks: Debian's packages if it may install some, Playwright's
 * download of Chromium elsewhere. @returns the path of Chromium @throws Error with what was tried, if
 * Chromium is still missing
 */
export async function installBrowsers(): Promise<string> {
  const packages = [
    ...(findChromium() === undefined ? ["chromium-headless-shell", "fonts-liberation"] : []),
    ...(findFirefox() === undefined ? ["firefox-esr"] : []),
  ];
  const said = packages.length === 0 ? [] : [await installDebianPackages(...packages)];
  if (findChromium() === undefined) {
    const playwright = join(ROOT, "node_modules/playwright/cli.js");
    const { output } = await runToEnd([process.execPath, playwright, "install", "chromium"]);
    said.push(output.trim());
  }
  const found = findChromium();
  if (found !== undefined) return found;
  throw new Error(["There is no Chromium here, and none could be installed.", ...said].join("\n"));
}
