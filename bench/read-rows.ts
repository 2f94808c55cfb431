/** The environment whose reading is measured: mostly static values, and the outputs of a few rotating secrets. */
import { importSecrets } from "@/lib/secrets/import-secrets";
import type { Stage } from "./stage";

const STATIC = 27;
const ROTATING = 3;
export const READ_ROWS = STATIC + ROTATING;

export async function fillEnvironment(stage: Stage): Promise<string> {
  const environmentId = await stage.createEnvironment("Reads");
  const lines = Array.from({ length: STATIC }, (_, index) => `SETTING_${index}=${"v".repeat(64)}${index}`);
  await importSecrets(stage.ctx, { environmentId, text: lines.join("\n"), onConflict: "skip" });
  const root = await stage.createRootCredential();
  for (let index = 0; index < ROTATING; index++) {
    await stage.createRotatingSecret(stage.ctx, environmentId, root, 600);
  }
  return environmentId;
}
