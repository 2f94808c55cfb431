import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isProcessAlive, processName } from "../machine/lock.mjs";
import { diskTrouble } from "../machine/disk.mjs";

/** The processes that use one server: a file for each. */
export type Users = {
  enter(): Promise<void>;
  leave(): Promise<void>;
  /** Whether another one is left; files of processes that died are removed. */
  areLeft(): Promise<boolean>;
};

export function usersOf(folder: string): Users {
  const own = join(folder, `${processName(process.pid)}.${randomBytes(4).toString("hex")}`);
  return {
    async enter() {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(own, "");
      } catch (error) {
        throw diskTrouble(own, error) ?? error;
      }
    },
    leave: () => rm(own, { force: true }),
    async areLeft() {
      const names = await readdir(folder).catch(() => []);
      const dead = names.filter((name) => !isProcessAlive(name.slice(0, name.lastIndexOf("."))));
      for (const name of dead) await rm(join(folder, name), { force: true });
      return dead.length < names.length;
    },
  };
}
