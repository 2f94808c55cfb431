/**
 * A TypeScript client that is generated from the API's document: a program that uses it (main-flow.txt) compiles with the
 * strictest settings and without a cast, and does what it is for.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ROOT } from "@/installation/root";
import { testDatabase } from "@/installation/testing/database";
import { openApiDocument } from "@/lib/http/openapi";
import { ChangeFeed } from "@/lib/live/change-feed";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { createStore } from "@/lib/rotation/store/create-store";
import { stubSettings } from "@/lib/testing/stub-settings";
import { insertToken } from "@/lib/tokens/insert-token";
import { METHODS } from "@/proof/harness/call-route";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { testOrganisation } from "@/proof/harness/organisation";
import { ROUTES } from "./routes";

const HOST = "https://phase.example.com";
const FLOW = join(ROOT, "app/api/v1/openapi.json/main-flow.txt");
const STRICT = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  ...{ noPropertyAccessFromIndexSignature: true, noImplicitReturns: true, noImplicitOverride: true },
  ...{ noFallthroughCasesInSwitch: true, noUnusedLocals: true, noUnusedParameters: true },
  ...{ allowUnreachableCode: false, allowUnusedLabels: false, noUncheckedSideEffectImports: true },
  ...{ verbatimModuleSyntax: true, isolatedModules: true, erasableSyntaxOnly: true, skipLibCheck: false },
};
const PLATFORM = {
  ...{ target: "es2024", lib: ["es2024", "dom", "dom.iterable"], types: [] },
  ...{ module: "esnext", moduleResolution: "bundler" },
};

type Flow = (
  access: { host: string; token: string; fetch: typeof fetch },
  adminApiKey: string,
  wrongKey: string,
) => Promise<Record<string, unknown>>;

let folder: string;
let harness: Harness;
let feed: ChangeFeed;
let token: string;

const run = promisify(execFile);
const node = async (file: string, ...args: string[]) =>
  await run(process.execPath, [join(ROOT, "node_modules", file), ...args], { cwd: folder });

/** The compiler's messages about the project. Empty if it compiles. */
async function compile(project: string, compilerOptions: object, files: string[]): Promise<string> {
  await writeFile(
    join(folder, project),
    JSON.stringify({ compilerOptions: { ...PLATFORM, ...compilerOptions }, files }),
  );
  const { stdout } = await node("typescript-native/bin/tsc", "-p", project, "--checkers", "1").catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(ROOT, ".phase-client-"));
  await writeFile(join(folder, "openapi.json"), JSON.stringify(openApiDocument(ROUTES)));
  await node("@hey-api/openapi-ts/bin/run.js", "-i", "openapi.json", "-o", "client", "--logs", "silent");

  const database = await testDatabase();
  const work = async () => await harness.work();
  const queue = { wake: async () => void work(), hear: () => undefined };
  harness = await startHarness({ store: createStore(database.db, queue, notificationWriter) }, database);
  stubSettings({ origin: HOST, databaseUrl: database.url });
  feed = new ChangeFeed(database.url);
  Object.assign(globalThis, { phaseServices: Promise.resolve(harness.ctx), phaseChangeFeed: feed });
  const owner = await (await testOrganisation(harness.ctx)).person("owner");
  const input = { name: "client", scopes: ["admin" as const], expiresAt: null };
  token = (await insertToken(database.db, owner, input)).token;
});

afterAll(async () => {
  await feed.close();
  Object.assign(globalThis, { phaseServices: undefined, phaseChangeFeed: undefined });
  vi.unstubAllEnvs();
  await harness.stop();
  await rm(folder, { recursive: true });
});

/** Sends a request to its route in this process. */
const serve: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const path = new URL(request.url).pathname.replace("/api/v1", "");
  for (const [template, functions] of Object.entries(ROUTES)) {
    const found = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`).exec(path);
    const method = METHODS.find((known) => known === request.method);
    const route = method === undefined || found === null ? undefined : functions[method];
    if (route !== undefined) return await route(request, { params: Promise.resolve({ ...found?.groups }) });
  }
  throw new Error(`There is no ${request.method} ${path}.`);
};

it("compiles with the strictest settings, without any or a cast", async () => {
  const flow = await readFile(FLOW, "utf8");
  expect(flow).not.toMatch(/\bany\b|\bunknown\b|\bas\b(?! const)|@ts-|<\w+>\w+\(|!\.|! as/);
  // The generator's own code doesn't compile with all of the settings, so the program uses only its declarations.
  const declarations = {
    strict: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: "checked/client",
  };
  const files = ["client/index.ts", "client/client.gen.ts"];
  expect(await compile("declarations.json", { ...declarations, rootDir: "client" }, files)).toBe("");
  await mkdir(join(folder, "checked"), { recursive: true });
  await writeFile(join(folder, "checked/flow.ts"), flow);
  expect(await compile("flow.json", { ...STRICT, noEmit: true }, ["checked/flow.ts"])).toBe("");
});

it("has no field of any type, and no name that hides one of the language's own", async () => {
  const types = await readFile(join(folder, "client/types.gen.ts"), "utf8");
  const vague = types
    .split("\n")
    .filter((line) => /\b(unknown|any)\b/.test(line) && !/^ *(\*|\[key: string\]: unknown;)/.test(line));
  expect(vague).toEqual([]);
  const names = [...types.matchAll(/^export type (\w+) =/gm)].map(([, name = ""]) => name);
  expect(names).toContain("ErrorResponse");
  expect(names.filter((name) => name in globalThis)).toEqual([]);
});

it("notices a program that misreads the document", async () => {
  const flow = await readFile(FLOW, "utf8");
  const wrong = flow.replace("credential.id", "credential.identifier").replace('"openai"', '"openia"');
  await writeFile(join(folder, "checked/wrong.ts"), wrong);
  const said = await compile("wrong.json", { ...STRICT, noEmit: true }, ["checked/wrong.ts"]);
  expect(said).toContain("'identifier' does not exist");
  expect(said).toContain(`"openia"`);
});

it("goes from an admin key to a rotated secret", async () => {
  await cp(FLOW, join(folder, "flow.ts"));
  // The file imports generated code, so its type is unknown before the test.
  const { mainFlow } = (await import(join(folder, "flow.ts"))) as { mainFlow: Flow };
  const done = await mainFlow(
    { host: HOST, token, fetch: serve },
    harness.adminKey,
    "sk-admin-of-nobody-here",
  );
  const { before, after, ...rest } = done;
  expect(rest).toEqual({
    reason: expect.stringMatching(/^Provider authentication failed/) as string,
    names: ["First", "Second"],
    listed: ["First", "Second"],
    state: "succeeded",
  });
  expect(after).toMatch(/^sk-/);
  expect(after).not.toBe(before);
});
