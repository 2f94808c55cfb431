import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { diskTrouble } from "../machine/disk.mjs";

/** How to reach the folder's server. */
export type Access = {
  port: number;
  /** For the role that owns everything. */
  password: string;
  /** For the program's role. Undefined in a folder of a version that had none. */
  programPassword?: string | undefined;
};

const fileOf = (root: string) => join(root, "postgres.json");

/** Undefined if the file doesn't exist yet. @throws Error if the file is damaged */
export async function readAccess(root: string): Promise<Access | undefined> {
  const text = await readFile(fileOf(root), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { port, password, programPassword } = JSON.parse(text) as Partial<Access>;
    if (typeof port === "number" && typeof password === "string") return { port, password, programPassword };
  } catch {
    // Reported below.
  }
  throw new Error(
    `${fileOf(root)}, with the port and password of the bundled database, is damaged. Restore it from a backup.`,
  );
}

/** Survives a power cut, either complete or unchanged. */
export async function writeAccess(root: string, access: Access): Promise<void> {
  const fresh = `${fileOf(root)}.new`;
  try {
    const file = await open(fresh, "w", 0o600);
    try {
      await file.writeFile(JSON.stringify(access));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, fileOf(root));
  } catch (error) {
    throw diskTrouble(fresh, error) ?? error;
  }
}
