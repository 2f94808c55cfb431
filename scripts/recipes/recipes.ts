// node scripts/run.mjs recipes [NAME…]: follows docs/recipes with the files from there, against the whole
// product with the
// simulator in OpenAI's place. Reports and leaves out what this machine lacks (systemd, Python).
import { buildCli } from "../../cli/build.mjs";
import { launchInOrder } from "@/installation/programs/launch";
import { join } from "node:path";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tryNginx } from "./behind-nginx";
import { BehindProxy } from "./behind-proxy";
import { tryCommandLine } from "./command-line";
import { tryDocker } from "./docker";
import { tryGithubActions } from "./github-actions";
import { tryKubernetes } from "./kubernetes";
import { tryNode } from "./node";
import { tryAlone } from "./alone";
import { tryPython } from "./python";
import { readRecipe } from "./read-recipe";
import { trySystemd } from "./systemd";
import type { Kitchen } from "./kitchen";
import { type Throwaway, withThrowaway } from "@/installation/fresh/throwaway";

/** Each returns what it couldn't test on this machine, or nothing. */
const RECIPES: Record<string, (kitchen: Kitchen) => Promise<string | void>> = {
  "command-line": tryCommandLine,
  node: tryNode,
  python: tryPython,
  docker: tryDocker,
  systemd: trySystemd,
  "github-actions": tryGithubActions,
  kubernetes: tryKubernetes,
};
/** Everything runs behind a forward proxy. This part is only about the proxy. */
const PROXY = "proxy";
/** The reverse proxy of docs/network.md. */
const NGINX = "nginx";
/** Has its own installation. */
const ALONE = "alone";
const SCHEDULE = { rotationIntervalSeconds: 3_600, revocationDelaySeconds: 600 };

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : [...Object.keys(RECIPES), PROXY, NGINX, ALONE];
const behindProxy = new BehindProxy();

await launchInOrder(async () => {
  const tryAll = async (throwaway: Throwaway) => {
    const cli = join(throwaway.folder, "bin", "phase");
    await buildCli(cli);
    const failures: string[] = [];
    const attempt = (name: string) => {
      if (name === ALONE) return tryAlone();
      if (name === PROXY) return behindProxy.check(kitchenFor(throwaway, name));
      if (name === NGINX) return tryNginx(kitchenFor(throwaway, name));
      return RECIPES[name]?.(kitchenFor(throwaway, name));
    };
    for (const name of names) {
      try {
        const leftOut = await attempt(name);
        console.log(`ok      ${name}${leftOut === undefined ? "" : `  (not tried: ${leftOut})`}`);
      } catch (error) {
        failures.push(name);
        console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return failures;
  };
  const failed = await withThrowaway(SCHEDULE, tryAll, behindProxy.open);
  if (failed.length > 0) throw new Error(`${failed.length} of ${names.length} recipes failed.`);
});

/** A folder with the recipe's files, and `phase` on the PATH. */
function kitchenFor(throwaway: Throwaway, name: string): Kitchen {
  mkdirSync(join(throwaway.folder, "recipes"), { recursive: true });
  const folder = mkdtempSync(join(throwaway.folder, "recipes", `${name}-`));
  const files = [PROXY, NGINX].includes(name) ? new Map<string, string>() : readRecipe(name);
  for (const [file, text] of files) {
    writeFileSync(join(folder, file), text);
    if (text.startsWith("#!")) chmodSync(join(folder, file), 0o755);
  }
  const { host, environmentId, environmentPath, readerToken, simulator } = throwaway;
  const tokenFile = join(folder, "phase-token");
  writeFileSync(tokenFile, readerToken, { mode: 0o600 });
  return {
    throwaway,
    folder,
    files,
    tokenFile,
    env: {
      NODE_ENV: "production",
      PATH: `${join(throwaway.folder, "bin")}:${process.execPath.replace(/\/node$/, "")}:${process.env.PATH ?? ""}`,
      HOME: folder,
      PHASE_HOST: host,
      PHASE_SERVICE_TOKEN: readerToken,
      PHASE_ENVIRONMENT: environmentPath,
      PHASE_ENVIRONMENT_ID: environmentId,
      OPENAI_BASE_URL: simulator.url,
    },
  };
}
