import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../testing/cli-process";
import { FakeServer } from "../testing/fake-server";

let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await new FakeServer().start();
  server.values = { API_KEY: "hunter2", URL: "https://x.test" };
  folder = await mkdtemp(join(tmpdir(), "phase-substitute-"));
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const fill = (args: string[], input = "") =>
  runCli(["secrets", "substitute", "-e", "Production", ...args], { host: server.url, input, cwd: folder });

test("fills a file or standard input", async () => {
  await writeFile(join(folder, "app.conf"), "key={{ API_KEY }}\n");
  expect(await fill(["app.conf"])).toEqual({ code: 0, stdout: "key=hunter2\n", stderr: "" });
  const filled = await fill(["-"], "url: {{ URL | yaml }}\n");
  expect(filled).toEqual({ code: 0, stdout: 'url: "https://x.test"\n', stderr: "" });
});

test("--output replaces a file in one step, readable only by its owner, and never a link's target", async () => {
  const output = join(folder, "out.conf");
  await writeFile(join(folder, "other"), "other", { mode: 0o644 });
  await symlink("other", output);
  expect(await fill(["-", "--output", output], "{{ API_KEY }}")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await readFile(output, "utf8")).toBe("hunter2");
  expect((await stat(output)).mode & 0o777).toBe(0o600);
  expect(await readFile(join(folder, "other"), "utf8")).toBe("other");
});

test("a wrong key leaves the file unchanged, and is reported without any value", async () => {
  const output = join(folder, "out.conf");
  await writeFile(output, "before");
  const { code, stdout, stderr } = await fill(["-", "-o", output], "{{ API_KEY }}\n{{ API_KYE }}\n");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(
    "phase: standard input:2: The environment has no secret named API_KYE. Did you mean API_KEY?\n",
  );
  expect(await readFile(output, "utf8")).toBe("before");
  expect(await readdir(folder)).toEqual(["out.conf"]);
});

test.each([
  ["missing", "The file missing can't be read."],
  [".", "The file . is not a regular file."],
])("a template that can't be read is refused before the server is asked: %s", async (path, words) => {
  const { code, stderr } = await fill([path]);
  expect(code).toBe(1);
  expect(stderr).toBe(`phase: ${words}\n`);
  expect(server.requests).toEqual([]);
});

test("a template that isn't text or is too large is refused", async () => {
  await writeFile(join(folder, "picture"), Buffer.from([0xff, 0xd8]));
  expect((await fill(["picture"])).stderr).toContain("must be UTF-8 text");
  const large = "x".repeat(4 * 1024 * 1024 + 1);
  await writeFile(join(folder, "large"), large);
  expect((await fill(["large"])).stderr).toContain("is too large");
  expect((await fill(["-"], large)).stderr).toContain("Standard input is too large.");
});
