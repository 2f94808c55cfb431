import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ChangeFeed } from "@/lib/live/change-feed";
import { createBoss } from "@/lib/queue/boss";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { installDebianPackages } from "@/installation/testing/debian-packages";
import { freePort } from "@/installation/machine/ports";
import { whatIsWrong } from "./check";
import { connect } from "./connect";

const PGBOUNCER = "/usr/sbin/pgbouncer";

let database: TestDatabase;
let folder: string;
const poolers: ChildProcess[] = [];

beforeAll(async () => {
  if (!existsSync(PGBOUNCER)) expect(await installDebianPackages("pgbouncer")).toBe("");
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "phase-pooler-"));
  await chmod(folder, 0o755);
}, 180_000);
afterAll(async () => {
  for (const pooler of poolers) {
    pooler.kill("SIGKILL");
    if (pooler.exitCode === null && pooler.signalCode === null) await once(pooler, "exit");
  }
  await database.drop();
  await rm(folder, { recursive: true });
});

/** A pgbouncer in front of the database. Resolves to the URL that leads through it. */
async function pooled(mode: string): Promise<string> {
  const target = new URL(database.url);
  const port = await freePort();
  const file = join(folder, `${mode}.ini`);
  await writeFile(
    file,
    `[databases]
* = host=${target.hostname} port=${target.port} user=${target.username} password=${target.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
auth_type = any
pool_mode = ${mode}
unix_socket_dir =
`,
  );
  // pgbouncer refuses to run as root.
  const args = process.getuid?.() === 0 ? ["-u", "nobody", file] : [file];
  const pooler = spawn(PGBOUNCER, args, { stdio: ["ignore", "ignore", "pipe"] });
  poolers.push(pooler);
  let said = "";
  pooler.stderr.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
  await vi.waitFor(() => expect(said).toContain("process up"), { timeout: 10_000 });
  return Object.assign(new URL(database.url), { port: String(port) }).href;
}

describe("through pgbouncer", () => {
  it.each(["transaction", "statement"])("pool_mode %s is noticed at start", async (mode) => {
    const url = await pooled(mode);
    expect(await whatIsWrong(url)).toContain("Use pool_mode=session");
    // A session of another client is left over.
    expect(await whatIsWrong(url)).toContain("Use pool_mode=session");
  });

  it("pool_mode session will do: sessions are set, and what listens hears", async () => {
    const url = await pooled("session");
    expect(await whatIsWrong(url)).toBeNull();
    const client = await connect(url);
    const { rows } = await client.query("SELECT current_setting('TimeZone') AS zone");
    expect(rows).toEqual([{ zone: "UTC" }]);
    await client.end();

    const boss = createBoss(url);
    await boss.start();
    await boss.stop({ graceful: false });

    const feed = new ChangeFeed(url);
    const ready = Promise.withResolvers<void>();
    const heard = Promise.withResolvers<string>();
    feed.subscribe((change) => (change === null ? ready.resolve() : heard.resolve(change.table)));
    await ready.promise;
    const organisation = await database.db.organisation.create({ data: { name: "Acme" } });
    const app = await database.db.app.create({ data: { organisationId: organisation.id, name: "App" } });
    const environment = await database.db.environment.create({
      data: { appId: app.id, name: "Dev", position: 0 },
    });
    const secret = { environmentId: environment.id, key: "KEY", envelope: "encrypted" };
    await database.db.secret.create({ data: secret });
    expect(await heard.promise).toBe("secret");
    await feed.close();
  });

  it("options in the URL, which it refuses, are named", async () => {
    const url = new URL(await pooled("session"));
    url.searchParams.set("options", "-c work_mem=8MB");
    expect(await whatIsWrong(url.href)).toContain("options=");
  });
});
