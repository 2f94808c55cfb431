import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FILES } from "../root";

export const MIGRATIONS_DIR = join(FILES, "prisma/migrations");

export type Migration = {
  name: string;
  script: string;
  /** As computed by Prisma: SHA-256 of the file, in hexadecimal, with Unix line ends and with Windows line ends. */
  checksums: [string, string];
};

/** Names of the migrations in the folder, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** The migrations in the folder, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const names = await migrationNames();
  return await Promise.all(
    names.map(async (name) =>
      migrationOf(name, await readFile(join(MIGRATIONS_DIR, name, "migration.sql"), "utf8")),
    ),
  );
}

export function migrationOf(name: string, text: string): Migration {
  // Git may have given the file Windows line ends.
  const script = text.replaceAll("\r\n", "\n");
  const sum = (content: string) => createHash("sha256").update(content).digest("hex");
  return { name, script, checksums: [sum(script), sum(script.replaceAll("\n", "\r\n"))] };
}
