/** The installed command against the product's own routes: what one sends, the other takes. */
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { GET, POST } from "@/app/api/v1/configuration/route";
import { stubSettings } from "@/lib/testing/stub-settings";
import { insertToken } from "@/lib/tokens/insert-token";
import { FILE, startConfigurationRig } from "@/proof/harness/configuration";
import { runCli } from "../testing/cli-process";

let rig: Awaited<ReturnType<typeof startConfigurationRig>>;
let server: Server;
let folder: string;
let token: string;

async function answer(request: IncomingMessage): Promise<Response> {
  const { method = "", url = "", headers } = request;
  const asked = new Request(`http://localhost${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(method === "POST" ? { body: await buffer(request) } : {}),
  });
  return await (method === "POST" ? POST : GET)(asked, { params: Promise.resolve({}) });
}

beforeAll(async () => {
  stubSettings();
  rig = await startConfigurationRig();
  const { ctx } = await rig.fresh();
  Object.assign(globalThis, { phaseServices: Promise.resolve(rig.harness.ctx) });
  token = (await insertToken(rig.harness.db, ctx, { name: "suite", scopes: ["admin"], expiresAt: null }))
    .token;
  server = createServer((request, response) => {
    void answer(request).then(async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(await answered.text());
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  folder = await mkdtemp(join(tmpdir(), "phase-apply-"));
});
afterAll(async () => {
  server.close();
  Object.assign(globalThis, { phaseServices: undefined });
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  await rig.stop();
});

const phase = (args: string[], env = {}) =>
  runCli(args, {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    env: { PHASE_SERVICE_TOKEN: token, ...env },
    cwd: folder,
  });

test("a file is planned, applied, exported, found unchanged, and emptied", async () => {
  await writeFile(join(folder, "phase.yaml"), FILE);
  expect(await phase(["apply", "-n"])).toMatchObject({ code: 2, stderr: "" });
  const env = { ADMIN_KEY: rig.harness.adminKey };
  const applied = await phase(["apply", "--tokens-to", "tokens.json"], env);
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  expect(applied.stdout).toContain("6 to create, 1 to change, 0 to delete.\nDone: + app Web\n");
  const texts = JSON.parse(await readFile(join(folder, "tokens.json"), "utf8")) as Record<string, object>;
  expect([Object.keys(texts["serviceTokens"] ?? {}), Object.keys(texts["webhooks"] ?? {})]).toEqual([
    ["ci"],
    ["Pager"],
  ]);
  expect(await phase(["apply", "-n"])).toMatchObject({ code: 0, stdout: "Nothing to change.\n" });

  const exported = await phase(["export"]);
  await writeFile(join(folder, "exported.yaml"), exported.stdout);
  expect(await phase(["apply", "-n", "--prune", "-f", "exported.yaml"])).toMatchObject({
    code: 0,
    stderr: "",
  });

  await writeFile(
    join(folder, "empty.yaml"),
    "version: 1\nthirdPartyCredentials: {}\napps: {}\nwebhooks: {}\n",
  );
  const refused = await phase(["apply", "--prune", "-f", "empty.yaml"]);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain("2 rotating secrets, 2 apps, 1 third-party credential");
  const emptied = await phase(["apply", "--prune", "-y", "-f", "empty.yaml"]);
  expect(emptied).toMatchObject({ code: 0, stderr: "" });
  expect(rig.harness.accounts()).toEqual([]);
});

test("problems are named with the line of the file", async () => {
  await writeFile(join(folder, "wrong.yaml"), "version: 1\napp: {}\n");
  const { code, stderr } = await phase(["apply", "-f", "wrong.yaml"]);
  expect(code).toBe(1);
  expect(stderr).toContain('app: Line 2: Unknown field. Did you mean "apps"?');
});

test("several who apply at the same time all succeed, and one result is left", async () => {
  const names = ["One", "Two", "Three"];
  for (const name of names)
    await writeFile(
      join(folder, `${name}.yaml`),
      `version: 1\napps: {Shared: {environments: {${name}: }}}\nwebhooks: {}\n`,
    );
  const runs = await Promise.all(
    names.map((name) => phase(["apply", "--prune", "-y", "-f", `${name}.yaml`])),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  const exported = (await phase(["export"])).stdout;
  const left = names.filter((name) => exported.includes(`      ${name}:`));
  expect(left).toHaveLength(1);
  expect(await phase(["apply", "-n", "--prune", "-f", `${left[0]}.yaml`])).toMatchObject({ code: 0 });
});
