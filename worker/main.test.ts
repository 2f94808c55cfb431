import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { TYPESCRIPT } from "@/installation/programs/programs";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it("says in a sentence why it can't start, and leaves restarting to its supervisor", async () => {
  const url = new URL(database.url);
  url.searchParams.set("options", "-c default_transaction_read_only=on");
  const worker = spawn(process.execPath, [...TYPESCRIPT, "worker/main.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: url.href,
      PHASE_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
      NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
      NEXTAUTH_URL: "http://127.0.0.1:3000",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((done) => worker.once("exit", done));
  const [said, dumped] = await Promise.all([text(worker.stdout), text(worker.stderr)]);
  expect(await ended).toBe(1);
  expect(dumped).toBe("");
  expect(said).toContain("Couldn't start the worker. The database is read-only");
}, 60_000);
