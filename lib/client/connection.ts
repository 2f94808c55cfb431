/** Whether the server can be reached. Outside React, so that the fetcher can set it. */

export type Connection = "up" | "offline" | "silent";

let silent = false;
const listeners = new Set<() => void>();

/** The outcome of the newest request: a response of any kind, or none. */
export function reportAnswer(answered: boolean): void {
  if (silent !== answered) return;
  silent = !answered;
  for (const listener of listeners) listener();
}

export function readConnection(): Connection {
  if (!navigator.onLine) return "offline";
  return silent ? "silent" : "up";
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
