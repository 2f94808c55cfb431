"use client";
import { useNow } from "@/components/ui/use-now";
import { exactTime } from "@/components/ui/time-words";
import { plannedRotations } from "@/lib/rotation/core/schedule";
import { overlapInWords, scheduleTimeline } from "./timeline";
import { TimelinePicture } from "./timeline-picture";
import { TimelineTable } from "./timeline-table";

const SHOWN = 3;
const STEP_MS = 60_000;

/** The next rotations and overlaps that an interval and a delay give, as a picture and as a table. */
export function SchedulePreview({
  intervalSeconds,
  delaySeconds,
  isBare = false,
}: {
  intervalSeconds: number;
  delaySeconds: number;
  /** The words stand above it already. */
  isBare?: boolean;
}) {
  const now = useNow(STEP_MS);
  if (!(delaySeconds >= 0 && delaySeconds < intervalSeconds)) {
    return <p className="text-sm text-faint">Set a delay shorter than the interval to see the schedule.</p>;
  }
  const first = new Date(now + intervalSeconds * 1000);
  const cadence = { rotationIntervalSeconds: intervalSeconds, revocationDelaySeconds: delaySeconds };
  return (
    <figure className={isBare ? "flex flex-col gap-3" : "flex flex-col gap-3 border-t border-line pt-4"}>
      {!isBare && <figcaption className="text-sm text-muted">{overlapInWords(delaySeconds)}</figcaption>}
      <TimelinePicture
        timeline={scheduleTimeline(intervalSeconds, delaySeconds, now)}
        title="The next keys on a time axis; the same as in the table below"
      />
      <TimelineTable
        heads={["A new key is minted", "The key before it is revoked"]}
        rows={plannedRotations(first, cadence, SHOWN).map(({ mintAt, revokeAt }) => ({
          id: mintAt.toISOString(),
          cells: [exactTime(mintAt.getTime()), exactTime(revokeAt.getTime())],
        }))}
      />
    </figure>
  );
}
