import { followChanges, pause, spread } from "./follow-changes";
import type { SecretValues } from "./secret-values";
import type { ValueSource } from "./value-source";

const LONGEST_RETRY_MS = 15_000;
/** While no change arrives, Phase is called this often, so that the fallback stays good. */
const RENEW_MS = 300_000;

export type WatchOptions = {
  source: Pick<ValueSource, "client" | "environmentId" | "first" | "read">;
  pollMs: number;
  renewMs?: number;
  signal: AbortSignal;
  /** A value has changed, not merely a row. Retried if it throws. */
  apply: (values: SecretValues["values"], changedKeys: string[]) => Promise<void>;
  /** Trouble and its end, in a sentence each. */
  notify: (message: string) => void;
};

/** Keeps `apply` informed until the signal. While the server can't be reached, nothing changes. Never throws. */
export async function watchValues(options: WatchOptions): Promise<void> {
  const { source, pollMs, renewMs = RENEW_MS, signal, apply, notify } = options;
  const isOver = () => signal.aborted;
  let applied = source.first.values;
  /** What was read last. If applying it failed, it is applied again without another read. */
  let read = source.first;
  let turn = Promise.resolve();

  async function refresh(): Promise<void> {
    read = await source.read(read, signal);
    const { values } = read;
    if (values === applied) return;
    const changed = changedKeys(applied, values);
    if (changed.length > 0) await apply(values, changed);
    applied = values;
  }

  async function refreshUntilDone(): Promise<void> {
    for (let failures = 0; !isOver(); failures++) {
      try {
        await refresh();
        if (failures > 0) notify("The server is responding again.");
        return;
      } catch (error) {
        if (isOver()) return;
        if (failures === 0) notify(`${messageOf(error)} The command keeps the values it has.`);
        await pause(spread(Math.max(pollMs, Math.min(pollMs * 2 ** failures, LONGEST_RETRY_MS))), signal);
      }
    }
  }

  /** One after the other, for all callers. */
  function onMaybeChanged(): Promise<void> {
    turn = turn.then(refreshUntilDone);
    return turn;
  }

  async function renew(): Promise<void> {
    while (await pause(spread(renewMs), signal)) await onMaybeChanged();
  }

  const { client, environmentId } = source;
  await Promise.all([followChanges({ client, environmentId, pollMs, signal, onMaybeChanged }), renew()]);
}

function changedKeys(before: SecretValues["values"], after: SecretValues["values"]): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => before[key] !== after[key]).sort();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
