import { type Command, Option } from "commander";
import type { ApplyFlags } from "../commands/apply";
import { addConnectionOptions, readAsked, type Services } from "./services";

const APPLY_HELP = `
The file has apps, environments, rotating secrets, third-party credentials, service tokens and webhooks by name. phase export
writes one. The file holds no keys: write an admin key as {env: NAME} or {file: PATH}. phase reads it only if it is needed.

Exit codes: 0 done, or nothing to change; 2 with --dry-run if something would change, or for invalid usage; 1 after a failure. If it
fails halfway, apply the file again: what is done stays done.

Examples:
  phase export > phase.yaml
  phase apply --dry-run
  OPENAI_ADMIN_KEY=… phase apply --tokens-to tokens.json
  phase apply --prune --yes`;

/** The whole configuration as a file. */
export function addConfiguration(program: Command, { io, exitWith }: Services): void {
  addConnectionOptions(program.command("apply"))
    .description("change Phase's configuration to what a file says; shows the plan first")
    .option("-f, --file <path>", "the file, or - for standard input", "phase.yaml")
    .option("-n, --dry-run", "show the plan and change nothing; exits with 2 if something would change")
    .option("--prune", "also delete what the file's sections leave out")
    .option(
      "--replace-keys",
      "also replace stored admin keys and webhook URLs that differ from those the file refers to",
    )
    .option(
      "--tokens-to <path>",
      "save new service tokens and signing secrets in this JSON file, which only you can read",
    )
    .option("-y, --yes", "delete without asking")
    .addOption(
      new Option("-o, --output <format>", "how to print it").choices(["text", "json"]).default("text"),
    )
    .option("--json", "the same as -o json")
    .addHelpText("after", APPLY_HELP)
    .action(async (flags: ApplyFlags, self: Command) => {
      const { connection } = await readAsked(io, self);
      const { apply } = await import("../commands/apply");
      exitWith(await apply(io, connection, flags));
    });
  addConnectionOptions(program.command("export"))
    .description("print the configuration as a file for phase apply, without keys")
    .action(async (_: unknown, self: Command) => {
      const { connection } = await readAsked(io, self);
      const { exportConfiguration } = await import("../commands/apply");
      await exportConfiguration(io, connection);
    });
}
