// npm run dev: the product for development. The console is compiled on demand, the worker restarts when
// its files change, and the simulator takes OpenAI's place.
import { launchInOrder } from "@/installation/programs/launch";
import { webProgram, workerProgram } from "@/installation/programs/programs";
import { openSimulated } from "@/installation/fresh/simulated";
import { supervise } from "@/installation/programs/supervise";
import { say } from "@/lib/terminal";

await launchInOrder(async () => {
  const { env, login, simulator, close } = await openSimulated("dev");
  try {
    await supervise([webProgram(env, { dev: true }), workerProgram(env, { watch: true })], () => {
      say(`
Ready: ${env.nextAuthUrl.origin}, ${login.email}, ${login.password}
Simulator: ${simulator.controlUrl}/, admin key ${simulator.adminKey}
`);
    });
  } finally {
    await close();
  }
});
