import type { DatabaseCommands } from "./database-commands";
import packageJson from "./package.json" with { type: "json" };

const [, , first, ...others] = process.argv;
// Scripts ask this often, and it needs none of the rest.
if (others.length === 0 && (first === "--version" || first === "-V"))
  process.stdout.write(`${packageJson.version}\n`);
else void start();

async function start(): Promise<void> {
  const [{ CliError }, { runCli }] = await Promise.all([import("./exit"), import("./run-cli")]);
  const refuse = (): Promise<never> => {
    const message =
      "The command needs the database. Run it as `npm run phase -- …` where Phase is installed.";
    return Promise.reject(new CliError(message));
  };
  const databaseCommands: DatabaseCommands = {
    bootstrap: refuse,
    keysStatus: refuse,
    keysRotate: refuse,
    auditVerify: refuse,
    adoptInstance: refuse,
    databaseMigrate: refuse,
    databaseSave: refuse,
    databaseLoad: refuse,
    doctor: null,
  };
  // The banner in build.mjs defines __filename.
  await runCli(databaseCommands, __filename);
}
