/** Keeps a position where the database can't lose it: in the data folder. */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Position, positionSchema } from "./position";

export type PositionMemory = {
  /** Null if none was kept, or if it can't be read. */
  recall(): Promise<Position | null>;
  keep(position: Position): Promise<void>;
};

const UNFINISHED_AFTER_MS = 60_000;

/** `dataDir` is created if it is missing. Several processes may share it. */
export function memoryIn(dataDir: string): PositionMemory {
  const name = "database-position.json";
  const file = join(dataDir, name);
  return {
    async recall() {
      await removeUnfinished(dataDir, name);
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

/** Removes leftovers of processes that were killed while writing, but not what others are writing now. */
async function removeUnfinished(dataDir: string, name: string): Promise<void> {
  const names = await readdir(dataDir).catch(() => []);
  const unfinished = names.filter((one) => one.startsWith(`${name}.`) && one.endsWith(".new"));
  for (const one of unfinished) {
    const path = join(dataDir, one);
    const writtenAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (Date.now() - writtenAt > UNFINISHED_AFTER_MS) await rm(path, { force: true });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
