"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { NotLoaded } from "@/components/ui/not-loaded";
import { Rows } from "@/components/ui/rows";
import { rotationEventsQuery } from "@/lib/client/rotating-secrets";
import { EVENT_TYPES, type EventType, eventTitle } from "@/lib/lists/events";
import { EventRow } from "./event-row";

const TYPES = EVENT_TYPES.map((type) => ({ value: type, label: eventTitle(type) }));

/** Who did what, when, from where; newest first, older ones on demand. */
export function ManageEvents({ secretId }: { secretId: string }) {
  const [type, setType] = useState<EventType | null>(null);
  return (
    <>
      <div className="mb-4 max-w-xs">
        <Field label="Type">
          <Combobox
            value={type}
            onValueChange={(chosen) => setType(EVENT_TYPES.find((known) => known === chosen) ?? null)}
            options={TYPES}
            placeholder="All events"
          />
        </Field>
      </div>
      <EventList secretId={secretId} type={type} />
    </>
  );
}

function EventList({ secretId, type }: { secretId: string; type: EventType | null }) {
  const events = useInfiniteQuery(rotationEventsQuery(secretId, type));
  if (events.data === undefined) {
    return <NotLoaded query={events} loading="Loading events…" failed="Couldn't load events" rows={4} />;
  }
  const list = events.data.pages.flatMap((page) => page.events);
  if (list.length === 0) {
    return type === null ? (
      <EmptyState title="No events yet">Rotations, revocations and changes appear here.</EmptyState>
    ) : (
      <EmptyState title="No events of this type">Clear the type to see all events.</EmptyState>
    );
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
