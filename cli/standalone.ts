import type { DatabaseCommands } from "./database-commands";
import { CliError } from "./exit";
import { runCli } from "./run-cli";

async function refuse(): Promise<never> {
  throw new CliError(
    "This command works on the database: run it as `npm run phase -- …` where Phase is installed.",
  );
}

const databaseCommands: DatabaseCommands = {
  bootstrap: refuse,
  keysStatus: refuse,
  keysRotate: refuse,
  auditVerify: refuse,
  adoptInstance: refuse,
  databaseSave: refuse,
  databaseLoad: refuse,
  doctor: null,
};

await runCli(databaseCommands);
