/**
 * An environment's changes as server-sent events: `change` with the environment's version and the names of
 * the changed keys. Resumable with Last-Event-ID.
 */
import type { Db } from "@/lib/db";
import { type ChangeFeed, isAboutAccess } from "./change-feed";
import { inTurn } from "./turns";
import {
  changedKeys,
  environmentVersion,
  type KeyVersions,
  keyVersions,
  type Watched,
} from "./environment-version";

const HEARTBEAT_MS = 15_000;
const LONGEST_MS = 15 * 60_000;

type SecretStream = {
  db: Db;
  feed: Pick<ChangeFeed, "subscribe" | "closed">;
  watched: Watched;
  /** Rejects once the caller may no longer read the environment, which ends the stream. */
  checkAccess: () => Promise<unknown>;
  /** The last event that the client received. A client without one gets an event immediately. */
  lastEventId: string | null;
  /** Called once when the stream ends, for whatever reason. */
  ended: () => void;
  /** The request's signal, aborted when the client disconnects. */
  signal: AbortSignal;
};

export function secretStream(options: SecretStream): ReadableStream<Uint8Array> {
  const { db, feed, watched, checkAccess, lastEventId } = options;
  const { environmentId } = watched;
  const signal = AbortSignal.any([options.signal, feed.closed]);
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let told = lastEventId;
      // The listener's version of each key. Null before its first event.
      let known: KeyVersions | null = null;
      let over = false;
      const isOver = () => over;
      let looking: Promise<void> | undefined;
      let lookAgain = false;
      const write = (text: string) => controller.enqueue(encoder.encode(text));

      const look = async (): Promise<void> => {
        await checkAccess();
        const version = await environmentVersion(db, watched);
        if (over || (version === told && known !== null)) return;
        const now = await keyVersions(db, watched, version);
        if (isOver()) return;
        const keys = changedKeys(known, now);
        known = now;
        if (now.version === told) return;
        told = now.version;
        const data = JSON.stringify({ environmentId, version: told, keys });
        write(`event: change\nid: ${told}\ndata: ${data}\n\n`);
      };
      // A burst of changes costs two checks: the running one and one after it.
      const lookSoon = () => {
        lookAgain = true;
        looking ??= (async () => {
          while (lookAgain && !over) {
            lookAgain = false;
            await inTurn(async () => {
              if (!over) await look();
            });
          }
          looking = undefined;
        })().catch(end);
      };
      const unsubscribe = feed.subscribe((change) => {
        const isOurs =
          change === null ||
          isAboutAccess(change) ||
          (change.table === "secret" && change.environment_id === environmentId);
        if (isOurs) lookSoon();
      });
      const heartbeat = setInterval(() => {
        write(": still here\n\n");
        // No row changes when a token expires.
        lookSoon();
      }, HEARTBEAT_MS);
      const limit = setTimeout(end, LONGEST_MS);
      stop = () => {
        over = true;
        options.ended();
        unsubscribe();
        clearInterval(heartbeat);
        clearTimeout(limit);
        signal.removeEventListener("abort", end);
      };
      function end(): void {
        if (over) return;
        stop();
        controller.close();
      }
      signal.addEventListener("abort", end);
      if (signal.aborted) {
        end();
        return;
      }
      write("retry: 3000\n\n");
      lookSoon();
    },
    cancel: () => stop(),
  });
}
