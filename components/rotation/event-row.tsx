import { RelativeTime } from "@/components/ui/relative-time";
import { RowShell } from "@/components/ui/rows";
import type { RotationEvent } from "@/lib/api/rotating-secrets";
import { eventTitle } from "@/lib/lists/events";
import { EventFactList } from "./event-fact-list";
import { eventActor } from "./event-actor";
import { eventFacts } from "./event-words";

/** One event: what, with its details; who and from where; when. */
export function EventRow({ event }: { event: RotationEvent }) {
  const actor = eventActor(event.actor);
  return (
    <RowShell className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[minmax(0,1fr)_14rem_7rem]">
      <div className="min-w-0">
        <p className="font-medium">{eventTitle(event.type)}</p>
        <EventFactList facts={eventFacts(event.type, event.detail)} />
      </div>
      <div className="min-w-0 text-sm text-muted">
        <p className="truncate" title={actor.name}>
          {actor.kind} {actor.name}
        </p>
        {event.ip !== null && (
          <p className="truncate font-mono text-xs text-faint" title={event.userAgent ?? undefined}>
            {event.ip}
          </p>
        )}
      </div>
      <div className="text-sm text-muted sm:text-right">
        <RelativeTime at={event.at} />
      </div>
    </RowShell>
  );
}
