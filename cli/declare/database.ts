import type { Command } from "commander";
import type { BootstrapOptions } from "../database-commands";
import { parseDays } from "../option-parsers";
import { groupOf } from "./api";
import { addConnectionOptions, readAsked, type Services } from "./services";

export function addDatabaseCommands(program: Command, { io, databaseCommands, exitWith }: Services): void {
  const DATABASE = "directly in the database (DATABASE_URL, or the one in PHASE_DATA_DIR)";
  type BootstrapFlags = BootstrapOptions & { passwordStdin: true };
  program
    .command("bootstrap")
    .description(`create the owner, an app and an admin service token, ${DATABASE}; prints JSON`)
    .requiredOption("--email <address>", "email of the owner")
    .requiredOption("--password-stdin", "read the owner's password from standard input")
    .option("--token-name <name>", "name of the service token")
    .option("--token-days <days>", "days until the service token expires (default: 90), or never", parseDays)
    .action(async ({ email, tokenName, tokenDays }: BootstrapFlags) => {
      exitWith(await databaseCommands.bootstrap(io, { email, tokenName, tokenDays }));
    });
  const keys = program.command("keys").description(`manage the encryption keys, ${DATABASE}`);
  keys
    .command("status")
    .description("show how many stored values each key of the ring encrypts")
    .action(async () => exitWith(await databaseCommands.keysStatus(io)));
  keys
    .command("rotate")
    .description("re-encrypt all values with the first key of the ring; resumable")
    .action(async () => exitWith(await databaseCommands.keysRotate(io)));
  const audit = groupOf(program, "audit");
  addConnectionOptions(audit.command("export"))
    .description("print the organisation's audit log as JSON Lines, oldest first")
    .option("--after <id>", "only entries after this one")
    .action(async ({ after }: { after?: string }, self: Command) => {
      const { connection } = await readAsked(io, self);
      const { exportAudit } = await import("../commands/audit");
      await exportAudit(io, connection, after);
    });
  audit
    .command("verify")
    .description(`check the audit log ${DATABASE}, and show the first position that was tampered with`)
    .action(async () => exitWith(await databaseCommands.auditVerify(io)));
  program
    .command("adopt-instance")
    .description("unseal this installation after its database was moved or restored")
    .action(async () => exitWith(await databaseCommands.adoptInstance(io)));
  const database = program
    .command("database")
    .description(`migrate, save or load the whole database, ${DATABASE}`);
  database
    .command("migrate")
    .description("bring the tables up to date; every start does this first")
    .action(async () => exitWith(await databaseCommands.databaseMigrate(io)));
  database
    .command("save")
    .description("save everything to a new file, which any supported version of PostgreSQL can load")
    .argument("<file>")
    .action(async (path: string) => exitWith(await databaseCommands.databaseSave(io, path)));
  database
    .command("load")
    .description("load a saved file into an empty database")
    .argument("<file>")
    .action(async (path: string) => exitWith(await databaseCommands.databaseLoad(io, path)));
}
