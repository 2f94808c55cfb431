import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
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
  const said: string[] = [];
  for (const [file = "", ...args] of waysToInstall()) {
    const { code, output } = await run(file, args);
    if (code !== 0) said.push(`${file} ${args.join(" ")}\n${output.trim()}`);
    const found = findChromium();
    if (found !== undefined) return found;
  }
  throw new Error(["There is no Chromium here, and none could be installed.", ...said].join("\n"));
}

function waysToInstall(): string[][] {
  const playwright = [
    process.execPath,
    join(ROOT, "node_modules/@playwright/test/cli.js"),
    "install",
    "chromium",
  ];
  if (!existsSync("/usr/bin/apt-get")) return [playwright];
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const packages = ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"];
  return [[...asRoot, "apt-get", "update"], [...asRoot, "apt-get", ...packages], playwright];
}

function run(file: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done) => {
    const child = spawn(file, args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    }
    child.once("error", (error) => done({ code: null, output: error.message }));
    child.once("close", (code) => done({ code, output }));
  });
}
