// npm run dev: the product for working on it. The console is compiled as it is asked for, the worker starts again when
// its files change, and the simulator stands in OpenAI's place.
import { launchInOrder } from "./launch";
import { webProgram, workerProgram } from "./programs";
import { openSimulated } from "./simulated";
import { supervise } from "./supervise";

await launchInOrder(async () => {
  const { env, login, simulator, close } = await openSimulated("dev");
  try {
    await supervise([webProgram(env, { dev: true }), workerProgram(env, { watch: true })], () => {
      console.log(`
Ready: ${env.nextAuthUrl.origin}, ${login.email}, ${login.password}
Simulator: ${simulator.controlUrl}/, admin key ${simulator.adminKey}
`);
    });
  } finally {
    await close();
  }
});
