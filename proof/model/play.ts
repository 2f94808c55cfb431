import { converge } from "./converge";
import type { Operation } from "./operations";
import { create, perform } from "./perform";
import type { World } from "./world";

/** One rotating secret, then the operations, then the repair of everything. Throws where an invariant was broken. */
export async function play(world: World, operations: readonly Operation[]): Promise<World> {
  await create(world);
  for (const op of operations) {
    await perform(world, op);
    world.check();
  }
  await converge(world);
  return world;
}
