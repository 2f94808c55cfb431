import type { Command } from "commander";
import { type Connection, connectionOf } from "../connection";
import type { DatabaseCommands } from "../database-commands";
import { type EnvironmentRef, environmentRef } from "../environment";
import type { Io } from "../io";
import { readSettings, type SettingFlags, type Settings } from "../settings/settings";

/** What the declared commands are handed. */
export type Services = {
  io: Io;
  databaseCommands: DatabaseCommands;
  /** What the process ends with unless it is told: 0. */
  exitWith: (code: number) => void;
};

export const ENV_OPTION = "environment: its id, app/environment, or its name, if unique";
/** Of the commands that only read. */
export const WAIT_SECONDS = 10;
export const WAIT_OPTION = "how long to retry while Phase can't be reached, such as 30s or 5m";

/** On the program and on each command that asks the server: people write them on either side of its name. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option("--profile <name>", "which login to use")
    .option("--host <url>", "address of the server")
    .option("--token-file <path>", "file that holds the service token")
    .option("--insecure", "plain http to another machine: token and values are readable on the way");
}

export function addEnvironmentOptions(command: Command): Command {
  return command
    .option("-e, --env <environment>", ENV_OPTION)
    .option("--app <app>", "app of the environment: its name or id");
}

/** Where, as whom and on what a command works. */
export type Asked = { settings: Settings; connection: Connection; environment: EnvironmentRef };

/** @throws CliError */
export async function readAsked(io: Io, command: Command): Promise<Asked> {
  const flags = command.optsWithGlobals<SettingFlags>();
  const settings = await readSettings(io, flags);
  return { settings, connection: await connectionOf(settings, flags), environment: environmentRef(settings) };
}
