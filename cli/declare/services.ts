import type { Command } from "commander";
import { type Connection, connectionOf } from "../connection";
import type { DatabaseCommands } from "../database-commands";
import { type EnvironmentRef, environmentRef } from "../environment";
import type { Io } from "../io";
import { readSettings, type SettingFlags, type Settings } from "../settings/settings";

/** What the declared commands receive. */
export type Services = {
  io: Io;
  databaseCommands: DatabaseCommands;
  /** The single file that this program is. Undefined if it is a part of an installation. */
  ownFile?: string | undefined;
  /** The process's exit code unless set: 0. */
  exitWith: (code: number) => void;
};

export const ENV_OPTION = "environment: its ID, app/environment, or its name, if unique";
/** For commands that only read. */
export const WAIT_SECONDS = 10;
export const WAIT_OPTION = "how long to retry while Phase can't be reached, such as 30s or 5m";

/** On the program and on each command that calls the server, because people write them before or after its name. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option("--profile <name>", "which login to use")
    .option("--host <url>", "URL of the server")
    .option("--token-file <path>", "file that holds the service token")
    .option(
      "--insecure",
      "allow plain http to another machine; others on the network can read token and values",
    );
}

export function addEnvironmentOptions(command: Command): Command {
  return command
    .option("-e, --env <environment>", ENV_OPTION)
    .option("--app <app>", "app of the environment: its name or ID");
}

/** Server, token and environment of a command. */
export type Asked = { settings: Settings; connection: Connection; environment: EnvironmentRef };

/** @throws CliError */
export async function readAsked(io: Io, command: Command): Promise<Asked> {
  const flags = command.optsWithGlobals<SettingFlags>();
  const settings = await readSettings(io, flags);
  return { settings, connection: await connectionOf(settings, flags), environment: environmentRef(settings) };
}
