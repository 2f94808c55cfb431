import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { diskTrouble } from "../machine/disk.mjs";

/** How to reach the folder's server. */
export type Access = {
  port: number;
  /** Of the role that owns everything. */
  password: string;
  /** Of the program's role; undefined in a folder of a version that had none. */
  programPassword?: string | undefined;
};

const fileOf = (root: string) => join(root, "postgres.json");

/** Undefined where there is no such file yet. @throws Error when the file is damaged */
export async function readAccess(root: string): Promise<Access | undefined> {
  const text = await readFile(fileOf(root), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { port, password, programPassword } = JSON.parse(text) as Partial<Access>;
    if (typeof port === "number" && typeof password === "string") return { port, password, programPassword };
  } catch {
    // Told of below.
  }
  throw new Error(
    `${fileOf(root)} is damaged: it holds the port and the password of the database beside it. Put it back from a backup.`,
  );
}

/** Survives a power cut, whole or as it was. */
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
