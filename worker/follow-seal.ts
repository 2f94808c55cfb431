/** Runs one thing while this installation may act, and another while it is sealed. */
import type { EngineServices } from "@/lib/rotation/services";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 5_000;

export type Work = {
  start(): Promise<Loop>;
  startSealed(sealedBecause: string): Loop;
};

/** Resolves once one of the two runs. A seal that appears or disappears later takes effect within seconds. */
export async function followSeal(
  { lookAtSeal, log }: Pick<EngineServices, "lookAtSeal" | "log">,
  work: Work,
  report: (error: unknown) => void,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<Loop> {
  let running: Loop | null = null;
  let runningUnder: string | null = null;
  const look = async () => {
    const sealedBecause = await lookAtSeal();
    if (running !== null && sealedBecause === runningUnder) return;
    const stopped = running?.stop();
    running = null;
    await stopped;
    if (sealedBecause !== null) log.error({ reason: sealedBecause }, "Sealed: provider calls are stopped");
    else if (runningUnder !== null) log.info("No longer sealed");
    running = sealedBecause === null ? await work.start() : work.startSealed(sealedBecause);
    runningUnder = sealedBecause;
  };
  await look();
  const loop = every(lookEveryMs, look, report);
  return {
    async stop() {
      await loop.stop();
      await running?.stop();
    },
  };
}
