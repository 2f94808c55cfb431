import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Keyring } from "@/lib/crypto/keyring";
import { connect } from "@/lib/database/connect";
import { createDb, type Db } from "@/lib/db";
import { startEmbedded } from "@/installation/postgres/embedded";
import { migrate } from "@/installation/migrations/migrate";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { copyProblem, homeOf } from "./home";
import { ensureInstance } from "./instance";

const [FOLDER, OTHER_FOLDER] = ["folder:1-1", "folder:2-1"];
const [CLUSTER, OTHER_CLUSTER] = ["database:1:1", "database:2:1"];

describe("whether an installation is at home", () => {
  it.each([
    ["nothing has changed", [CLUSTER, null], [CLUSTER, null]],
    ["its first start after an upgrade from a version that knew no home", [null, null], [CLUSTER, null]],
    ["an ID is given later", [CLUSTER, null], [CLUSTER, "a"]],
    ["an ID is given later to a bundled database", [FOLDER, null], [FOLDER, "a"]],
    ["pg_upgrade, and an ID that stays", [CLUSTER, "a"], [OTHER_CLUSTER, "a"]],
    ["a bundled database that moves to a server, and an ID that stays", [FOLDER, "a"], [CLUSTER, "a"]],
    ["an ID whose place was not known", [null, "a"], [CLUSTER, "a"]],
    ["the same folder under another ID", [FOLDER, "a"], [FOLDER, "b"]],
    ["the same folder, and its ID is gone", [FOLDER, "a"], [FOLDER, null]],
  ])("yes: %s", (_, [place = null, givenId = null], [herePlace, hereId = null]) => {
    expect(copyProblem({ place, givenId }, { place: herePlace ?? "", givenId: hereId })).toBeNull();
  });

  it.each([
    ["a dump that was read back elsewhere", [CLUSTER, null], [OTHER_CLUSTER, null]],
    ["such a dump with an ID of its own", [CLUSTER, null], [OTHER_CLUSTER, "b"]],
    ["a copy of a whole cluster with another ID", [CLUSTER, "a"], [CLUSTER, "b"]],
    ["a copy of a whole cluster without the ID", [CLUSTER, "a"], [CLUSTER, null]],
    ["a dump without the ID", [CLUSTER, "a"], [OTHER_CLUSTER, null]],
    ["a copied folder", [FOLDER, null], [OTHER_FOLDER, null]],
    ["a copied folder, its .env copied with it", [FOLDER, "a"], [OTHER_FOLDER, "a"]],
    ["a bundled database's dump on a server", [FOLDER, null], [CLUSTER, null]],
  ])("no: %s", (_, [place = null, givenId = null], [herePlace, hereId = null]) => {
    const problem = copyProblem({ place, givenId }, { place: herePlace ?? "", givenId: hereId });
    expect(problem).toContain("adopt-instance");
  });
});

describe("a bundled database", () => {
  const keyring = new Keyring([{ id: "k1", key: randomBytes(32) }]);
  let parent: string;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "phase-home-"));
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  async function sealIn(name: string, instanceId?: string): Promise<string | null> {
    const dataDir = join(parent, name);
    const server = await startEmbedded(dataDir, { settings: { fsync: "off" } });
    await migrate(server.url);
    const db = createDb(server.url, { max: 1 });
    const { sealedBecause } = await ensureInstance(db, keyring, { dataDir, instanceId });
    await db.$disconnect();
    await server.stop();
    return sealedBecause;
  }

  it("stays at home when its folder is moved, and accepts an ID; its copy is sealed, whatever its ID", async () => {
    expect(await sealIn("first")).toBeNull();
    await rename(join(parent, "first"), join(parent, "moved"));
    expect(await sealIn("moved")).toBeNull();
    expect(await sealIn("moved", "production")).toBeNull();
    await promisify(execFile)("cp", ["-a", join(parent, "moved"), join(parent, "copy")]);
    for (const instanceId of [undefined, "production", "staging"]) {
      expect(await sealIn("copy", instanceId)).toContain("adopt-instance");
    }
    expect(await sealIn("moved")).toBeNull();
  });

  it("seals a copy that is another database of the same server", async () => {
    const dataDir = join(parent, "twice");
    expect(await sealIn("twice")).toBeNull();
    const server = await startEmbedded(dataDir, { settings: { fsync: "off" } });
    const urlOf = (name: string) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
    const client = await connect(urlOf("postgres"), { answerSeconds: 10 });
    await client.query("CREATE DATABASE copy TEMPLATE phase");
    await client.end();
    const db = createDb(urlOf("copy"), { max: 1 });
    const { sealedBecause } = await ensureInstance(db, keyring, { dataDir });
    await db.$disconnect();
    await server.stop();
    expect(sealedBecause).toContain("adopt-instance");
  });
});

describe("a database that doesn't report its cluster", () => {
  const role = `hosted_${randomBytes(4).toString("hex")}`;
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await testDatabase();
    await database.db.$executeRawUnsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'hosted'`);
    await database.db.$executeRaw`REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC`;
    db = createDb(Object.assign(new URL(database.url), { username: role, password: "hosted" }).href);
  });
  afterAll(async () => {
    await db.$disconnect();
    await database.db.$executeRawUnsafe(`DROP OWNED BY ${role}`);
    await database.db.$executeRawUnsafe(`DROP ROLE ${role}`);
    await database.drop();
  });

  it("is identified by its number alone", async () => {
    expect((await homeOf(database.db, {})).place).toMatch(/^database:\d+:\d+$/);
    expect((await homeOf(db, {})).place).toMatch(/^database:\?:\d+$/);
    expect((await homeOf(db, { instanceId: "a" })).givenId).toBe("a");
  });
});
