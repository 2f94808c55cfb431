"use client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { RelativeTime } from "@/components/ui/relative-time";
import { Rows, RowShell } from "@/components/ui/rows";
import type { RotationEvent } from "@/lib/api/rotating-secrets";
import { useRotationEvents } from "@/lib/client/rotation-events";
import { eventTitle } from "@/lib/lists/events";
import { EventFactList } from "./event-fact-list";
import { eventActor, eventFacts } from "./event-words";

function EventRow({ event }: { event: RotationEvent }) {
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

/** Who did what, when, from where; newest first, older ones on demand. */
export function ManageEvents({ secretId }: { secretId: string }) {
  const events = useRotationEvents(secretId);
  if (events.data === undefined) {
    return (
      <NotLoaded
        query={events}
        loading="Loading the events…"
        failed="The events could not be loaded"
        rows={4}
      />
    );
  }
  const list = events.data.pages.flatMap((page) => page.events);
  if (list.length === 0) {
    return <EmptyState title="No event yet">Every mint, revoke and change is written down here.</EmptyState>;
  }
  return (
    <>
      <Rows label="Events">
        {list.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </Rows>
      {events.hasNextPage && (
        <Button
          className="mt-4"
          pending={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          Load more
        </Button>
      )}
    </>
  );
}
