import { type Command, Option } from "commander";
import { type Format, FORMATS } from "@/lib/formats/write-values";
import { parseDuration } from "../option-parsers";
import { groupOf } from "./api";
import {
  addConnectionOptions,
  addEnvironmentOptions,
  readAsked,
  type Services,
  WAIT_OPTION,
  WAIT_SECONDS,
} from "./services";

type ReadFlags = { waitFor: number };

const SUBSTITUTE_HELP = `
{{ KEY | FILTER }} writes the value as its place needs it: json and yaml in quotes, shell in single quotes, url percent-encoded, base64.
{{ "{{" }} writes two braces. An unknown key or filter is an error, and then nothing is written.`;

export function addSecrets(program: Command, { io, exitWith }: Services): void {
  const secrets = groupOf(program, "secrets");
  addConnectionOptions(addEnvironmentOptions(secrets.command("get")))
    .description("print one value")
    .argument("<key>", "name of the secret")
    .option("--wait-for <time>", WAIT_OPTION, parseDuration, WAIT_SECONDS)
    .option("-n, --no-newline", "don't print a newline after the value")
    .action(async (key: string, flags: ReadFlags & { newline: boolean }, self: Command) => {
      const { connection, environment } = await readAsked(io, self);
      const { getSecret } = await import("../commands/secrets");
      const { newline, waitFor: waitForSeconds } = flags;
      await getSecret(io, connection, { key, newline, environment, waitForSeconds });
    });
  addConnectionOptions(addEnvironmentOptions(secrets.command("export")))
    .description("print all values, for a file or eval")
    .addOption(new Option("-f, --format <format>", "how to write them").choices(FORMATS).default("dotenv"))
    .option("--wait-for <time>", WAIT_OPTION, parseDuration, WAIT_SECONDS)
    .action(async ({ format, waitFor }: ReadFlags & { format: Format }, self: Command) => {
      const { connection, environment } = await readAsked(io, self);
      const { exportSecrets } = await import("../commands/secrets");
      await exportSecrets(io, connection, format, { environment, waitForSeconds: waitFor });
    });
  addConnectionOptions(addEnvironmentOptions(secrets.command("substitute")))
    .description(
      "fill a template such as {{ KEY }} or {{ KEY | json }}, from standard input if the template is -",
    )
    .argument("<template>", "a file, or -")
    .option("-o, --output <path>", "write this file, which only you can read, in place of standard output")
    .option("--wait-for <time>", WAIT_OPTION, parseDuration, WAIT_SECONDS)
    .addHelpText("after", SUBSTITUTE_HELP)
    .action(async (template: string, flags: ReadFlags & { output?: string }, self: Command) => {
      const { connection, environment } = await readAsked(io, self);
      const { substitute } = await import("../commands/substitute");
      const { output, waitFor: waitForSeconds } = flags;
      await substitute(io, connection, { template, output, environment, waitForSeconds });
    });
  addConnectionOptions(addEnvironmentOptions(secrets.command("set")))
    .description("create a secret or change its value, from standard input, a file or a prompt")
    .argument("<key>", "name of the secret")
    .option("--file <path>", "file that holds the value, in place of standard input")
    .option("--comment <text>", "what it is for")
    .action(async (key: string, flags: { file?: string; comment?: string }, self: Command) => {
      const { connection, environment } = await readAsked(io, self);
      const { setSecret } = await import("../commands/change-secrets");
      await setSecret(io, connection, key, { ...flags, environment });
    });
  type DiffFlags = { file?: string; exitCode?: true };
  addConnectionOptions(addEnvironmentOptions(secrets.command("diff")))
    .description("show which keys differ from another environment or a .env file, never their values")
    .argument("[environment]", "the other environment")
    .option("--file <path>", "compare with a .env file instead")
    .option("--exit-code", "exit with 2 if something differs")
    .action(async (other: string | undefined, { file, exitCode }: DiffFlags, self: Command) => {
      const { connection, environment } = await readAsked(io, self);
      const { diffSecrets } = await import("../commands/change-secrets");
      const options = { environment, other, file, exitCode: exitCode === true };
      exitWith(await diffSecrets(io, connection, options));
    });
}
