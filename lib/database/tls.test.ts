import { chmod, chown, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDb } from "@/lib/db";
import { createBoss } from "@/lib/queue/boss";
import { CA_FILE as ANOTHER_CA } from "@/lib/testing/tls-front";
import { type Embedded, startEmbedded } from "@/installation/postgres/embedded";
import { migrate } from "@/installation/migrations/migrate";
import { databaseAccount } from "@/installation/postgres/unprivileged";
import { whatIsWrong } from "./check";

const fileOf = (name: string) => fileURLToPath(new URL(`../testing/${name}`, import.meta.url));
/** Signed the server's certificate, which is for localhost. */
const CA = fileOf("database-ca.pem");

let folder: string;
let server: Embedded;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-tls-"));
  const key = join(folder, "key.pem");
  // PostgreSQL accepts a key only from its own account, and only if nobody else may read it.
  await copyFile(fileOf("database-key.pem"), key);
  await chmod(key, 0o600);
  await writeFile(join(folder, "no-certificate.pem"), "nothing of the kind\n");
  const { owner } = databaseAccount();
  if (owner !== undefined) await chown(key, owner.uid, owner.gid);
  const files = { ssl_cert_file: fileOf("database.pem"), ssl_key_file: key };
  server = await startEmbedded(join(folder, "data"), { settings: { fsync: "off", ssl: "on", ...files } });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function urlTo(host: string, query: string): string {
  return `${Object.assign(new URL(server.url), { hostname: host }).href}?${query}`;
}

const ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

it("with its private authority named, every connection is encrypted", async () => {
  const url = urlTo("localhost", `sslmode=verify-full&sslrootcert=${CA}`);
  expect(await whatIsWrong(url)).toBeNull();
  await migrate(url);
  const db = createDb(url);
  expect(await db.$queryRawUnsafe(ENCRYPTED)).toEqual([{ ssl: true }]);
  await db.$disconnect();
  const boss = createBoss(url, { sendOnly: true });
  await boss.start();
  expect((await boss.getDb().executeSql(ENCRYPTED)).rows).toEqual([{ ssl: true }]);
  await boss.stop({ graceful: false });
});

describe("is taken", () => {
  it.each([
    [
      "an address that the certificate does not name, where only the authority counts",
      "127.0.0.1",
      `sslmode=verify-ca&sslrootcert=${CA}`,
    ],
    ["sslrootcert alone", "localhost", `sslrootcert=${CA}`],
    ["TLS from the first byte", "localhost", `sslmode=verify-full&sslrootcert=${CA}&sslnegotiation=direct`],
    ["any certificate, where that was asked for", "127.0.0.1", "sslmode=no-verify"],
    ["no TLS, where the server leaves the choice", "127.0.0.1", "sslmode=disable"],
  ])("%s", async (_, host, query) => {
    expect(await whatIsWrong(urlTo(host, query))).toBeNull();
  });
});

describe("is refused in a sentence", () => {
  const UNTRUSTED =
    /database server's certificate can't be verified\. Name its certificate authority in DATABASE_URL: .*sslrootcert=/;
  it.each([
    ["no authority", "localhost", () => "sslmode=verify-full", UNTRUSTED],
    ["another authority", "localhost", () => `sslmode=verify-full&sslrootcert=${ANOTHER_CA}`, UNTRUSTED],
    ["require, which verifies too", "localhost", () => "sslmode=require", UNTRUSTED],
    [
      "another host name",
      "127.0.0.1",
      () => `sslmode=verify-full&sslrootcert=${CA}`,
      /certificate has another name/,
    ],
    [
      "no file",
      "localhost",
      () => "sslmode=verify-full&sslrootcert=/nowhere/ca.pem",
      /^sslrootcert in DATABASE_URL names a file that can't be read: \S+ \((ENOENT|EISDIR)\)\.$/,
    ],
    [
      "a folder",
      "localhost",
      () => `sslmode=verify-full&sslrootcert=${folder}`,
      /^sslrootcert in DATABASE_URL names a file that can't be read: \S+ \((ENOENT|EISDIR)\)\.$/,
    ],
    [
      "a file without a certificate",
      "localhost",
      () => `sslmode=verify-full&sslrootcert=${join(folder, "no-certificate.pem")}`,
      /^sslrootcert in DATABASE_URL names a file that is not PEM/,
    ],
  ])("%s", async (_, host, query, says) => {
    expect(await whatIsWrong(urlTo(host, query()))).toMatch(says);
  });
});
