import { type Command, Option } from "commander";
import { API_COMMANDS, GROUPS } from "../api-commands/api-commands";
import type { ApiCommand, CommandOption } from "../api-commands/command";
import { OUTPUT_FORMATS } from "../api-commands/output";
import type { Flags } from "../api-commands/perform";
import { parseCount, parseDuration } from "../option-parsers";
import {
  addConnectionOptions,
  addEnvironmentOptions,
  readAsked,
  type Services,
  WAIT_OPTION,
  WAIT_SECONDS,
} from "./services";

const WAIT_FOR_ROTATION_SECONDS = 120;
const MANY = 50;

/** The groups, and every command of the table. */
export function addApiCommands(program: Command, services: Services): void {
  for (const [name, does] of Object.entries(GROUPS)) program.command(name).description(does);
  for (const command of API_COMMANDS) addApiCommand(program, command, services);
}

/** The group of that name. */
export function groupOf(program: Command, name: string): Command {
  const found = program.commands.find((command) => command.name() === name);
  if (found === undefined) throw new Error(`Unknown group ${name}.`);
  return found;
}

function addApiCommand(program: Command, command: ApiCommand, { io }: Services): void {
  const [first = "", second] = command.name.split(" ");
  const built = (second === undefined ? program : groupOf(program, first)).command(second ?? first);
  addConnectionOptions(built).description(command.does);
  for (const { name } of command.args ?? []) built.argument(`<${name}>`);
  if (usesEnvironment(command)) addEnvironmentOptions(built);
  for (const option of command.options ?? []) built.addOption(optionOf(option));
  addOwnOptions(built, command);
  built
    .addOption(
      new Option("-o, --output <format>", "how to print it").choices(OUTPUT_FORMATS).default("table"),
    )
    .option("--json", "the same as -o json")
    .action(async (...all: unknown[]) => {
      const args = all.slice(0, command.args?.length ?? 0) as string[];
      const asked = await readAsked(io, built);
      const { perform } = await import("../api-commands/perform");
      await perform(io, asked, command, args, built.opts<Flags>());
    });
}

function usesEnvironment({ environment, args = [], options = [] }: ApiCommand): boolean {
  const named = [...args, ...options].some(({ kind }) => kind === "rotatingSecret" || kind === "secret");
  return environment !== undefined || named;
}

function optionOf({ flag, does, parse, isList, required, conflicts }: CommandOption): Option {
  const option = new Option(flag, does);
  if (required === true) option.makeOptionMandatory();
  if (conflicts !== undefined) option.conflicts(conflicts);
  if (isList === true) return option.argParser((text: string, before: unknown) => added(text, before, parse));
  return parse === undefined ? option : option.argParser(parse);
}

/** Texts are collected in an array, and parsed parts of one object in that object. */
function added(text: string, before: unknown, parse: CommandOption["parse"]): unknown {
  if (parse !== undefined) return { ...(before as object | undefined), ...(parse(text) as object) };
  return [...((before as string[] | undefined) ?? []), ...text.split(",").map((part) => part.trim())];
}

function addOwnOptions(built: Command, { route, list, isLong, confirm, secret, waits }: ApiCommand): void {
  if (route.startsWith("GET ")) built.option("--wait-for <time>", WAIT_OPTION, parseDuration, WAIT_SECONDS);
  if (list !== undefined && isLong === true)
    built.option("--limit <number>", "maximum number of items, newest first", parseCount, MANY);
  if (confirm !== undefined) built.option("-y, --yes", "don't ask");
  if (secret !== undefined)
    built.option("--file <path>", `file that holds the ${secret.what}, in place of standard input`);
  if (waits === true) {
    built
      .option("--wait", "wait until the new key is current; exits with 0, or 1 if the rotation failed")
      .option(
        "--timeout <time>",
        "with --wait: exits with 124 after this time",
        parseDuration,
        WAIT_FOR_ROTATION_SECONDS,
      );
  }
}
