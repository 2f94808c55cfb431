"use client";
import { RelativeTime } from "@/components/ui/relative-time";
import { useNow } from "@/components/ui/use-now";

const MINUTE_MS = 60_000;
// When the first notification goes out.
const SOON_MS = 14 * 86_400_000;

/** When an admin key expires, as the provider reported. */
export function KeyExpiry({ at }: { at: string }) {
  const leftMs = Date.parse(at) - useNow(MINUTE_MS);
  const tone = leftMs <= 0 ? "text-danger-ink" : leftMs <= SOON_MS ? "text-warn-ink" : undefined;
  return (
    <span className={tone}>
      {leftMs <= 0 ? "Key expired" : "Key expires"} <RelativeTime at={at} />
    </span>
  );
}
