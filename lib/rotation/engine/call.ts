/** A provider call for a debt. Its failure is data: the row is put off, and the job is done. */
import { ProviderError } from "@/lib/providers/errors";
import type { Engine } from "../services";
import type { RootRow } from "../store";
import { openRootKey } from "./root-key";

export type CallResult<Value> = { ok: true; value: Value } | { ok: false; failure: ProviderError };

export async function callProvider<Value>(
  engine: Engine,
  root: RootRow,
  call: (rootKey: string) => Promise<Value>,
): Promise<CallResult<Value>> {
  try {
    return { ok: true, value: await call(await openRootKey(engine, root)) };
  } catch (error) {
    if (error instanceof ProviderError) return { ok: false, failure: error };
    engine.log.error({ err: error }, "A call to the provider failed on our side");
    const message = "Something failed in Phase. The server's log has the details.";
    return { ok: false, failure: new ProviderError("internal", message, { kind: "nothing" }) };
  }
}
