"use client";
import { useNow } from "@/components/ui/use-now";
import { exactTime } from "@/components/ui/time-words";
import { plannedRotations } from "@/lib/rotation/core/schedule";
import { overlapInWords, scheduleTimeline } from "./timeline";
import { TimelinePicture } from "./timeline-picture";
import { TimelineTable } from "./timeline-table";

const SHOWN = 3;
const STEP_MS = 60_000;

/** The next rotations and overlaps for an interval and a delay, as a chart and as a table. */
export function SchedulePreview({
  intervalSeconds,
  delaySeconds,
  isBare = false,
}: {
  intervalSeconds: number;
  delaySeconds: number;
  /** The text is already above it. */
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
        title="The next keys on a time axis; the table below has the same data"
      />
      <TimelineTable
        heads={["A new key is minted", "The previous key is revoked"]}
        rows={plannedRotations(first, cadence, SHOWN).map(({ mintAt, revokeAt }) => ({
          id: mintAt.toISOString(),
          cells: [exactTime(mintAt.getTime()), exactTime(revokeAt.getTime())],
        }))}
      />
    </figure>
  );
}
