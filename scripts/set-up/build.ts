// npm run build [-- programs]: builds the whole product in dist, console and programs, or only the programs.
// The result needs
// no packages. Parts that were built from exactly these sources stay.
import { ensureBuilt } from "@/installation/programs/build";
import { ensureCompiled } from "@/installation/programs/compile";
import { launchInOrder } from "@/installation/programs/launch";

await launchInOrder(async (asked) => {
  await ensureCompiled();
  if (process.argv[2] !== "programs") await ensureBuilt(asked);
});
