import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseEnv } from "./env";
import { IN_FILES } from "./secret-files";

const KEYS = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
const MINIMAL = {
  DATABASE_URL: "postgresql://u:p@localhost:5432/db",
  NEXTAUTH_SECRET: "s".repeat(32),
  NEXTAUTH_URL: "http://localhost:3000",
};

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-secret-files-"));
  file = join(folder, "secret");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("reads a secret from the file that its variable with _FILE names, without the line's end", () => {
  writeFileSync(file, `${KEYS}\n`);
  const { encryptionKeys } = parseEnv({ ...MINIMAL, PHASE_ENCRYPTION_KEYS_FILE: file });
  expect(encryptionKeys.map(({ id }) => id)).toEqual(["k1"]);
});

it("takes every secret from a file, and no other setting", () => {
  expect(IN_FILES.toSorted()).toEqual([
    "DATABASE_URL",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NEXTAUTH_SECRET",
    "PHASE_ENCRYPTION_KEYS",
    "PHASE_METRICS_TOKEN",
    "PHASE_MIGRATION_DATABASE_URL",
    "SMTP_URL",
  ]);
});

it.each([
  [
    "a file that is not there",
    () => {},
    /PHASE_ENCRYPTION_KEYS_FILE names \S+, which can't be read \(ENOENT\)/,
  ],
  ["an empty file", () => writeFileSync(file, "\n"), /PHASE_ENCRYPTION_KEYS_FILE names \S+, which is empty/],
  [
    "a file whose text is no key ring",
    () => writeFileSync(file, "not-a-key-ring"),
    /PHASE_ENCRYPTION_KEYS must be a key ring(?!.*not-a-key-ring)/,
  ],
])("refuses %s", (_, write, message) => {
  write();
  expect(() => parseEnv({ ...MINIMAL, PHASE_ENCRYPTION_KEYS_FILE: file })).toThrow(message);
});

it("refuses a secret that is given twice, since one of them would count for nothing", () => {
  writeFileSync(file, KEYS);
  const twice = { ...MINIMAL, PHASE_ENCRYPTION_KEYS: KEYS, PHASE_ENCRYPTION_KEYS_FILE: file };
  expect(() => parseEnv(twice)).toThrow(
    "PHASE_ENCRYPTION_KEYS and PHASE_ENCRYPTION_KEYS_FILE are both set. Remove one of them",
  );
});
