import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { trimLog } from "./trim-log";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-trim-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("empties a log that has grown too long, for any writer, and keeps its earlier lines", async () => {
  const path = join(folder, "postgres.log");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const writer = await open(path, "a", 0o600);
  await writer.write("PANIC\n");
  await trimLog(path, 6);
  expect(read("postgres.log")).toBe("PANIC\n");
  await trimLog(path, 5);
  await writer.write("ready\n");
  await writer.close();
  expect([read("postgres.log.1"), read("postgres.log")]).toEqual(["PANIC\n", "ready\n"]);
});

it("leaves alone what is not there", async () => {
  await expect(trimLog(join(folder, "postgres.log"))).resolves.toBeUndefined();
});
