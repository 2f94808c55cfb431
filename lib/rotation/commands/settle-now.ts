import { settle } from "../engine/settle";
import type { Engine, EngineServices } from "../services";

type Services = Engine & Pick<EngineServices, "lookAtSeal">;

/** Nobody waits for more; the worker pays the rest. */
const MOST_AT_ONCE = 20;

/**
 * Tries to pay debts while the person waits. What fails is the worker's, which has been woken for each of them; a sealed
 * installation leaves them untried, for the time when it is not.
 */
export async function settleNow(services: Services, credentialIds: string[]): Promise<void> {
  if ((await services.lookAtSeal()) !== null) return;
  const tries = credentialIds.slice(0, MOST_AT_ONCE).map((id) => settle(services, id));
  for (const result of await Promise.allSettled(tries)) {
    if (result.status === "rejected")
      services.log.warn({ err: result.reason }, "A revocation is left to the worker");
  }
}
