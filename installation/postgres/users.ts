import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isPlace, isProcessAlive, placeOf, processName } from "../machine/lock.mjs";
import { diskTrouble } from "../machine/disk.mjs";

/** The processes that use one server, with a file for each. */
export type Users = {
  enter(): Promise<void>;
  leave(): Promise<void>;
  /** The remaining ones. Files of processes that died are removed. */
  left(): Promise<Left>;
};

/** "programs": those that a guarded process had started, which end after it. */
export type Left = "nobody" | "programs" | "others";

/** The suffix with which follow-parent.mjs names its programs' files. */
const PROGRAM = ".program";

export function usersOf(folder: string): Users {
  const own = join(folder, `${processName(process.pid)}.${randomBytes(4).toString("hex")}`);
  return {
    async enter() {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(own, placeOf(folder));
      } catch (error) {
        throw diskTrouble(own, error) ?? error;
      }
    },
    leave: () => rm(own, { force: true }),
    async left() {
      const names = await readdir(folder).catch(() => []);
      // A copy of the data folder includes the files of processes that use the original's server.
      const isGone = async (name: string) =>
        !isProcessAlive(name.slice(0, name.lastIndexOf("."))) ||
        !isPlace(await readFile(join(folder, name), "utf8").catch(() => ""), folder);
      const gone = await Promise.all(names.map(isGone));
      const dead = new Set(names.filter((_, index) => gone[index]));
      for (const name of dead) await rm(join(folder, name), { force: true });
      const alive = names.filter((name) => !dead.has(name));
      if (alive.length === 0) return "nobody";
      return alive.every((name) => name.endsWith(PROGRAM)) ? "programs" : "others";
    },
  };
}
