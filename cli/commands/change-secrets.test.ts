import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../testing/cli-process";
import { ENVIRONMENT_ID, FakeServer } from "../testing/fake-server";

const ID = randomUUID();

let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await new FakeServer().start();
  folder = await mkdtemp(join(tmpdir(), "phase-secrets-"));
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const phase = (args: string[], input = "") => runCli(args, { host: server.url, input });
const asked = () => server.requests.map(({ method, path, body }) => ({ method, path, body }));

const rows = `/environments/${ENVIRONMENT_ID}/secret-rows?keys=KEY`;
const secrets = `/environments/${ENVIRONMENT_ID}/secrets`;
const set = (args: string[], input: string) =>
  phase(["secrets", "set", "KEY", "-e", ENVIRONMENT_ID, ...args], input);

test("set creates a secret, or changes its value, without the final line end", async () => {
  server.answers.set(`GET ${rows}`, { secrets: [], nextCursor: null });
  server.answers.set(`POST ${secrets}`, { id: ID });
  expect((await set(["--comment", "why"], "one\ntwo\n")).stdout).toBe(`Created KEY in ${ENVIRONMENT_ID}.\n`);
  server.answers.set(`GET ${rows}`, {
    secrets: [{ id: ID, key: "KEY", lifecycle: "static" }],
    nextCursor: null,
  });
  server.answers.set(`PATCH /secrets/${ID}`, { id: ID });
  expect((await set([], "three")).stdout).toBe(`Changed KEY in ${ENVIRONMENT_ID}.\n`);
  expect(asked().filter(({ method }) => method !== "GET")).toEqual([
    { method: "POST", path: secrets, body: '{"key":"KEY","value":"one\\ntwo","comment":"why"}' },
    { method: "PATCH", path: `/secrets/${ID}`, body: '{"value":"three"}' },
  ]);
});

test("set leaves an output of a rotating secret alone", async () => {
  server.answers.set(`GET ${rows}`, {
    secrets: [{ id: ID, key: "KEY", lifecycle: "rotating" }],
    nextCursor: null,
  });
  const { code, stderr } = await set([], "x");
  expect(code).toBe(1);
  expect(stderr).toContain("rotating-secrets rotate");
});

test("a value on the command line is refused without repeating it, with the alternative", async () => {
  const { code, stdout, stderr } = await phase(["secrets", "set", "KEY=hunter2", "-e", ENVIRONMENT_ID]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("phase secrets set KEY < FILE");
  expect(stderr).not.toContain("hunter2");
  expect(server.requests).toEqual([]);
});

test("unset finds the secret by its key", async () => {
  server.answers.set(`GET /environments/${ENVIRONMENT_ID}/secret-rows`, {
    secrets: [
      { id: randomUUID(), key: "OTHER" },
      { id: ID, key: "KEY" },
    ],
    nextCursor: null,
  });
  server.answers.set(`DELETE /secrets/${ID}`, null);
  const { stdout } = await phase(["secrets", "unset", "KEY", "-e", "shop/Production", "-y"]);
  expect(stdout).toBe("Deleted KEY.\n");
});

test("import reads a file or standard input", async () => {
  server.answers.set(`POST ${secrets}/import`, { created: ["A"], updated: [], skipped: ["B", "C"] });
  const file = join(folder, ".env");
  await writeFile(file, "A=1\n");
  const { stdout } = await phase(["secrets", "import", file, "-e", ENVIRONMENT_ID]);
  expect(stdout).toBe("CREATED  UPDATED  SKIPPED\nA                 B, C\n");
  await phase(["secrets", "import", "-", "--replace", "-e", ENVIRONMENT_ID], "B=2\n");
  expect(asked().map(({ body }): unknown => JSON.parse(body))).toEqual([
    { text: "A=1\n" },
    { text: "B=2\n", onConflict: "replace" },
  ]);
});

test("diff names the keys that differ, without values", async () => {
  const other = randomUUID();
  server.apps[0]?.environments.push({ id: other, name: "Staging" });
  server.values = { SAME: "same", CHANGED: "hunter2", HERE: "x" };
  server.answers.set(`GET /environments/${other}/secrets`, {
    secrets: [
      { key: "SAME", value: "same" },
      { key: "CHANGED", value: "hunter3" },
      { key: "THERE", value: "y" },
    ],
  });
  const diff = ["secrets", "diff", "-e", "Production"];
  const { code, stdout } = await phase([...diff, "Staging"]);
  expect(code).toBe(0);
  expect(stdout).toBe(
    "KEY      DIFFERENCE\nCHANGED  differs\nHERE     only in shop/Production\nTHERE    only in shop/Staging\n",
  );
  expect((await phase([...diff, "Staging", "--exit-code"])).code).toBe(2);
  const file = join(folder, ".env");
  await writeFile(file, "SAME=same\nCHANGED=hunter2\nHERE=x\n");
  expect(await phase([...diff, "--file", file, "--exit-code"])).toEqual({
    code: 0,
    stdout: "No difference.\n",
    stderr: "",
  });
  expect((await phase(diff)).code).toBe(2);
});

test.each([
  ["vars.json", '{"A":"1","B":"two\\nlines"}'],
  ["vars.YML", 'A: "1"\nB: "two\\nlines"\n'],
  ["vars.csv", 'key,value\nA,1\nB,"two\nlines"\n'],
])("import reads %s", async (name, text) => {
  server.answers.set(`POST ${secrets}/import`, { created: ["A", "B"], updated: [], skipped: [] });
  await writeFile(join(folder, name), text);
  expect((await phase(["secrets", "import", join(folder, name), "-e", ENVIRONMENT_ID])).code).toBe(0);
  const format = name.slice(5).toLowerCase().replace("yml", "yaml");
  expect((await phase(["secrets", "import", "-", "--format", format, "-e", ENVIRONMENT_ID], text)).code).toBe(
    0,
  );
  const body = '{"text":"A=1\\nB=\'two\\nlines\'\\n"}';
  expect(asked().map((request) => request.body)).toEqual([body, body]);
});

test.each([
  [
    '{"A":"1","B":"${hunter2}"}',
    "B can't be imported together with others. Remove it from the file, and use `phase secrets set B`.",
  ],
  ['{"A":"1","PATH":"hunter2"}', "A secret may not be named PATH."],
  ['{"A":1}', "The value of A must be a string in quotes."],
])("import refuses what it couldn't import unchanged: %s", async (text, words) => {
  const { code, stderr } = await phase(
    ["secrets", "import", "-", "--format", "json", "-e", ENVIRONMENT_ID],
    text,
  );
  expect(code).toBe(1);
  expect(stderr).toContain(`phase: -: ${words}`);
  expect(stderr).not.toContain("hunter2");
  expect(server.requests.filter(({ method }) => method === "POST")).toEqual([]);
});
