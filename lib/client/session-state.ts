/** Whether the server still knows this browser's session. Outside React, so that the fetcher can change it. */

let ended = false;
const listeners = new Set<() => void>();

export function endSession(): void {
  if (ended) return;
  ended = true;
  for (const listener of listeners) listener();
}

/** Someone signed in again in another tab. */
export function renewSession(): void {
  if (!ended) return;
  ended = false;
  for (const listener of listeners) listener();
}

/** True after a 401, until a request succeeds again. */
export function sessionHasEnded(): boolean {
  return ended;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
