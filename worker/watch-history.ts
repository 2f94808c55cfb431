/** Looks every few seconds whether the database still knows what it once knew. */
import type { PositionMemory } from "@/lib/history/memory";
import { lossBetween, type Position, readPosition, RESTARTED } from "@/lib/history/position";
import { makeInventoriesDue } from "@/lib/rotation/engine/inventory";
import { distrustHistory, doubtMints } from "@/lib/rotation/engine/lost-history";
import type { EngineServices } from "@/lib/rotation/services";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 5_000;

/** The first look is done when this resolves. `onLoss` is called once every inventory is due. */
export async function watchHistory(
  services: EngineServices,
  memory: PositionMemory,
  onLoss: () => void,
  report: (error: unknown) => void,
): Promise<Loop> {
  const { db, log } = services;
  let last: Position | null = null;
  const look = async (): Promise<boolean> => {
    // Before this look is counted: another worker's later look would read as a loss.
    const before = last ?? (await memory.recall());
    const position = await readPosition(db);
    if (position === null) return false;
    const loss = before === null ? "nothing is known of its past" : lossBetween(before, position);
    if (loss !== null) {
      if (before !== null)
        log.warn({ loss }, "The database may have lost what it knew: all accounts are compared");
      if (loss !== RESTARTED && before !== null) await doubtMints(services);
      await distrustHistory(services);
    }
    // Only now: a process that dies before has to notice again.
    last = position;
    await memory.keep(position).catch((error: unknown) => {
      log.warn({ err: error }, "The database's position can't be kept in the data folder");
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
