/** A page of components in a real browser, for tests of what only a browser does. */
import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { findChromium, installBrowsers } from "./browsers";
import { ROOT } from "@/installation/root";

export const FIXTURE_ADDRESS = "http://console.test/";

/** Opens `fixture`, a file in components/ui, for each test of the file, with one page before it in the history. */
export function fixturePage(fixture: string): () => Page {
  // The first run on a machine installs a browser.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 600_000 });
  let browser: Browser | undefined;
  let page: Page | undefined;
  let script = "";

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [`${ROOT}/components/ui/${fixture}`],
      bundle: true,
      write: false,
      format: "iife",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"production"' },
      tsconfig: `${ROOT}/tsconfig.json`,
    });
    script = outputFiles[0]?.text ?? "";
    const executablePath = findChromium() ?? (await installBrowsers());
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(() => browser?.close());
  afterEach(() => page?.close());

  beforeEach(async () => {
    if (browser === undefined) throw new Error("There is no browser.");
    page = await browser.newPage();
    await page.route(`${FIXTURE_ADDRESS}**`, (route) =>
      route.fulfill({ contentType: "text/html", body: '<div id="root"></div>' }),
    );
    await page.goto(`${FIXTURE_ADDRESS}before`);
    await page.goto(FIXTURE_ADDRESS);
    await page.addScriptTag({ content: script });
  });

  return () => {
    if (page === undefined) throw new Error("There is no page yet.");
    return page;
  };
}
