// The whole product in a fresh folder, on free ports, with everything that waits made short. Runs until it is told to
// stop, or until whoever started it is gone. By hand: node --import tsx e2e/stack.ts; it prints where everything is.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "@/scripts/build";
import { launch } from "@/scripts/launch";
import { freePort } from "@/scripts/ports";
import { webProgram, workerProgram } from "@/scripts/programs";
import { openSimulated } from "@/scripts/simulated";
import { supervise } from "@/scripts/supervise";

await launch(async () => {
  const folder = mkdtempSync(join(tmpdir(), "phase-e2e-"));
  Object.assign(process.env, {
    PHASE_DATA_DIR: folder,
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    SIMULATOR_PORT: String(await freePort()),
    NEXTAUTH_URL: "",
    NEXTAUTH_SECRET: "",
    SMTP_URL: "",
    MAIL_FROM: "",
    PHASE_MIN_ROTATION_INTERVAL_SECONDS: "1",
    PHASE_RETRY_SCALE: "0.01",
    PHASE_PROVIDER_TIMEOUT_SECONDS: "2",
    PHASE_RECONCILE_INTERVAL_SECONDS: "1",
    PHASE_VERIFY_BEFORE_EXPOSE: "true",
  });
  try {
    await ensureBuilt();
    const { env, login, token, simulator, close } = await openSimulated("stack");
    try {
      await supervise([webProgram(env), workerProgram(env)], () => {
        const stack = { baseUrl: env.nextAuthUrl.origin, ...login, token, simulator };
        if (process.send === undefined) console.log(JSON.stringify(stack));
        else process.send(stack);
      });
    } finally {
      await close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
