import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { guardServer } from "./guard";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-guard-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("guards without the secrets of the program that it watches", async () => {
  const told = join(folder, "environment");
  await writeFile(join(folder, "sh"), `#!/bin/sh\nenv > ${told}.draft\nmv ${told}.draft ${told}\nread _\n`, {
    mode: 0o700,
  });
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
  vi.stubEnv("NEXTAUTH_SECRET", "hidden secret");
  vi.stubEnv("PHASE_ENCRYPTION_KEYS", "k1:hidden ring");
  vi.stubEnv("DATABASE_URL", "postgresql://phase:hidden@localhost/phase");
  vi.stubEnv("PHASE_DATA_DIR", "/where/data/is");
  const guard = guardServer(folder);
  try {
    const environment = await vi.waitFor(() => readFile(told, "utf8"), { timeout: 10_000 });
    expect(environment).toContain("PHASE_DATA_DIR=/where/data/is");
    expect(environment).not.toContain("hidden");
  } finally {
    guard.release();
  }
});
