import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const MEMORY = "/dev/shm";
/** Several times the size of a whole run's databases and their log. */
const ENOUGH = 4e9;

/**
 * Where a test keeps databases that needn't survive a machine crash: in memory if the system offers it,
 * because copying a database there takes a tenth of the time. A container may have as little as 64 MB of it.
 */
export function quickFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
