// npm start: web and worker, with the bundled PostgreSQL unless DATABASE_URL is set.
import { ensureBuilt } from "@/installation/programs/build";
import { lookAtSettings, openInstallation } from "@/installation/installation";
import { launchInOrder } from "@/installation/programs/launch";
import { claimPort, webProgram, workerProgram } from "@/installation/programs/programs";
import { supervise } from "@/installation/programs/supervise";
import { say } from "@/lib/terminal";
import { welcomeLines } from "./welcome";

await launchInOrder(async (asked) => {
  await claimPort(lookAtSettings().env);
  const { env, isEmbedded, close } = await openInstallation();
  try {
    await ensureBuilt(asked);
    const welcome = await welcomeLines(env);
    await supervise([webProgram(env), workerProgram(env)], () => {
      const database = isEmbedded ? `bundled PostgreSQL in ${env.dataDir}` : "the one of DATABASE_URL";
      say(
        [
          "",
          "Ready",
          `  Console   ${env.nextAuthUrl.origin}`,
          `  Database  ${database}`,
          ...welcome,
          "",
        ].join("\n"),
      );
    });
  } finally {
    await close();
  }
});
