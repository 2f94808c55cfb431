import { open } from "node:fs/promises";
import { saveDatabase } from "@/installation/saved/save";
import { CliError, EXIT } from "../exit";
import { type Io, print } from "../io";
import { withDatabase } from "./with-database";

/** Never writes over a file that is there: it may be the only copy. */
export async function saveCommand(io: Io, path: string): Promise<number> {
  const file = await open(path, "wx", 0o600).catch((error: unknown) => {
    throw new CliError(
      `The file ${path} can't be made: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  try {
    const rows = await withDatabase(async (_, { databaseUrl }) => {
      let held = "";
      const saved = await saveDatabase(databaseUrl, async (line) => {
        held += `${line}\n`;
        if (held.length < 1_000_000) return;
        await file.write(held);
        held = "";
      });
      await file.write(held);
      await file.sync();
      return saved;
    });
    print(io, `Saved ${rows} rows to ${path}. Their secret values are sealed: keep the key ring too.`);
    return EXIT.ok;
  } finally {
    await file.close();
  }
}
