import { open } from "node:fs/promises";
import type { Keyring } from "@/lib/crypto/keyring";
import { saveDatabase } from "./save";

const WRITTEN_AT_ONCE = 1_000_000;

/**
 * Saves the database into a new file that only its owner may read, and waits until it is on the disk.
 * Resolves to the number of rows. Never overwrites an existing file, which may be the only copy.
 */
export async function saveToFile(
  path: string,
  databaseUrl: string,
  keyring: Keyring,
  signal?: AbortSignal,
): Promise<number> {
  const file = await open(path, "wx", 0o600);
  try {
    let held = "";
    const rows = await saveDatabase(databaseUrl, keyring, async (line) => {
      signal?.throwIfAborted();
      held += `${line}\n`;
      if (held.length < WRITTEN_AT_ONCE) return;
      await file.write(held);
      held = "";
    });
    await file.write(held);
    await file.sync();
    return rows;
  } finally {
    await file.close();
  }
}
