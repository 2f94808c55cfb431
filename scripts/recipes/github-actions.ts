import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { currentKey, expect, type Kitchen, run, succeed } from "./kitchen";

const workflowSchema = z.object({
  jobs: z.object({
    evaluate: z.object({
      steps: z.array(
        z.object({
          name: z.string().optional(),
          shell: z.literal("bash").optional(),
          run: z.string().optional(),
        }),
      ),
    }),
  }),
});

/** The steps that run a command, as in a runner: bash, and the next step gets what one writes to GITHUB_ENV. */
export async function tryGithubActions(kitchen: Kitchen): Promise<string | void> {
  if ((await run(kitchen, ["curl", "--version"])) === null) return "the steps, no curl here";
  const { jobs } = workflowSchema.parse(parse(kitchen.files.get("evaluate.yml") ?? ""));
  const handedOn = join(kitchen.folder, "github-env");
  writeFileSync(handedOn, "");
  const [read, use] = jobs.evaluate.steps.flatMap((step) => (step.run === undefined ? [] : [step.run]));
  const key = await currentKey(kitchen);
  const said = await succeed(kitchen, bash(read), { GITHUB_ENV: handedOn });
  expect(said === `::add-mask::${key}\n`, "The first step says something else than the mask");
  const env = Object.fromEntries(
    readFileSync(handedOn, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/=(.*)/s)),
  ) as Record<string, string>;
  expect(env["OPENAI_API_KEY"] === key, "The next step does not get the key");
  await succeed(kitchen, bash(use), { ...env, PHASE_SERVICE_TOKEN: undefined });
}

/** The runner's own options for `shell: bash`. */
function bash(script = "exit 1"): string[] {
  return ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script];
}
