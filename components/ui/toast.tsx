"use client";
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import type { Said } from "./toast-list";

const NONE: readonly Said[] = [];
let waiting = NONE;
const listeners = new Set<() => void>();

function publish(next: readonly Said[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reports in one line that something was done, or that it failed if nothing else on the page can say so. */
export function toast(text: string, tone: Said["tone"] = "positive"): void {
  publish([...waiting, { text, tone }]);
}

/** Toasts that aren't shown yet. From now on they count as shown. */
function take(): readonly Said[] {
  const said = waiting;
  if (said.length > 0) publish(NONE);
  return said;
}

const load = () => import("./toast-list");
const ToastList = lazy(load);

/**
 * Where toasts appear: once, in the layout. Their code loads with the first click, because nothing is
 * reported before.
 */
export function Toaster() {
  const said = useSyncExternalStore(
    subscribe,
    () => waiting,
    () => NONE,
  );
  const [used, setUsed] = useState(false);
  if (said.length > 0 && !used) setUsed(true);
  useEffect(() => {
    const reach = () => void load().catch(() => {});
    addEventListener("pointerdown", reach, { once: true });
    addEventListener("keydown", reach, { once: true });
    return () => {
      removeEventListener("pointerdown", reach);
      removeEventListener("keydown", reach);
    };
  }, []);
  return (
    // Rendered before the first toast, so that screen readers announce it too.
    <div role="status">
      {used && (
        <Suspense>
          <ToastList said={said} take={take} />
        </Suspense>
      )}
    </div>
  );
}
