import { followChanges, pause, spread } from "./follow-changes";
import type { Client } from "./http";
import { fetchSecretValues, type SecretValues } from "./secret-values";

const LONGEST_RETRY_MS = 15_000;

export type WatchOptions = {
  client: Client;
  environmentId: string;
  first: SecretValues;
  pollMs: number;
  signal: AbortSignal;
  /** A value, not merely a row, has changed. Tried again where it throws. */
  apply: (values: SecretValues["values"], changedKeys: string[]) => Promise<void>;
  /** Trouble and its end, in a sentence each. */
  told: (message: string) => void;
};

/** Keeps `apply` informed until the signal; while the server can't be reached nothing changes. Never throws. */
export async function watchValues(options: WatchOptions): Promise<void> {
  const { client, environmentId, pollMs, signal, apply, told } = options;
  const isOver = () => signal.aborted;
  let known = options.first;
  /** What was read last: where it could not be applied it is tried again, without being read again. */
  let read = known;

  async function refresh(): Promise<void> {
    read = (await fetchSecretValues(client, environmentId, { etag: read.etag, signal })) ?? read;
    if (read === known) return;
    const changed = changedKeys(known.values, read.values);
    if (changed.length > 0) await apply(read.values, changed);
    known = read;
  }

  async function refreshUntilDone(): Promise<void> {
    for (let failures = 0; !isOver(); failures++) {
      try {
        await refresh();
        if (failures > 0) told("the server answers again.");
        return;
      } catch (error) {
        if (isOver()) return;
        if (failures === 0) told(`${messageOf(error)} The command keeps the values it has.`);
        await pause(spread(Math.max(pollMs, Math.min(pollMs * 2 ** failures, LONGEST_RETRY_MS))), signal);
      }
    }
  }

  await followChanges({ client, environmentId, pollMs, signal, onMaybeChanged: refreshUntilDone });
}

function changedKeys(before: SecretValues["values"], after: SecretValues["values"]): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => before[key] !== after[key]).sort();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
