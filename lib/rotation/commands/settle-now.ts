import { settle } from "../engine/settle";
import type { Engine, EngineServices } from "../services";

type Services = Engine & Pick<EngineServices, "lookAtSeal">;

/** Nobody waits for more. The worker handles the rest. */
const MOST_AT_ONCE = 20;

/**
 * Attempts outstanding revocations while the caller waits. The worker, already woken for each, handles what
 * fails. A sealed installation leaves them until it is no longer sealed.
 */
export async function settleNow(services: Services, credentialIds: string[]): Promise<void> {
  if ((await services.lookAtSeal()) !== null) return;
  const tries = credentialIds.slice(0, MOST_AT_ONCE).map((id) => settle(services, id));
  for (const result of await Promise.allSettled(tries)) {
    if (result.status === "rejected")
      services.log.warn({ err: result.reason }, "A revocation is left to the worker");
  }
}
