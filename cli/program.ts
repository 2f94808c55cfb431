import { Command, InvalidArgumentError, Option } from "commander";
import { completionScript, SHELLS, type Shell } from "./completion";
import type { Action } from "./commands/rotating-secrets";
import type { RunOptions } from "./commands/run";
import { type Connection, type ConnectionOptions, readConnection } from "./connection";
import type { BootstrapOptions, DatabaseCommands } from "./database-commands";
import { printableLines } from "@/lib/formats/printable";
import { type Format, FORMATS } from "@/lib/formats/write-values";
import type { Io } from "./io";
import { parseDays, parseDuration, parseInterval, parseSeconds, parseSignal } from "./option-parsers";
import packageJson from "./package.json" with { type: "json" };

const AFTER_HELP = `
Environment:
  PHASE_HOST           address of the server (default: http://127.0.0.1:3000)
  PHASE_SERVICE_TOKEN  service token; --token-file PATH reads one from a file

Exit codes:
  0  done
  1  it failed; standard error says why
  2  invalid usage
  phase run exits with the command's exit code, 128 + N after signal N,
  127 when the command does not exist, 126 when it can't be run`;

const RUN_HELP = `
Everything after -- is the command. It inherits this environment, with the secrets on top and without
PHASE_SERVICE_TOKEN. Signals are passed on to it: SIGTERM, SIGINT and SIGQUIT to everything that it has started, too.

While Phase can't be reached, the command starts with the values that phase has kept from the last time, encrypted under
the token and with their age on standard error, for as long as their keys certainly work (14 days at most). A refusal by
Phase (401, 403, 404) is never overruled, and removes what was kept.

With --watch, phase restarts the command when a value changes: SIGTERM, --grace seconds, SIGKILL. While the server can't
be reached, the command keeps the values it has. With --signal, phase signals it instead; have it reread --secrets-file.

Examples:
  phase run --env shop/Production -- node server.js
  phase run --env shop/Production --watch -- node server.js
  phase run --env shop/Production --watch --signal HUP --secrets-file /run/shop.env -- nginx -g "daemon off;"`;

/** Of the commands that only read. */
const WAIT_SECONDS = 10;
const WAIT_OPTION = "how long to retry while Phase can't be reached, such as 30s or 5m";

const ENV_OPTION = "environment: its id, app/environment, or its name, if unique";

type Services = {
  io: Io;
  databaseCommands: DatabaseCommands;
  /** What the process ends with unless it is told: 0. */
  exitWith: (code: number) => void;
};

type ReadFlags = { env?: string; waitFor: number };

/** The command line as data; what a command does is loaded when it is called. */
export function createProgram(services: Services): Command {
  const { io } = services;
  const program = new Command("phase")
    .description(
      "Phase Rotating Secrets: run programs with an environment's secrets, read them, rotate them.",
    )
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(printableLines(text)),
      writeErr: (text) => io.stderr.write(printableLines(text)),
    })
    .enablePositionalOptions()
    .showHelpAfterError("(phase --help tells more)")
    .addHelpText("after", AFTER_HELP);
  addConnectionOptions(program);
  addRun(program, services);
  addSecrets(program, services);
  addRotatingSecrets(program, services);
  addDatabaseCommands(program, services);
  addCompletion(program, services);
  return program;
}

/** On the program and on each command that asks the server: people write them on either side of its name. */
function addConnectionOptions(command: Command): Command {
  return command
    .option("--host <url>", "address of the server")
    .option("--token-file <path>", "file that holds the service token")
    .option("--insecure", "plain http to another machine: token and values are readable on the way");
}

function connectionOf(io: Io, command: Command): Promise<Connection> {
  return readConnection(io.env, command.optsWithGlobals<ConnectionOptions>());
}

