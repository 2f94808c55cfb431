/** Looks at exposed keys, as prepared tests put them in place. */
import { nextLookAt } from "@/lib/rotation/core/key-watch";
import { lookAtKeys } from "@/lib/rotation/engine/key-look";
import type { ProviderKey } from "@/lib/providers/provider";
import { PROJECT, ROOT, SECRET, WATCH_INTERVAL } from "./given";
import type { Prepared } from "./prepared";

const WATCH = `${ROOT}/${PROJECT}`;
/** So many exposed keys that a listed one is hardly ever asked itself. */
export const MANY = 1e9;

/** `prepared` gives the test's own: each begins with new rows. */
export function looksOf(prepared: () => Prepared) {
  return {
    /** A look that is due now. */
    take: async (exposedKeys = MANY): Promise<boolean> => {
      const p = prepared();
      p.memory.takeLooks(60, { all: true });
      return await lookAtKeys(p.engine, { rootId: ROOT, projectId: PROJECT, exposedKeys });
    },
    exposed: async (row: Parameters<Prepared["credential"]>[1] = {}, secretId = SECRET) => {
      await prepared().secret({}, secretId);
      return await prepared().credential("ACTIVE", row, secretId);
    },
    list: (...keys: (Partial<ProviderKey> & { id: string })[]): void => {
      prepared().answers.listKeys = async (_key, _project, beforePage) => {
        await beforePage?.();
        return keys.map((key) => ({ expiresAt: null, lastUsedAt: null, ...key }));
      };
    },
    /** What a key that is asked itself answers. */
    refuse: (): void => {
      prepared().answers.verify = () => Promise.resolve({ kind: "refused", reason: "No." });
    },
    unclear: (): void => {
      prepared().answers.verify = () => Promise.resolve({ kind: "unclear", reason: "No." });
    },
    nextLook: () => prepared().memory.rows.looks.get(WATCH),
    planned: () => nextLookAt(WATCH, prepared().now(), WATCH_INTERVAL),
  };
}
