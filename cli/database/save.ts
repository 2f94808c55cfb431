import { Keyring } from "@/lib/crypto/keyring";
import { saveToFile } from "@/installation/saved/write-file";
import { CliError, EXIT } from "../exit";
import { type Io, print } from "../io";
import { withDatabase } from "./with-database";

export async function saveCommand(io: Io, path: string): Promise<number> {
  const rows = await withDatabase(async (_, { databaseUrl, encryptionKeys }) =>
    saveToFile(path, databaseUrl, new Keyring(encryptionKeys)).catch((error: unknown) => {
      if (!isOfFile(error)) throw error;
      throw new CliError(`Couldn't create the file ${path}: ${error.message}`);
    }),
  );
  print(io, `Saved ${rows} rows to ${path}. The values in it are encrypted, so keep the key ring too.`);
  return EXIT.ok;
}

function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && error.syscall === "open";
}