function addRun(program: Command, { io, exitWith }: Services): void {
  type Flags = {
    env?: string;
    watch?: true;
    signal?: NodeJS.Signals;
    grace: number;
    poll: number;
    secretsFile?: string;
    secretsFormat: Format;
    waitFor?: number;
    fallback: string | boolean;
    fallbackReadonly?: true;
  };
  const action = async (command: string[], flags: Flags, self: Command) => {
    if (flags.signal !== undefined && flags.watch === undefined)
      self.error("error: --signal goes with --watch");
    const options: RunOptions = {
      env: flags.env,
      watch: flags.watch === true,
      signal: flags.signal,
      graceSeconds: flags.grace,
      pollSeconds: flags.poll,
      secretsFile: flags.secretsFile,
      secretsFormat: flags.secretsFormat,
      waitForSeconds: flags.waitFor,
      fallback: fallbackOf(flags),
    };
    const { run } = await import("./commands/run");
    exitWith(await run(io, await connectionOf(io, self), command, options));
  };
  // Not --env-file: Node itself takes that one, wherever it stands before "--".
  addConnectionOptions(program.command("run"))
    .description("run a command with an environment's secrets in its environment")
    .usage("[options] -- CMD [ARG...]")
    .argument("<command...>", "the command and its arguments")
    .option("-e, --env <environment>", ENV_OPTION)
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

function addSecrets(program: Command, { io }: Services): void {
  const secrets = program.command("secrets").description("read the secrets of an environment");
  addConnectionOptions(secrets.command("get"))
    .description("print one value")
    .argument("<key>", "name of the secret")
    .option("-e, --env <environment>", ENV_OPTION)
    .option("--wait-for <time>", WAIT_OPTION, parseDuration, WAIT_SECONDS)
    .option("-n, --no-newline", "print no line end after it")
    .action(async (key: string, flags: ReadFlags & { newline: boolean }, self: Command) => {
      const { getSecret } = await import("./commands/secrets");
      const { env, newline, waitFor: waitForSeconds } = flags;
      await getSecret(io, await connectionOf(io, self), { key, newline, env, waitForSeconds });
    });
  addConnectionOptions(secrets.command("export"))
    .description("print all values, for a file or for eval")
    .option("-e, --env <environment>", ENV_OPTION)
    .addOption(new Option("-f, --format <format>", "how to write them").choices(FORMATS).default("dotenv"))
    .option("--wait-for <time>", WAIT_OPTION, parseDuration, WAIT_SECONDS)
    .action(async ({ env, format, waitFor }: ReadFlags & { format: Format }, self: Command) => {
      const { exportSecrets } = await import("./commands/secrets");
      await exportSecrets(io, await connectionOf(io, self), format, { env, waitForSeconds: waitFor });
    });
}

function addRotatingSecrets(program: Command, { io }: Services): void {
  const group = program.command("rotating-secrets").description("look at rotating secrets and act on them");
  addConnectionOptions(group.command("list"))
    .description("list them with their health and next rotation")
    .option("-e, --env <environment>", `${ENV_OPTION}; all of them when left out`)
    .option("--json", "print JSON")
    .option("--wait-for <time>", WAIT_OPTION, parseDuration, WAIT_SECONDS)
    .action(async ({ env, json, waitFor }: ReadFlags & { json?: true }, self: Command) => {
      const { listRotatingSecrets } = await import("./commands/rotating-secrets");
      const options = { env, json: json === true, waitForSeconds: waitFor };
      await listRotatingSecrets(io, await connectionOf(io, self), options);
    });
  const addAction = (verb: Action["verb"], description: string) =>
    addConnectionOptions(group.command(verb))
      .description(description)
      .argument("<id>", "id of the rotating secret")
      .option("--json", "print JSON");
  const perform = async (id: string, { json }: { json?: true }, self: Command, action: Action) => {
    const { changeRotatingSecret } = await import("./commands/rotating-secrets");
    await changeRotatingSecret(io, await connectionOf(io, self), id, action, { json: json === true });
  };

  type RotateFlags = { json?: true; breakGlass?: true };
  addAction("rotate", "mint a new key now")
    .option("--break-glass", "revoke every other live credential immediately, without the revocation delay")
    .action(async (id: string, flags: RotateFlags, self: Command) => {
      const mode = flags.breakGlass === true ? "break_glass" : "graceful";
      await perform(id, flags, self, { verb: "rotate", body: { mode } });
    });
  addAction("pause", "pause the schedule; revocations continue").action(
    async (id: string, flags: { json?: true }, self: Command) =>
      await perform(id, flags, self, { verb: "pause" }),
  );
  type ResumeFlags = { json?: true; now?: true; keepSchedule?: true };
  addAction(
    "resume",
    "resume the schedule; without an option: rotate now after a failure, else keep the schedule",
  )
    .addOption(new Option("--now", "rotate immediately").conflicts("keepSchedule"))
    .option("--keep-schedule", "rotate when the schedule says")
    .action(async (id: string, flags: ResumeFlags, self: Command) => {
      const when = flags.now ? "now" : flags.keepSchedule ? "keep_schedule" : undefined;
      await perform(id, flags, self, { verb: "resume", body: { when } });
    });
}

function addDatabaseCommands(program: Command, { io, databaseCommands, exitWith }: Services): void {
  const DATABASE = "on the database (DATABASE_URL, or the one in PHASE_DATA_DIR)";
  type BootstrapFlags = BootstrapOptions & { passwordStdin: true };
  program
    .command("bootstrap")
    .description(`make the owner, an app and an admin service token, ${DATABASE}; prints JSON`)
    .requiredOption("--email <address>", "email of the owner")
    .requiredOption("--password-stdin", "read the owner's password from standard input")
    .option("--token-name <name>", "name of the service token")
    .option("--token-days <days>", "when the service token ends: 90 when left out, or never", parseDays)
    .action(async ({ email, tokenName, tokenDays }: BootstrapFlags) => {
      exitWith(await databaseCommands.bootstrap(io, { email, tokenName, tokenDays }));
    });
  const keys = program.command("keys").description(`the encryption keys, ${DATABASE}`);
  keys
    .command("status")
    .description("how many stored values each key of the ring holds")
    .action(async () => exitWith(await databaseCommands.keysStatus(io)));
  keys
    .command("rotate")
    .description("encrypt everything again under the first key of the ring; may be interrupted and run again")
    .action(async () => exitWith(await databaseCommands.keysRotate(io)));
  const audit = program.command("audit").description("the audit log");
  addConnectionOptions(audit.command("export"))
    .description("print the organisation's audit log as JSON Lines, oldest first")
    .option("--after <id>", "only what follows this entry")
    .action(async ({ after }: { after?: string }, self: Command) => {
      const { exportAudit } = await import("./commands/audit");
      await exportAudit(io, await connectionOf(io, self), after);
    });
  audit
    .command("verify")
    .description(`tell the first position of the audit log that was tampered with, ${DATABASE}`)
    .action(async () => exitWith(await databaseCommands.auditVerify(io)));
  program
    .command("adopt-instance")
    .description("unseal this installation after its database was moved or restored")
    .action(async () => exitWith(await databaseCommands.adoptInstance(io)));
  const database = program.command("database").description(`all that is stored, ${DATABASE}`);
  database
    .command("save")
    .description("write everything to a new file, which any version of PostgreSQL can read back")
    .argument("<file>")
    .action(async (path: string) => exitWith(await databaseCommands.databaseSave(io, path)));
  database
    .command("load")
    .description("read such a file into an empty database")
    .argument("<file>")
    .action(async (path: string) => exitWith(await databaseCommands.databaseLoad(io, path)));
  program
    .command("doctor")
    .description("check settings, database, migrations, key ring, worker and provider")
    .action(async () => exitWith(await databaseCommands.doctor(io)));
}

function addCompletion(program: Command, { io }: Services): void {
  const parseShell = (text: string): Shell => {
    const shell = SHELLS.find((known) => known === text);
    if (shell === undefined) throw new InvalidArgumentError(`It should be ${SHELLS.join(" or ")}.`);
    return shell;
  };
  program
    .command("completion")
    .description(`print a completion script: eval "$(phase completion bash)"`)
    .argument("<shell>", SHELLS.join(" or "), parseShell)
    .action((shell: Shell) => {
      io.stdout.write(completionScript(program, shell));
    });
}
