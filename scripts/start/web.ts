// npm run web: only the console and API, for running several beside one database.
import { lookAtSettings, openInstallation } from "@/installation/installation";
import { launchInOrder } from "@/installation/programs/launch";
import { claimPort, webProgram } from "@/installation/programs/programs";
import { supervise } from "@/installation/programs/supervise";
import { say } from "@/lib/terminal";
import { welcomeLines } from "./welcome";

await launchInOrder(async () => {
  await claimPort(lookAtSettings().env);
  const { env, close } = await openInstallation();
  try {
    const welcome = await welcomeLines(env);
    await supervise([webProgram(env)], () => {
      say([`Web is ready: ${env.nextAuthUrl.origin}`, ...welcome].join("\n"));
    });
  } finally {
    await close();
  }
});
