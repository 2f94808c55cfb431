"use client";
import { useSyncExternalStore } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { onSession, sessionHasEnded } from "@/lib/client/session-state";

function toLogin(): void {
  // Loads a new page, which discards what this session had loaded.
  location.assign(`/login?callbackUrl=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Says that the session has ended on the server. Input stays on the page until the user leaves. */
export function SessionEndedBanner() {
  const ended = useSyncExternalStore(onSession, sessionHasEnded, () => false);
  return (
    <div role="alert">
      {ended && (
        <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line bg-warn-soft px-4 py-2 sm:px-8">
          <p>Your session has ended. Sign in again to continue. Nothing is loaded or saved until you do.</p>
          <button type="button" onClick={toLogin} className={buttonClass("primary", "sm")}>
            Sign in
          </button>
        </div>
      )}
    </div>
  );
}
