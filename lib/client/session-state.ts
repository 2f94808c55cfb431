/** Whether the server still knows this browser's session. Outside React, so that the fetcher can end it. */

let ended = false;
const listeners = new Set<() => void>();

export function endSession(): void {
  if (ended) return;
  ended = true;
  for (const listener of listeners) listener();
}

/** Somebody signed in again, in another tab. */
export function renewSession(): void {
  if (!ended) return;
  ended = false;
  for (const listener of listeners) listener();
}

/** True once a request was answered with 401, until one is answered again. */
export function sessionHasEnded(): boolean {
  return ended;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
