// npm run test:databases [-- --only=14,16]: runs what uses the database on each version of PostgreSQL that
// Phase
// supports besides the bundled one. npm installs the servers, and they are kept in node_modules/.cache.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { whatIsWrong } from "@/lib/database/check";
import { startEmbedded } from "@/installation/postgres/embedded";
import { platformPackage, type Programs, programsOf } from "@/installation/postgres/postgres-programs";
import { startTestServer } from "@/installation/testing/server";
import { interruption } from "@/installation/programs/interruption";
import { launchInOrder } from "@/installation/programs/launch";
import { binary, runNode } from "@/installation/programs/run-node";
import { ROOT } from "@/installation/root";

/** The newest of each version in the registry. */
const SUPPORTED = {
  "14": "14.23.0-beta.17",
  "15": "15.18.0-beta.17",
  "16": "16.14.0-beta.17",
  "17": "17.10.0-beta.17",
};
const TOO_OLD = "13.23.0-beta.16";
/** Sessions, rights and migrations; the API; the engine against the simulator; the worker as a process. */
const SUITES = [
  ...["lib/database/check", "lib/database/connect", "lib/http/", "lib/live/", "lib/secrets/"],
  ...["lib/rotation/commands/", "lib/rotation/engine/", "lib/rotation/store", "lib/rotation/queries/"],
  ...["installation/migrations", "installation/saved"],
  ...["worker/worker", "worker/main", "worker/dispatcher"],
];

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wanted = values.only?.split(",");

await launchInOrder(async () => {
  const failed: string[] = [];
  const asked = Object.entries(SUPPORTED).filter(([major]) => wanted?.includes(major) ?? true);
  for (const [major, version] of asked) {
    console.log(`PostgreSQL ${major}`);
    if (!(await passesOn(await fetched(version)))) failed.push(major);
  }
  const said = await refusalOf(await fetched(TOO_OLD));
  console.log(`Refusal of PostgreSQL 13: ${said ?? "no"}`);
  if (said === null) failed.push("13, which should be refused");
  if (failed.length > 0) throw new Error(`Failed on PostgreSQL ${failed.join(", ")}.`);
});

async function fetched(version: string): Promise<Programs> {
  const folder = join(ROOT, "node_modules/.cache/phase-postgres", version);
  mkdirSync(folder, { recursive: true });
  const name = platformPackage();
  const manifest = { private: true, dependencies: { [name]: version } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"];
  const npm = spawn("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(npm, "exit")) as [number | null];
  if (code !== 0) throw new Error(`npm could not bring ${name}@${version}.`);
  return await programsOf(join(folder, "node_modules", name, "dist/index.js"));
}

async function passesOn(programs: Programs): Promise<boolean> {
  const { stop, ...server } = await startTestServer(programs);
  try {
    const env = { ...process.env, PHASE_TEST_SERVER: JSON.stringify(server) };
    const { asked } = interruption();
    const { code } = await runNode([binary("vitest"), "run", ...SUITES], { env, asked, shown: true });
    return code === 0;
  } finally {
    await stop();
  }
}

/** A start's message about it. */
async function refusalOf(programs: Programs): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), "phase-old-"));
  const server = await startEmbedded(folder, { programs });
  try {
    return await whatIsWrong(server.url);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}
