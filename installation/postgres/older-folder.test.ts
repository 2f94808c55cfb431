import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { connect } from "@/lib/database/connect";
import { createBoss } from "@/lib/queue/boss";
import { createQueues } from "@/lib/queue/queue";
import { applyMigrations } from "../migrations/migrate";
import { readMigrations } from "../migrations/migrations";
import { prepareDatabase } from "../migrations/prepare";
import { tablesInOrder } from "../saved/save";
import { fillEveryTable } from "../testing/fill-every-table";
import { startEmbedded } from "./embedded";

const settings = { fsync: "off" };
/** The first version with the program's role. */
const TWO_ROLES = "20261126153148_audit_chain";

/** A data folder as that version left it: one role for everything, and its migrations. */
async function olderFolder(dataDir: string): Promise<void> {
  const server = await startEmbedded(dataDir, { settings });
  const client = await connect(server.url);
  const migrations = await readMigrations();
  await applyMigrations(
    client,
    migrations.filter(({ name }) => name < TWO_ROLES),
  );
  await fillEveryTable(client);
  const boss = createBoss(server.url, { sendOnly: true });
  await boss.start();
  await createQueues(boss);
  await boss.stop({ graceful: false });
  await client.query("DROP OWNED BY phase_program; DROP ROLE phase_program");
  await client.end();
  await server.stop();
  const file = join(dataDir, "postgres.json");
  const { port, password } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ port, password }));
}

it("the first start on a data folder of a version with one role loses nothing, and gives the program its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "phase-older-"));
  const dataDir = join(folder, "data");
  await olderFolder(dataDir);
  const server = await startEmbedded(dataDir, { settings });
  try {
    await prepareDatabase(server.url, server.programUrl);
    const program = await connect(server.programUrl);
    const { rows } = await program.query<{ name: string }>("SELECT current_user AS name");
    expect(rows).toEqual([{ name: "phase_program" }]);
    const old = await tablesInOrder(program);
    const empty: string[] = [];
    for (const table of old) {
      if ((await program.query(`SELECT FROM public."${table}" LIMIT 1`)).rowCount === 0) empty.push(table);
    }
    // Tables of newer versions begin without rows.
    expect(empty.length).toBeLessThan(old.length / 3);
    expect(empty).not.toEqual(expect.arrayContaining(["secret"]));
    await program.query("SELECT FROM pgboss.queue");
    await expect(program.query("DELETE FROM audit_entry")).rejects.toThrow("permission denied");
    await program.end();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}, 90_000);
