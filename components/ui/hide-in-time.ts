import { onSession, sessionHasEnded } from "@/lib/client/session-state";

const LEGIBLE_MS = 60_000;
const AWAY_MS = 15_000;

/**
 * Hides a revealed value after a minute, when the page was hidden for long, or when the session ends. Returns
 * how to stop.
 */
export function hideInTime(hide: () => void): () => void {
  const minute = setTimeout(hide, LEGIBLE_MS);
  let away: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(away);
    if (document.visibilityState === "hidden") away = setTimeout(hide, AWAY_MS);
  };
  const stopSession = onSession(() => {
    if (sessionHasEnded()) hide();
  });
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(minute);
    clearTimeout(away);
    stopSession();
    document.removeEventListener("visibilitychange", look);
  };
}
