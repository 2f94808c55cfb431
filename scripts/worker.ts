// npm run worker: the worker alone, for running several beside one database.
import { openInstallation } from "./installation";
import { launchInOrder } from "./launch";
import { workerProgram } from "./programs";
import { supervise } from "./supervise";

await launchInOrder(async () => {
  const { env, close } = await openInstallation();
  try {
    await supervise([workerProgram(env)], () => console.log("Worker is running"));
  } finally {
    await close();
  }
});
