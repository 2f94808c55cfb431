/** Work that stops when this installation is sealed, and starts again when someone has put it right. */
import type { EngineServices } from "@/lib/rotation/services";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 5_000;

/** Resolves once the work runs, or the installation turns out to be sealed. */
export async function whileUnsealed(
  { lookAtSeal, log }: Pick<EngineServices, "lookAtSeal" | "log">,
  startWork: () => Promise<Loop>,
  report: (error: unknown) => void,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<Loop> {
  let working: Loop | null = null;
  const look = async () => {
    const sealedBecause = await lookAtSeal();
    if (sealedBecause === null && working === null) {
      working = await startWork();
      log.info("Works: this installation is not sealed");
    } else if (sealedBecause !== null && working !== null) {
      log.error({ reason: sealedBecause }, "Sealed: no provider call is made");
      const stopped = working.stop();
      working = null;
      await stopped;
    }
  };
  await look();
  const loop = every(lookEveryMs, look, report);
  return {
    async stop() {
      await loop.stop();
      await working?.stop();
    },
  };
}
