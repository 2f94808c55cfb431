"use client";
import { Spinner } from "@/components/ui/spinner";
import { exactTime } from "@/components/ui/time-words";
import { useNow, useZone } from "@/components/ui/use-now";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { nextStep } from "./rotation-state";

/** When it next rotates, counting down; the exact time on hover. */
export function NextRotation({ secret }: { secret: RotatingSecret }) {
  const { words, at, busy } = nextStep(secret, useNow());
  const zone = useZone();
  if (busy) {
    return (
      <span className="inline-flex items-center gap-1.5 text-info-ink">
        <Spinner className="size-3.5" />
        {words}
      </span>
    );
  }
  if (at === null) return <span>{words}</span>;
  return (
    <time dateTime={at} title={exactTime(Date.parse(at), zone)}>
      {words}
    </time>
  );
}
