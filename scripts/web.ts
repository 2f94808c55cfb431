// npm run web: the console and API alone, for running several beside one database.
import { ensureBuilt } from "./build";
import { openInstallation } from "./installation";
import { launch } from "./launch";
import { claimPort, webProgram } from "./programs";
import { supervise } from "./supervise";

await launch(async () => {
  const { env, close } = await openInstallation();
  try {
    await claimPort(env);
    await ensureBuilt();
    await supervise([webProgram(env)], () => console.log(`Web is ready: ${env.nextAuthUrl.origin}`));
  } finally {
    await close();
  }
});
