import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright/test";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { findChromium, installBrowsers } from "@/e2e/browsers";
import { ROOT } from "@/installation/root";

// The first run on a machine installs a browser.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 600_000 });

const PROJECTS = 2_000;
const PAGE = `
import { createRoot } from "react-dom/client";
import { useState } from "react";
import { Combobox } from "./components/ui/combobox";
import { Field } from "./components/ui/field";
const options = Array.from({ length: ${PROJECTS} }, (_, at) => ({
  value: "proj_" + at, label: "Project " + at, hint: "proj_" + String(at).padStart(24, "0"),
}));
function App() {
  const [value, setValue] = useState(null);
  return <Field label="Project"><Combobox value={value} onValueChange={setValue} options={options} /></Field>;
}
createRoot(document.getElementById("root")).render(<App />);
`;

let browser: Browser | undefined;
let page: Page;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: PAGE, loader: "tsx", resolveDir: ROOT },
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: `${ROOT}/tsconfig.json`,
  });
  const executablePath = findChromium() ?? (await installBrowsers());
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  page = await browser.newPage();
  await page.setContent('<div id="root"></div>');
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
});
afterAll(() => browser?.close());

it("opens with a hundred of two thousand rows, and finds the others as they are typed", async () => {
  const input = page.getByRole("combobox", { name: "Project" });
  const rows = page.getByRole("option");
  await input.click();
  await rows.first().waitFor();
  expect(await rows.count()).toBe(100);
  expect(await page.getByText("Type to search all 2,000.").isVisible()).toBe(true);
  await input.fill("project 1999");
  await page.getByRole("option", { name: "Project 1999" }).waitFor();
  expect(await rows.count()).toBe(1);
  await input.press("ArrowDown");
  await input.press("Enter");
  expect(await input.inputValue()).toBe("Project 1999");
});
