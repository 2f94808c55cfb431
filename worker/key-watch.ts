/** Checks current keys continuously. Each admin key's checks run separately, so one that hangs delays no other's. */
import { addWatches, claimLooks, lookInTurn } from "@/lib/rotation/engine/key-watch";
import type { EngineServices } from "@/lib/rotation/services";
import type { Lanes } from "./lanes";
import { every, type Loop } from "./loop";

/** Each project has its own time in the interval. The lookup is frequent enough for each check to be in time. */
function everyMs(intervalSeconds: number): number {
  return Math.min(intervalSeconds / 20, 15) * 1000;
}

export function startKeyWatch(
  services: EngineServices,
  lanes: Lanes,
  report: (error: unknown) => void,
): Loop {
  const underWay = new Map<string, Promise<void>>();
  let isStopping = false;
  const begin = async () => {
    if (isStopping) return;
    for (const { rootId, looks } of await claimLooks(services, [...underWay.keys()])) {
      const done = lookInTurn(lanes.watching(rootId), looks).finally(() => {
        underWay.delete(rootId);
        // More may be due.
        begin().catch(report);
      });
      underWay.set(rootId, done);
    }
  };
  const round = async () => {
    await addWatches(services);
    await begin();
  };
  const loop = every(everyMs(services.settings.keyWatchIntervalSeconds), round, report);
  return {
    async stop() {
      isStopping = true;
      await loop.stop();
      await Promise.all(underWay.values());
    },
  };
}
