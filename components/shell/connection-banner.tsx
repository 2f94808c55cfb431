"use client";
import { WifiOff } from "lucide-react";
import { useRef, useSyncExternalStore } from "react";
import { type Connection, onConnection, readConnection } from "@/lib/client/connection";
import { useStayOffline } from "@/components/ui/use-stay-offline";

const WORDS: Record<Exclude<Connection, "up">, string> = {
  offline:
    "You're offline. This page may be out of date. When you reconnect, it updates, and you can open other pages.",
  silent: "The server isn't responding. This page may be out of date. It updates when the server is back.",
};

/** Says that the page may be out of date, and why. */
export function ConnectionBanner() {
  const connection = useSyncExternalStore<Connection>(onConnection, readConnection, () => "up");
  const words = useRef<HTMLDivElement>(null);
  useStayOffline(words);
  return (
    <div ref={words} role="status">
      {connection !== "up" && (
        <p className="flex items-center gap-2 border-b border-line bg-warn-soft px-4 py-2 sm:px-8">
          <WifiOff aria-hidden className="size-4 shrink-0 text-warn-ink" />
          {WORDS[connection]}
        </p>
      )}
    </div>
  );
}
