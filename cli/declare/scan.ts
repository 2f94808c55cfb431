import { type Command, Option } from "commander";
import { connectionOf } from "../connection";
import { environmentRef } from "../environment";
import { CliError, EXIT } from "../exit";
import { readSettings, type SettingFlags } from "../settings/settings";
import { addConnectionOptions, addEnvironmentOptions, type Services } from "./services";

const SCAN_HELP = `
Finds OpenAI's keys and Phase's service tokens by their form, and the values of the chosen environment if you are logged in.
In a git repository, scan reads the files that git tracks or would add.

Exits with 0 if it finds nothing, 1 if it finds something, 2 if it can't tell.
As a hook, .git/hooks/pre-commit: exec phase scan --staged`;

type Flags = SettingFlags & { staged?: true; history?: true; values: boolean; output: string };

export function addScan(program: Command, { io, exitWith }: Services): void {
  addConnectionOptions(addEnvironmentOptions(program.command("scan")))
    .description("find keys, service tokens and the environment's values in files")
    .argument("[paths...]", "files and folders (default: this folder)")
    .option("--staged", "look at what the next git commit adds or changes")
    .addOption(new Option("--history", "look at every commit of the repository").conflicts("staged"))
    .option("--no-values", "look only for keys and tokens by their form, without the server")
    .addOption(
      new Option("-o, --output <format>", "how to print it").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", SCAN_HELP)
    .action(async (paths: string[], _: unknown, self: Command) => {
      const flags = self.optsWithGlobals<Flags>();
      try {
        const values = flags.values ? await valuesOf(flags) : {};
        const { scan } = await import("../commands/scan");
        const commits = flags.staged === true ? "next" : flags.history === true ? "earlier" : null;
        const json = flags.output === "json";
        exitWith(await scan(io, { paths, commits, json, values }));
      } catch (error) {
        // 1 means that something was found.
        throw new CliError(error instanceof Error ? error.message : String(error), EXIT.usage);
      }
    });

  async function valuesOf(flags: Flags): Promise<Record<string, string>> {
    const settings = await readSettings(io, flags);
    const environment = environmentRef(settings);
    const isChosen = (environment.environment ?? environment.app) !== null;
    if (!isChosen || (settings.token === null && flags.tokenFile === undefined)) return {};
    const { readValues } = await import("../commands/secrets");
    const where = { environment, waitForSeconds: 0 };
    return (await readValues(io, await connectionOf(settings, flags), where)).values;
  }
}
