import { Command, InvalidArgumentError } from "commander";
import { printableLines } from "@/lib/formats/printable";
import { completionScript, SHELLS, type Shell } from "./completion";
import { addAccess } from "./declare/access";
import { addApiCommands } from "./declare/api";
import { addConfiguration } from "./declare/configuration";
import { addDatabaseCommands } from "./declare/database";
import { addRun } from "./declare/run";
import { addScan } from "./declare/scan";
import { addSecrets } from "./declare/secrets";
import { addConnectionOptions, readAsked, type Services } from "./declare/services";
import packageJson from "./package.json" with { type: "json" };

const AFTER_HELP = `
Environment:
  PHASE_HOST           URL of the server (default: http://127.0.0.1:3000)
  PHASE_SERVICE_TOKEN  service token; --token-file PATH reads one from a file
  PHASE_PROFILE        which login to use (default: default)
  PHASE_APP            app of the environment
  PHASE_ENV            environment: its ID, app/environment, or its name, if unique
  An option goes before a variable, a variable before .phase.yaml in this folder or above, and that before the login.

Exit codes:
  0  done
  1  it failed; standard error says why
  2  invalid usage
  phase run exits with the command's exit code, 128 + N after signal N,
  127 when the command does not exist, 126 when it can't be run`;

/** The command line as data. A command's code is loaded when it is called. */
export function createProgram(services: Services): Command {
  const { io } = services;
  const program = new Command("phase")
    .description(
      "Phase Rotating Secrets: run programs with an environment's secrets, read and rotate secrets.",
    )
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(printableLines(text)),
      writeErr: (text) => io.stderr.write(printableLines(text)),
    })
    .enablePositionalOptions()
    .showHelpAfterError("(see phase --help)")
    .addHelpText("after", AFTER_HELP);
  addConnectionOptions(program);
  addRun(program, services);
  addApiCommands(program, services);
  addSecrets(program, services);
  addConfiguration(program, services);
  addScan(program, services);
  addAccess(program, services);
  addDatabaseCommands(program, services);
  addCompletion(program, services);
  program
    .command("version")
    .description("print the version, as --version does")
    .action(() => void io.stdout.write(`${packageJson.version}\n`));
  return program;
}

function addCompletion(program: Command, { io }: Services): void {
  const parseSubject = (text: string): Shell | "environments" => {
    // For the scripts themselves.
    if (text === "environments") return text;
    const shell = SHELLS.find((known) => known === text);
    if (shell === undefined) throw new InvalidArgumentError(`Use ${SHELLS.join(" or ")}.`);
    return shell;
  };
  program
    .command("completion")
    .description(`print a completion script: eval "$(phase completion bash)"`)
    .argument("<shell>", SHELLS.join(" or "), parseSubject)
    .action(async (subject: Shell | "environments", _: unknown, self: Command) => {
      if (subject === "environments") {
        const { connection } = await readAsked(io, self);
        const { createClient } = await import("./http");
        const { listEnvironments } = await import("./environment");
        const environments = await listEnvironments(createClient(connection, io));
        for (const { path } of environments) io.stdout.write(`${printableLines(path)}\n`);
        return;
      }
      io.stdout.write(completionScript(program, subject));
    });
}
