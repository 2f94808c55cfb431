// npm run build: the console, and the programs as plain JavaScript. After it the packages for development may go
// (`npm prune --omit=dev`): `npm start`, `npm run web`, `npm run worker` and `npm run phase` need them no longer.
import { ensureBuilt } from "@/installation/programs/build";
import { compilePrograms } from "@/installation/programs/compile";
import { launchInOrder } from "@/installation/programs/launch";
import { say } from "@/lib/terminal";

await launchInOrder(async (asked) => {
  await ensureBuilt(asked);
  await compilePrograms();
  say("Built. To run it, the packages for development may go: npm prune --omit=dev");
});
