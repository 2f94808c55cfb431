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

/** Says in one line that something was done, or that it failed where nothing else on the page can say so. */
export function toast(text: string, tone: Said["tone"] = "positive"): void {
  publish([...waiting, { text, tone }]);
}

/** What was said and is not shown yet; it counts as shown from now on. */
function take(): readonly Said[] {
  const said = waiting;
  if (said.length > 0) publish(NONE);
  return said;
}

const load = () => import("./toast-list");
const ToastList = lazy(load);

/** Where toasts appear: once, in the layout. Their code comes with the first press: before it, nothing is said. */
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
    // There before anything is said, so that screen readers hear the first one too.
    <div role="status">
      {used && (
        <Suspense>
          <ToastList said={said} take={take} />
        </Suspense>
      )}
    </div>
  );
}
