import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { startSimulator } from "./server.ts";
import { sdk } from "./testing/sdk.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "simulator-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a state file", () => {
  it("keeps everything but the faults over a restart", async () => {
    const stateFile = join(folder, "deep", "state.json");
    const first = await startSimulator({ stateFile });
    const organization = first.state.createOrganization({ name: "Kept" });
    const project = first.state.createProject(organization.id, { name: "Kept too" });
    const revoked = first.state.createAdminKey(organization.id);
    first.state.revokeAdminKey(revoked);
    first.state.configure({ mintStatus: 201 });
    first.state.configure({ permissionError: "string" }, organization.id);
    first.state.addFault({ kind: "hang", match: { times: null } });
    const account = first.state.createServiceAccount(project.id, { name: "kept as well" });
    const saved = first.state.save();
    await first.close();

    const second = await startSimulator({ stateFile });
    expect(second.state.save()).toEqual(saved);
    expect(second.state.faults()).toEqual([]);
    expect(second.state.liveAdminKey(revoked)).toBeNull();
    expect(second.state.isKeyLive(account.keys[0]?.value ?? "")).toBe(true);
    const { serviceAccounts } = sdk(second.url, organization).admin.organization.projects;
    await serviceAccounts.delete(account.id, { project_id: project.id });
    expect(second.state.history.at(-1)?.seq).toBe(saved.lastSeq + 1);
    await second.close();
    expect(await readdir(join(folder, "deep"))).toEqual(["state.json"]);
  });

  it("that is damaged stops the start and is named", async () => {
    const stateFile = join(folder, "damaged.json");
    await writeFile(stateFile, '{"version":1');
    await expect(startSimulator({ stateFile })).rejects.toThrow(stateFile);
  });
});

describe("the demo", () => {
  it("has projects to choose from, one of them archived, and is not created twice", async () => {
    const stateFile = join(folder, "demo.json");
    const first = await startSimulator({ stateFile, demo: true });
    const projects = first.state.projects();
    await first.close();
    const second = await startSimulator({ stateFile, demo: true });
    expect(second.state.projects()).toEqual(projects);
    expect(projects.length).toBeGreaterThan(6);
    expect(projects.filter(({ archivedAt }) => archivedAt !== null)).toHaveLength(1);
    await second.close();
  });

  it("has the same admin key in every new simulator", async () => {
    const simulators = [await startSimulator({ demo: true }), await startSimulator({ demo: true })];
    const keys = simulators.map(({ state }) => state.adminKeys()[0]?.value);
    expect(keys[0]).toMatch(/^sk-admin-simulator-/);
    expect(keys[1]).toBe(keys[0]);
    for (const simulator of simulators) await simulator.close();
  });
});

const printedSchema = z.object({ url: z.string(), controlUrl: z.string(), adminKey: z.string() });

describe("the command", () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));

  function run(environment: Record<string, string>): ChildProcess {
    return spawn(process.execPath, ["--import", "tsx", main], {
      env: { ...process.env, SIMULATOR_PORT: "0", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  it("prints where it is, keeps its state, and ends on a signal", async () => {
    const environment = { SIMULATOR_STATE: join(folder, "command.json") };
    const projectIds = [];
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const child = run(environment);
      if (!child.stdout) throw new Error("The command has no output.");
      const [line] = (await once(createInterface(child.stdout), "line")) as [string];
      const { url, controlUrl, adminKey } = printedSchema.parse(JSON.parse(line));
      const { data } = await sdk(url, { adminKey }).admin.organization.projects.list({ limit: 1 });
      projectIds.push(data[0]?.id);
      expect((await fetch(`${controlUrl}/state`)).status).toBe(200);
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
    }
    expect(projectIds[0]).toBeDefined();
    expect(projectIds[1]).toBe(projectIds[0]);
  });

  it("names a setting that is wrong", async () => {
    const child = run({ SIMULATOR_PORT: "many" });
    let complaint = "";
    child.stderr?.on("data", (text: Buffer) => (complaint += text.toString()));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(complaint).toContain("SIMULATOR_PORT");
  });
});
