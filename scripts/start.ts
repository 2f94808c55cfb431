// npm start: web and worker, with the bundled PostgreSQL unless DATABASE_URL is set.
import { ensureBuilt } from "./build";
import { lookAtSettings, openInstallation } from "./installation";
import { launchInOrder } from "./launch";
import { claimPort, webProgram, workerProgram } from "./programs";
import { supervise } from "./supervise";
import { welcomeLines } from "./welcome";

await launchInOrder(async (asked) => {
  await claimPort(lookAtSettings().env);
  const { env, isEmbedded, close } = await openInstallation();
  try {
    await ensureBuilt(asked);
    const welcome = await welcomeLines(env);
    await supervise([webProgram(env), workerProgram(env)], () => {
      const database = isEmbedded ? `bundled PostgreSQL in ${env.dataDir}` : "the one of DATABASE_URL";
      console.log(
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
