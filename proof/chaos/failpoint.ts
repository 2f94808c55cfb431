/**
 * Ends the process immediately when a worker reaches a named moment for the n-th time. The engine knows
 * nothing about it.
 */
import * as z from "zod";
import type { Provider } from "@/lib/providers/provider";
import type { ProviderRegistry } from "@/lib/providers/registry";
import type { EngineServices } from "@/lib/rotation/services";
import type { Store, Unit } from "@/lib/rotation/store/store";

/** `moment`: see `withFailpoint`. */
export const failpointSchema = z.object({ moment: z.string(), nth: z.int().min(1) });
export type Failpoint = z.infer<typeof failpointSchema>;

type Reach = (moment: string) => void;

/**
 * The services with the store and the providers wrapped. Moments are:
 * - `STATE written`, `STATE committed`: a credential's new state is in the open transaction, or in the database;
 *   `claimed` is just before the intent (SENDING) is written
 * - `before CALL`, `after CALL`: a call of the provider
 */
export function withFailpoint<Services extends EngineServices>(
  services: Services,
  { moment, nth }: Failpoint,
): Services {
  let left = nth;
  const reach: Reach = (reached) => {
    if (reached !== moment) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
  return {
    ...services,
    store: watchedStore(services.store, reach),
    providers: watchedProviders(services.providers, reach),
  };
}

function watchedStore(store: Store, reach: Reach): Store {
  return {
    takeCall: (...input) => store.takeCall(...input),
    async inUnit(work, about) {
      let states: string[] = [];
      const result = await store.inUnit(async (unit) => {
        states = [];
        const done = await work(watchedUnit(unit, states, reach));
        for (const state of states) reach(`${state} written`);
        return done;
      }, about);
      for (const state of states) reach(`${state} committed`);
      return result;
    },
  };
}

function watchedUnit(unit: Unit, states: string[], reach: Reach): Unit {
  return {
    ...unit,
    async insertCredential(row) {
      reach("claimed");
      const credential = await unit.insertCredential(row);
      states.push(credential.state);
      return credential;
    },
    async updateCredential(id, from, patch) {
      const isOurs = await unit.updateCredential(id, from, patch);
      if (isOurs && patch.state !== undefined && patch.state !== from) states.push(patch.state);
      return isOurs;
    },
  };
}

function watchedProviders(registry: ProviderRegistry, reach: Reach): ProviderRegistry {
  return { ...registry, open: async (name) => watchedProvider(await registry.open(name), reach) };
}

function watchedProvider(provider: Provider, reach: Reach): Provider {
  const around = async <Answer>(name: string, call: () => Promise<Answer>): Promise<Answer> => {
    reach(`before ${name}`);
    const answer = await call();
    reach(`after ${name}`);
    return answer;
  };
  return {
    ...provider,
    mint: (...input) => around("mint", () => provider.mint(...input)),
    verify: (...input) => around("verify", () => provider.verify(...input)),
    revoke: (...input) => around("revoke", () => provider.revoke(...input)),
    listServiceAccounts: (...input) => around("list", () => provider.listServiceAccounts(...input)),
  };
}
