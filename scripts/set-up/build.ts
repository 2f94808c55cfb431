// npm run build [-- programs]: the whole product in dist, console and programs, or the programs alone. It needs no packages
// any more; what is built from exactly these sources stays.
import { ensureBuilt } from "@/installation/programs/build";
import { ensureCompiled } from "@/installation/programs/compile";
import { launchInOrder } from "@/installation/programs/launch";

await launchInOrder(async (asked) => {
  await ensureCompiled();
  if (process.argv[2] !== "programs") await ensureBuilt(asked);
});
