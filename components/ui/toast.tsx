"use client";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";

type Toast = { id: number; tone: "positive" | "danger"; text: string };

const SHOWN_MS = 6_000;
const NONE: readonly Toast[] = [];
let toasts = NONE;
let lastId = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says in one line that something was done, or that it failed where nothing else on the page can say so. */
export function toast(text: string, tone: Toast["tone"] = "positive"): void {
  lastId += 1;
  publish([...toasts, { id: lastId, tone, text }].slice(-3));
}

function dismiss(id: number): void {
  publish(toasts.filter((one) => one.id !== id));
}

/** Where toasts appear. Once, in the layout. */
export function Toaster() {
  const shown = useSyncExternalStore(
    subscribe,
    () => toasts,
    () => NONE,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 left-4 z-60 flex flex-col items-end gap-2"
    >
      {shown.map((one) => (
        <ToastLine key={one.id} toast={one} />
      ))}
    </div>
  );
}

function ToastLine({ toast: { id, tone, text } }: { toast: Toast }) {
  useEffect(() => {
    // Failures stay until they are read.
    if (tone === "danger") return;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, tone]);
  const Icon = tone === "danger" ? CircleAlert : CircleCheck;
  return (
    <div className="pointer-events-auto flex max-w-md items-start gap-2.5 rounded-lg border border-line bg-raised py-2 pr-2 pl-3 shadow-popup">
      <Icon
        aria-hidden
        className={`mt-1 size-4 shrink-0 ${tone === "danger" ? "text-danger-ink" : "text-accent-ink"}`}
      />
      <p className="py-0.5">{text}</p>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismiss(id)}
        className="rounded-sm p-1 text-faint hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
