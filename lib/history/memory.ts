/** Keeps a position where the database can't lose it: in the data folder. */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Position, positionSchema } from "./position";

export type PositionMemory = {
  /** Null where none was kept, or what was kept can't be read. */
  recall(): Promise<Position | null>;
  keep(position: Position): Promise<void>;
};

/** `dataDir` is made when it is missing. Several processes may share it. */
export function memoryIn(dataDir: string): PositionMemory {
  const file = join(dataDir, "database-position.json");
  return {
    async recall() {
      const text = await readFile(file, "utf8").catch(() => "null");
      const kept = positionSchema.safeParse(parse(text));
      return kept.success ? kept.data : null;
    },
    async keep(position) {
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      const fresh = `${file}.${randomBytes(4).toString("hex")}.new`;
      await writeFile(fresh, JSON.stringify(position), { mode: 0o600 });
      await rename(fresh, file);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
