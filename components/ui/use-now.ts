"use client";
import { createContext, useContext, useSyncExternalStore } from "react";

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** When the server rendered the page. The browser starts with the same text, then uses its own clock. */
export const RenderedAt = createContext<number | null>(null);

/**
 * The time in milliseconds, rounded down to steps: the component renders again only when a step has passed.
 * One timer for the page.
 */
export function useNow(stepMs = TICK_MS): number {
  const renderedAt = useContext(RenderedAt);
  const step = (at: number) => Math.floor(at / stepMs) * stepMs;
  return useSyncExternalStore(
    subscribe,
    () => step(Date.now()),
    () => step(renderedAt ?? Date.now()),
  );
}

const readZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The reader's time zone. The server doesn't know it and uses UTC. */
export function useZone(): string {
  return useSyncExternalStore(
    () => () => {},
    readZone,
    () => "UTC",
  );
}
