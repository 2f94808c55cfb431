// The whole product in a new folder, on free ports, with short waiting times. Runs until it is told to
// stop, or until its parent is gone. By hand: node --import tsx e2e/stack.ts; it prints the URLs and paths.
import { withFreshInstallation } from "@/installation/fresh/fresh-installation";
import { connect } from "@/lib/database/connect";
import { keysInTheClear, tablesInTheClear } from "@/proof/chaos/plaintext";
import { launchInOrder } from "@/installation/programs/launch";
import { webProgram, workerProgram } from "@/installation/programs/programs";
import { supervise } from "@/installation/programs/supervise";
import type { Env } from "@/lib/settings/env";

const SETTINGS = {
  PHASE_MIN_ROTATION_INTERVAL_SECONDS: "1",
  PHASE_RETRY_SCALE: "0.01",
  PHASE_PROVIDER_TIMEOUT_SECONDS: "2",
  PHASE_RECONCILE_INTERVAL_SECONDS: "1",
  PHASE_VERIFY_BEFORE_EXPOSE: "true",
};

await launchInOrder(() =>
  withFreshInstallation(SETTINGS, async ({ env, login, token, simulator }) => {
    await supervise([webProgram(env), workerProgram(env)], () =>
      tell({ baseUrl: env.nextAuthUrl.origin, ...login, token, simulator }),
    );
    tell({ keys: await keysLeftBehind(env) });
  }),
);

function tell(what: object): void {
  if (process.send === undefined) console.log(JSON.stringify(what));
  else process.send(what);
}

/** Where an OpenAI key appears unencrypted after all stories: tables, write-ahead log, files. */
async function keysLeftBehind({ databaseUrl, dataDir }: Env): Promise<string[]> {
  const client = await connect(databaseUrl);
  const { found, rows } = await tablesInTheClear(client).finally(() => client.end());
  if (rows === 0) throw new Error("There are no rows to look for keys in.");
  // The simulator stores its keys, like OpenAI.
  return [...found, ...(await keysInTheClear(dataDir, ["simulator.json"]))];
}
