import { UnknownRecord } from "@/simulator/organizations";
import type { SimulatorState } from "@/simulator/state";

type KeyEnd = Parameters<SimulatorState["endKeyBehindTheBack"]>[1];

/** Someone at the provider ends a key, and leaves its account. One that is gone already stays so. */
export function endKey(state: SimulatorState, keyId: string, how: KeyEnd): void {
  try {
    state.endKeyBehindTheBack(keyId, how);
  } catch (error) {
    if (!(error instanceof UnknownRecord)) throw error;
  }
}
