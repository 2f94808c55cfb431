import { access } from "node:fs/promises";
import { Keyring } from "@/lib/crypto/keyring";
import { loadDatabase } from "@/installation/saved/load";
import { linesOf } from "@/installation/saved/saved-file";
import { openDatabase } from "@/installation/installation";
import { CliError, EXIT } from "../exit";
import { type Io, print } from "../io";
import { readable } from "./with-database";

export async function loadCommand(io: Io, path: string): Promise<number> {
  try {
    // Before a database is created for it.
    await access(path);
    const { env, close } = await openDatabase();
    try {
      const rows = await loadDatabase(
        env.migrationDatabaseUrl,
        new Keyring(env.encryptionKeys),
        linesOf(path),
      );
      print(io, `Loaded ${rows} rows from ${path}.`);
      return EXIT.ok;
    } finally {
      await close();
    }
  } catch (error) {
    throw new CliError(readable(error));
  }
}
