import type { Store } from "@/lib/rotation/store/store";

/** The store where something is done before its first unit: what a command has looked up by then is old. */
export function beforeFirstUnit(store: Store, first: () => Promise<unknown>): Store {
  let left: (() => Promise<unknown>) | null = first;
  return {
    ...store,
    async inUnit(work, about) {
      const then = left;
      left = null;
      await then?.();
      return await store.inUnit(work, about);
    },
  };
}
