import type { DueWork } from "@/lib/rotation/engine/due";
import { mintWhenDue } from "@/lib/rotation/engine/mint";
import { settle } from "@/lib/rotation/engine/settle";
import type { EngineServices } from "@/lib/rotation/services";

/** Does what makes a row due. By then another worker may have done it. */
export async function doDueWork(engine: EngineServices, { kind, id }: DueWork): Promise<void> {
  switch (kind) {
    case "settle": {
      await settle(engine, id);
      return;
    }
    case "mint": {
      await mintWhenDue(engine, id);
    }
  }
}
