// npm run demo: the whole product with the bundled simulator in OpenAI's place. Needs no account.
import { launchInOrder } from "@/installation/programs/launch";
import { webProgram, workerProgram } from "@/installation/programs/programs";
import { openSimulated } from "@/installation/fresh/simulated";
import { supervise } from "@/installation/programs/supervise";
import { say } from "@/lib/terminal";

await launchInOrder(async () => {
  const { env, login, token, simulator, close } = await openSimulated("demo");
  try {
    await supervise([webProgram(env), workerProgram(env)], () => {
      say(`
Ready. Open the console, sign in, and add the admin key under Third-party credentials.

  Console           ${env.nextAuthUrl.origin}
  Email             ${login.email}
  Password          ${login.password}
  Admin API key     ${simulator.adminKey}
  OpenAI simulator  ${simulator.controlUrl}/
${token === null ? "" : firstRun(env.nextAuthUrl.origin, token)}
Everything is in ${env.dataDir}. Ctrl-C stops it.
`);
    });
  } finally {
    await close();
  }
});

/** How a program gets the first key, once the console shows it. */
function firstRun(origin: string, token: string): string {
  return `  Service token     ${token}

Once you have a rotating secret, run a program with its key:

  PHASE_HOST=${origin} PHASE_SERVICE_TOKEN=${token} npm run phase -- run --env "My app/Development" -- printenv OPENAI_API_KEY
`;
}
