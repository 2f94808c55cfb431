import type { DatabaseCommands } from "./database-commands";
import { runCli } from "./run-cli";

// Loaded on demand, because the database client takes longer to load than most commands take to run.
const databaseCommands: DatabaseCommands = {
  bootstrap: async (io, options) =>
    await (await import("./database/bootstrap")).bootstrapCommand(io, options),
  keysStatus: async (io) => await (await import("./database/keys")).keysStatus(io),
  keysRotate: async (io) => await (await import("./database/keys")).keysRotate(io),
  auditVerify: async (io) => await (await import("./database/audit")).auditVerify(io),
  adoptInstance: async (io) => await (await import("./database/adopt-instance")).adoptInstanceCommand(io),
  databaseMigrate: async (io) => await (await import("./database/migrate")).migrateCommand(io),
  databaseSave: async (io, path) => await (await import("./database/save")).saveCommand(io, path),
  databaseLoad: async (io, path) => await (await import("./database/load")).loadCommand(io, path),
  doctor: async (io) => await (await import("./database/doctor")).doctor(io),
};

await runCli(databaseCommands);
