import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { FakeServer, TOKEN } from "@/cli/testing/fake-server";
import { ROOT } from "@/installation/root";
import { buildNodeClient } from "./build.mjs";

vi.setConfig({ testTimeout: 90_000 });

const folder = await mkdtemp(join(tmpdir(), "phase-node-package-"));
const server = new FakeServer();
beforeAll(async () => {
  await buildNodeClient(folder);
  await server.start();
  server.values = { API_KEY: "one" };
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test.each([
  { way: "imported", load: `import(process.argv[1])`, file: "esm/index.js" },
  { way: "required", load: `Promise.resolve(require(process.argv[1]))`, file: "cjs/index.js" },
])("it can be $way, and keeps no program running", async ({ load, file }) => {
  const script = `${load}.then(({ Phase }) => new Phase({ fallback: false }).get("API_KEY")).then(console.log)`;
  const env = { ...process.env, PHASE_HOST: server.url, PHASE_SERVICE_TOKEN: TOKEN, PHASE_ENV: "" };
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script, join(folder, file)], { env });
  expect(stdout).toBe("one\n");
});

test("it has types for both, and the files that its package.json names", async () => {
  const { exports } = JSON.parse(await readFile(join(ROOT, "clients/node/package.json"), "utf8")) as {
    exports: Record<string, Record<string, Record<string, string>>>;
  };
  const files = Object.values(exports["."] ?? {}).flatMap((paths) => Object.values(paths));
  expect(files.length).toBe(4);
  for (const file of files) expect((await stat(file.replace("./dist", folder))).isFile()).toBe(true);
  expect(await readFile(join(folder, "cjs/index.d.ts"), "utf8")).toContain(
    "get(key: string): Promise<string>",
  );
});
