import { Keyring } from "@/lib/crypto/keyring";
import { countKeyUse, type KeyUse, rewrap } from "@/lib/crypto/rewrap";
import { EXIT } from "../exit";
import { type Io, note, print } from "../io";
import { withDatabase } from "./with-database";

export async function keysStatus(io: Io): Promise<number> {
  return await withDatabase(async (db, env) => {
    const keyring = new Keyring(env.encryptionKeys);
    return printKeyUse(io, keyring, await countKeyUse(db));
  });
}

/** Ctrl-C stops between two values, and the next run continues from there. */
export async function keysRotate(io: Io): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    return await withDatabase(async (db, env) => {
      const keyring = new Keyring(env.encryptionKeys);
      const onProgress = (moved: number) => note(io, `${moved} values moved so far.`);
      const { moved, stuck } = await rewrap(db, keyring, { onProgress, signal: interrupted.signal });
      print(io, `Moved ${moved} ${moved === 1 ? "value" : "values"} to key ${keyring.primaryId}.`);
      for (const { table, id, reason } of stuck) note(io, `${table} ${id} was left unchanged: ${reason}`);
      const exitCode = printKeyUse(io, keyring, await countKeyUse(db));
      if (!interrupted.signal.aborted) return exitCode;
      note(io, "Interrupted. Run the command again to continue.");
      return EXIT.error;
    });
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** One line per key, with what to do with it. Fails if stored values need a key that the ring lacks. */
function printKeyUse(io: Io, keyring: Keyring, use: KeyUse): number {
  const total = (keyId: string) =>
    [...(use.get(keyId)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const missing = [...use.keys()].filter((keyId) => keyring.get(keyId) === undefined);
  for (const keyId of [...keyring.ids, ...missing]) {
    const where = [...(use.get(keyId) ?? [])].map(([place, count]) => `${place} ${count}`).join(", ");
    const count = `${total(keyId)} ${total(keyId) === 1 ? "value" : "values"}${where === "" ? "" : ` (${where})`}`;
    print(io, `${keyId}: ${count}; ${verdict(keyring, keyId, total(keyId))}`);
  }
  return missing.length === 0 ? EXIT.ok : EXIT.error;
}

function verdict(keyring: Keyring, keyId: string, count: number): string {
  if (keyId === keyring.primaryId) return "encrypts what is written";
  if (keyId === "?") return "damaged: no key decrypts them";
  if (keyring.get(keyId) === undefined)
    return "NOT IN THE RING: these values can't be read until you restore the key";
  if (count > 0) return "still needed: phase keys rotate moves its values";
  return `may be removed from PHASE_ENCRYPTION_KEYS once every web and worker process runs with ${keyring.primaryId} first`;
}
