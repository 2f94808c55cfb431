import { type Command, Option } from "commander";
import { readSettings, type SettingFlags } from "../settings/settings";
import { addConnectionOptions, addEnvironmentOptions, readAsked, type Services } from "./services";

const CLIENT = "this machine's connection to the server: host, reachability, clock, token, environment";

/** Logins, the folder's environment, and checks of both. */
export function addAccess(program: Command, services: Services): void {
  const { io } = services;
  addConnectionOptions(program.command("login"))
    .description(
      "log in with a service token or in the browser, and save the token in a file that only you can read",
    )
    .option("--keyring", "save the token in the system's keyring instead")
    .option("--browser", "let a member approve the login in the console, instead of asking for a token")
    .addOption(new Option("--token-stdin", "read the service token from standard input").conflicts("browser"))
    .action(
      async (
        { tokenStdin, browser, keyring }: { tokenStdin?: true; browser?: true; keyring?: true },
        self: Command,
      ) => {
        const flags = self.optsWithGlobals<SettingFlags>();
        const { login } = await import("../commands/login");
        const settings = await readSettings(io, flags, { mayBeNew: true });
        const options = { tokenStdin: tokenStdin === true, browser: browser === true };
        await login(io, settings, { ...options, keyring: keyring === true });
      },
    );
  program
    .command("logout")
    .description("remove a saved login; its token stays valid")
    .option("--profile <name>", "which login")
    .action(async (_: unknown, self: Command) => {
      const { logout } = await import("../commands/login");
      await logout(io, await readSettings(io, self.optsWithGlobals<SettingFlags>(), { mayBeNew: true }));
    });
  addConnectionOptions(program.command("whoami"))
    .description("show whose token is in use and what it may do")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: true }, self: Command) => {
      const { connection } = await readAsked(io, self);
      const { whoami } = await import("../commands/whoami");
      await whoami(io, connection, json === true);
    });
  addConnectionOptions(addEnvironmentOptions(program.command("setup")))
    .description("choose this folder's app and environment; writes .phase.yaml, which you can commit")
    .action(async (_: unknown, self: Command) => {
      const { connection, environment } = await readAsked(io, self);
      const { setup } = await import("../commands/setup");
      await setup(io, connection, environment);
    });
  addConnectionOptions(addEnvironmentOptions(program.command("config")))
    .description("show the settings in use and where each comes from")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: true }, self: Command) => {
      const flags = self.optsWithGlobals<SettingFlags>();
      const { showConfig } = await import("../commands/config");
      showConfig(io, await readSettings(io, flags), flags.tokenFile, json === true);
    });
  addDoctor(program, services);
  addUpdate(program, services);
}

function addUpdate(program: Command, { io, ownFile, exitWith }: Services): void {
  program
    .command("update")
    .description("replace phase's own file with the one that the server has, after checking its digest")
    .option("--check", "only say whether the two files differ: exits with 0 if they don't, 2 if they do")
    .option("--profile <name>", "which login's server")
    .option("--host <url>", "URL of the server")
    .action(async ({ check }: { check?: true }, self: Command) => {
      const { update } = await import("../commands/update");
      const settings = await readSettings(io, self.optsWithGlobals<SettingFlags>());
      exitWith(await update(io, settings, { check: check === true, ownFile }));
    });
}

function addDoctor(program: Command, { io, databaseCommands, exitWith }: Services): void {
  const { doctor } = databaseCommands;
  const installation = "settings, database, migrations, key ring, worker and provider";
  addConnectionOptions(addEnvironmentOptions(program.command("doctor")))
    .description(`check ${doctor === null ? CLIENT : installation}`)
    .option("--client", `check ${CLIENT}`)
    .action(async ({ client }: { client?: true }, self: Command) => {
      if (doctor !== null && client !== true) {
        exitWith(await doctor(io));
        return;
      }
      const flags = self.optsWithGlobals<SettingFlags>();
      const { clientDoctor } = await import("../commands/client-doctor");
      exitWith(await clientDoctor(io, await readSettings(io, flags), flags));
    });
}
