"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { Rows } from "@/components/ui/rows";
import { rotationEventsQuery } from "@/lib/client/rotating-secrets";
import { EventRow } from "./event-row";

/** Who did what, when, from where; newest first, older ones on demand. */
export function ManageEvents({ secretId }: { secretId: string }) {
  const events = useInfiniteQuery(rotationEventsQuery(secretId));
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
    return <EmptyState title="No event yet">Rotations, revocations and changes appear here.</EmptyState>;
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
