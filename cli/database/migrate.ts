import { openInstallation } from "@/installation/installation";
import { CliError, EXIT } from "../exit";
import { type Io, print } from "../io";
import { readable } from "./with-database";

/**
 * Every start does this first. For installations whose programs run under a role that may not migrate, or
 * that prefer to migrate separately.
 */
export async function migrateCommand(io: Io): Promise<number> {
  try {
    const { close } = await openInstallation();
    await close();
    print(io, "The database is up to date.");
    return EXIT.ok;
  } catch (error) {
    throw new CliError(readable(error));
  }
}
