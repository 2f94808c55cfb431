/** The rows in a real database whose now() is the world's clock: the engine's own SQL, minutes and days later. */
import { aRoot } from "../harness/builders";
import { v7 as uuidv7 } from "uuid";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { insertApp } from "@/lib/apps/insert-app";
import { createDb, type Db } from "@/lib/db";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { takeInventory } from "@/lib/rotation/engine/inventory";
import { findDue } from "@/lib/rotation/engine/due";
import { addWatches, claimLooks } from "@/lib/rotation/engine/key-watch";
import { distrustHistory } from "@/lib/rotation/engine/lost-history";
import { createStore } from "@/lib/rotation/store/create-store";
import { lookId, type Rows } from "./memory-store";
import { type Backend, sealAdminKeys, TIMING } from "./world";
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { truncate } from "@/proof/harness/truncate";

export type TimedDatabase = { db: Db; drop(): Promise<void> };

/** A database of the suite's own where an unqualified now() reads a table instead of the clock. */
export async function timedDatabase(): Promise<TimedDatabase> {
  const database: TestDatabase = await testDatabase();
  for (const statement of [
    "CREATE SCHEMA world",
    "CREATE TABLE world.clock (now timestamptz NOT NULL)",
    "INSERT INTO world.clock SELECT now()",
    "CREATE FUNCTION world.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now FROM world.clock'",
  ])
    await database.db.$executeRawUnsafe(statement);
  const db = createDb(database.url, { session: { search_path: "world, public, pg_catalog" } });
  return {
    db,
    async drop() {
      await db.$disconnect();
      await database.drop();
    },
  };
}

/** An empty installation with one admin key. */
export async function postgresBackend(db: Db): Promise<Backend> {
  await truncate(db, "organisation");
  const organisation = await db.organisation.create({ data: { name: "Phase" } });
  const app = await db.$transaction((tx) => insertApp(tx, organisation.id, "Backend"));
  const rootId = uuidv7();
  const home = { organisationId: organisation.id, environmentId: app.environments[0]?.id ?? "", rootId };
  const { ours } = await sealAdminKeys(home);
  await db.thirdPartyCredential.create({
    data: aRoot(organisation.id, { id: rootId, name: "Acme", envelope: ours }),
  });
  return {
    home,
    store: createStore(db, WAKES_NOBODY, notificationWriter),
    newSecretId: uuidv7,
    rows: () => readRows(db),
    async due() {
      const due = await findDue(db, 500);
      const ids = (wanted: "mint" | "settle") =>
        due.filter(({ kind }) => kind === wanted).map(({ id }) => id);
      return { mints: ids("mint"), settles: ids("settle") };
    },
    async takeLooks({ all }) {
      await addWatches({ db });
      if (all) await distrustHistory({ db });
      const claimed = await claimLooks({ db, settings: { timing: TIMING } });
      return claimed.flatMap(({ looks }) => looks);
    },
    async replaceAdminKey(envelope) {
      await db.thirdPartyCredential.update({
        where: { id: rootId },
        data: { envelope, status: "valid", parkedUntil: null, version: { increment: 1 } },
      });
    },
    async inventory(engine) {
      const lookAtSeal = () => Promise.resolve(null);
      await takeInventory({ ...engine, lookAtSeal, db, queue: WAKES_NOBODY }, rootId);
    },
    async setTime(now) {
      await db.$executeRaw`UPDATE world.clock SET now = ${now}`;
    },
  };
}

async function readRows(db: Db): Promise<Rows> {
  const [secrets, credentials, roots, watches, events] = await db.$transaction([
    db.rotatingSecret.findMany({ orderBy: { id: "asc" } }),
    db.mintedCredential.findMany({ orderBy: { id: "asc" } }),
    db.thirdPartyCredential.findMany(),
    db.keyWatch.findMany(),
    db.event.findMany({
      orderBy: { id: "asc" },
      select: { rotatingSecretId: true, type: true, actor: true, credentialId: true },
    }),
  ]);
  const looks = new Map(
    watches.map(({ thirdPartyCredentialId: rootId, projectId, dueAt }) => [
      lookId({ rootId, projectId }),
      dueAt,
    ]),
  );
  return { secrets: byId(secrets), credentials: byId(credentials), roots: byId(roots), looks, events };
}

function byId<Row extends { id: string }>(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
