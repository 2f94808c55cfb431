"use client";
import { useNow } from "@/components/ui/use-now";
import { exactTime } from "@/components/ui/time-words";
import { plannedRotations } from "@/lib/rotation/core/schedule";
import { overlapInWords, scheduleTimeline } from "./timeline";
import { TimelinePicture } from "./timeline-picture";

const SHOWN = 3;
const STEP_MS = 60_000;

/** The next rotations and overlaps that an interval and a delay give, as a picture and as a table. */
export function SchedulePreview({
  intervalSeconds,
  delaySeconds,
}: {
  intervalSeconds: number;
  delaySeconds: number;
}) {
  const now = useNow(STEP_MS);
  if (!(delaySeconds >= 0 && delaySeconds < intervalSeconds)) {
    return (
      <p className="text-sm text-faint">The picture appears once the delay is shorter than the interval.</p>
    );
  }
  const first = new Date(now + intervalSeconds * 1000);
  return (
    <figure className="flex flex-col gap-3 border-t border-line pt-4">
      <figcaption className="text-sm text-muted">{overlapInWords(delaySeconds)}</figcaption>
      <TimelinePicture
        timeline={scheduleTimeline(intervalSeconds, delaySeconds, now)}
        title="The next keys on a time axis; the same as in the table below"
      />
      <details className="text-sm">
        <summary className="w-fit rounded-sm text-muted hover:text-ink">The same as a table</summary>
        <table className="mt-2 w-full text-left tabular-nums">
          <thead className="text-faint">
            <tr>
              <th scope="col" className="py-1 pr-4 font-medium">
                A new key is minted
              </th>
              <th scope="col" className="py-1 font-medium">
                The key before it is revoked
              </th>
            </tr>
          </thead>
          <tbody>
            {plannedRotations(first, intervalSeconds, delaySeconds, SHOWN).map(({ mintAt, revokeAt }) => (
              <tr key={mintAt.getTime()} className="border-t border-line">
                <td className="py-1 pr-4">{exactTime(mintAt.getTime())}</td>
                <td className="py-1">{exactTime(revokeAt.getTime())}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
