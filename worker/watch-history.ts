/** Checks every few seconds whether the database still knows what it once knew. */
import type { PositionMemory } from "@/lib/history/memory";
import { lossBetween, type Position, readPosition, RESTARTED } from "@/lib/history/position";
import { makeInventoriesDue } from "@/lib/rotation/engine/inventory";
import { distrustHistory, doubtMints } from "@/lib/rotation/engine/lost-history";
import type { EngineServices } from "@/lib/rotation/services";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 5_000;

/** Resolves when the first check is done. `onLoss` is called once every inventory is due. */
export async function watchHistory(
  services: EngineServices,
  memory: PositionMemory,
  onLoss: () => void,
  report: (error: unknown) => void,
): Promise<Loop> {
  const { db, log } = services;
  let last: Position | null = null;
  const look = async (): Promise<boolean> => {
    // Before this check is counted, because another worker's later check would look like a loss.
    const before = last ?? (await memory.recall());
    const position = await readPosition(db);
    if (position === null) return false;
    const loss = before === null ? "its history is unknown" : lossBetween(before, position);
    if (loss !== null) {
      if (before !== null) log.warn({ loss }, "The database may have lost data; comparing all accounts");
      if (loss !== RESTARTED && before !== null) await doubtMints(services);
      await distrustHistory(services);
    }
    // Only now, because a process that dies before must detect the loss again.
    last = position;
    await memory.keep(position).catch((error: unknown) => {
      log.warn({ err: error }, "Couldn't save the database's position in the data folder");
    });
    return loss !== null;
  };
  if (!(await look())) await makeInventoriesDue(services);
  return every(
    LOOK_EVERY_MS,
    async () => {
      if (await look()) onLoss();
    },
    report,
  );
}
