import { defineConfig } from "playwright/test";
import { findChromium } from "@/e2e/browsers";

const chromium = findChromium();

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results/playwright",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: "list",
  use: {
    colorScheme: "light",
    screenshot: "only-on-failure",
    // Recording every story costs a seventh of playing it: use `--trace=retain-on-failure` for a failing one.
    trace: "off",
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      // Without a sandbox, because Chromium refuses to run as root with one. The rest keeps it from calling
      // home.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
