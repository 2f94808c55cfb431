"use client";
import { exactTime, relativeTime } from "./time-words";
import { useNow, useZone } from "./use-now";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** A relative time, with the exact one on hover. Updates automatically. */
export function RelativeTime({ at, never = "never" }: { at: string | null; never?: string }) {
  if (at === null) return <>{never}</>;
  return <Moment at={Date.parse(at)} iso={at} />;
}

function Moment({ at, iso }: { at: number; iso: string }) {
  // A distant time needs no update every second, a near one does.
  const far = Math.abs(at - useNow(MINUTE_MS)) > HOUR_MS;
  const now = useNow(far ? MINUTE_MS : SECOND_MS);
  const zone = useZone();
  return (
    <time dateTime={iso} title={exactTime(at, zone)}>
      {relativeTime(at, now, zone)}
    </time>
  );
}
