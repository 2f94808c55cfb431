// npm run worker: only the worker, for running several beside one database.
import { openInstallation } from "@/installation/installation";
import { launchInOrder } from "@/installation/programs/launch";
import { workerProgram } from "@/installation/programs/programs";
import { supervise } from "@/installation/programs/supervise";
import { say } from "@/lib/terminal";

await launchInOrder(async () => {
  const { env, close } = await openInstallation();
  try {
    await supervise([workerProgram(env)], () => say("Worker is running"));
  } finally {
    await close();
  }
});
