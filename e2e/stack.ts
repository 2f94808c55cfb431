// The whole product in a fresh folder, on free ports, with everything that waits made short. Runs until it is told to
// stop, or until whoever started it is gone. By hand: node --import tsx e2e/stack.ts; it prints where everything is.
import { withFreshInstallation } from "@/installation/fresh/fresh-installation";
import { launchInOrder } from "@/installation/programs/launch";
import { webProgram, workerProgram } from "@/installation/programs/programs";
import { supervise } from "@/installation/programs/supervise";

const SETTINGS = {
  PHASE_MIN_ROTATION_INTERVAL_SECONDS: "1",
  PHASE_RETRY_SCALE: "0.01",
  PHASE_PROVIDER_TIMEOUT_SECONDS: "2",
  PHASE_RECONCILE_INTERVAL_SECONDS: "1",
  PHASE_VERIFY_BEFORE_EXPOSE: "true",
};

await launchInOrder(() =>
  withFreshInstallation(SETTINGS, ({ env, login, token, simulator }) =>
    supervise([webProgram(env), workerProgram(env)], () => {
      const stack = { baseUrl: env.nextAuthUrl.origin, ...login, token, simulator };
      if (process.send === undefined) console.log(JSON.stringify(stack));
      else process.send(stack);
    }),
  ),
);
