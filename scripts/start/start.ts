// npm start: web and worker, with the bundled PostgreSQL unless DATABASE_URL is set.
import { lookAtSettings, openInstallation } from "@/installation/installation";
import { launchInOrder } from "@/installation/programs/launch";
import { launcherLog } from "@/installation/programs/launcher-log";
import { claimPort, webProgram, workerProgram } from "@/installation/programs/programs";
import { supervise } from "@/installation/programs/supervise";
import { keepBackups, planOf } from "@/installation/saved/backups";
import { say } from "@/lib/terminal";
import { welcomeLines } from "./welcome";

await launchInOrder(async () => {
  await claimPort(lookAtSettings().env);
  const { env, isEmbedded, close } = await openInstallation();
  const plan = isEmbedded ? planOf(env) : null;
  let backups: ReturnType<typeof keepBackups> | undefined;
  try {
    const welcome = await welcomeLines(env);
    if (plan !== null) backups = keepBackups(plan, launcherLog);
    await supervise([webProgram(env), workerProgram(env)], () => {
      const database = isEmbedded ? `bundled PostgreSQL in ${env.dataDir}` : "the one in DATABASE_URL";
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
    await backups?.stop();
    await close();
  }
});
