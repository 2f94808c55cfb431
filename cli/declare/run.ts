import { type Command, Option } from "commander";
import { type Format, FORMATS } from "@/lib/formats/write-values";
import type { RunOptions } from "../commands/run";
import { parseDuration, parseInterval, parseSeconds, parseSignal } from "../option-parsers";
import {
  addConnectionOptions,
  addEnvironmentOptions,
  readAsked,
  type Services,
  WAIT_OPTION,
} from "./services";

const RUN_HELP = `
Everything after -- is the command. It inherits this environment plus the secrets, without PHASE_SERVICE_TOKEN. Phase passes signals to it, and SIGTERM, SIGINT and SIGQUIT to every process it started.

While Phase can't be reached, the command starts with the values that phase has kept from the last time, encrypted under
the token and with their age on standard error, for as long as their keys certainly work (14 days at most). A refusal by
Phase (401, 403, 404) is never overruled, and removes what was kept.

With --watch, phase restarts the command when a value changes: SIGTERM, --grace seconds, SIGKILL. While the server can't
be reached, the command keeps the values it has. With --signal, phase signals it instead; have it reread --secrets-file.

Examples:
  phase run --env shop/Production -- node server.js
  phase run --env shop/Production --watch -- node server.js
  phase run --env shop/Production --watch --signal HUP --secrets-file /run/shop.env -- nginx -g "daemon off;"`;

export function addRun(program: Command, { io, exitWith }: Services): void {
  type Flags = {
    watch?: true;
    signal?: NodeJS.Signals;
    grace: number;
    poll: number;
    secretsFile?: string;
    secretsFormat: Format;
    mask?: true;
    waitFor?: number;
    fallback: string | boolean;
    fallbackReadonly?: true;
  };
  const action = async (command: string[], flags: Flags, self: Command) => {
    if (flags.signal !== undefined && flags.watch === undefined)
      self.error("error: --signal goes with --watch");
    const options: Omit<RunOptions, "environment"> = {
      watch: flags.watch === true,
      signal: flags.signal,
      graceSeconds: flags.grace,
      pollSeconds: flags.poll,
      secretsFile: flags.secretsFile,
      secretsFormat: flags.secretsFormat,
      mask: flags.mask === true,
      waitForSeconds: flags.waitFor,
      fallback: fallbackOf(flags),
    };
    const { connection, environment } = await readAsked(io, self);
    const { run } = await import("../commands/run");
    exitWith(await run(io, connection, command, { ...options, environment }));
  };
  // Not --env-file, because Node itself takes that option anywhere before "--".
  addConnectionOptions(addEnvironmentOptions(program.command("run")))
    .description("run a command with an environment's secrets in its environment")
    .usage("[options] -- CMD [ARG...]")
    .argument("<command...>", "the command and its arguments")
    .option("-w, --watch", "restart the command when a value changes")
    .option("--signal <name>", "with --watch: send this signal instead", parseSignal)
    .option("--grace <seconds>", "time between SIGTERM and SIGKILL at a restart", parseSeconds, 10)
    .option("--secrets-file <path>", "keep the secrets in this file (0600) while the command runs")
    .addOption(
      new Option("--secrets-format <format>", "how to write that file").choices(FORMATS).default("dotenv"),
    )
    .addOption(
      new Option("--poll <seconds>", "how often to ask while the change stream is unavailable")
        .argParser(parseInterval)
        .default(4),
    )
    .option("--mask", "hide the values in what the command prints; its output then isn't a terminal")
    .option("--wait-for <time>", `${WAIT_OPTION} (default: 30s, or 5s with a fallback)`, parseDuration)
    .option("--fallback <path>", "keep the last values in this file instead of the user's state folder")
    .option("--no-fallback", "keep nothing, and start with nothing that was kept")
    .option("--fallback-readonly", "use what was kept, and leave the file as it is")
    .passThroughOptions()
    .addHelpText("after", RUN_HELP)
    .action(action);
}

type FallbackFlags = { fallback: string | boolean; fallbackReadonly?: true };

function fallbackOf({ fallback, fallbackReadonly }: FallbackFlags): RunOptions["fallback"] {
  if (fallback === false) return null;
  return { path: typeof fallback === "string" ? fallback : undefined, readOnly: fallbackReadonly === true };
}
