// npm run demo: the whole product with the bundled simulator in OpenAI's place. Needs no account.
import { launchInOrder } from "@/installation/programs/launch";
import { webProgram, workerProgram } from "@/installation/programs/programs";
import { openSimulated } from "@/installation/fresh/simulated";
import { supervise } from "@/installation/programs/supervise";
import { say } from "@/lib/terminal";

await launchInOrder(async () => {
  const { env, login, simulator, close } = await openSimulated("demo");
  try {
    await supervise([webProgram(env), workerProgram(env)], () => {
      say(`
Ready. Open the console, sign in, and add the admin key under Third-party credentials.

  Console           ${env.nextAuthUrl.origin}
  Email             ${login.email}
  Password          ${login.password}
  Admin API key     ${simulator.adminKey}
  OpenAI simulator  ${simulator.controlUrl}/

Everything is in ${env.dataDir}. Ctrl-C stops it.
`);
    });
  } finally {
    await close();
  }
});
