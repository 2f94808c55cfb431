import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const MEMORY = "/dev/shm";
/** What the databases of a whole run and their log take, several times over. */
const ENOUGH = 4e9;

/**
 * Where a test keeps databases that needn't outlive a crash of the machine: in memory where the system offers it, since
 * copying a database there takes a tenth of the time. A container may have as little as 64 MB of it.
 */
export function quickFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
