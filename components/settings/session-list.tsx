"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { NotLoaded } from "@/components/ui/not-loaded";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row, Rows } from "@/components/ui/rows";
import { exactTime } from "@/components/ui/time-words";
import { toast } from "@/components/ui/toast";
import { useZone } from "@/components/ui/use-now";
import { errorMessage } from "@/lib/client/fetcher";
import { endOtherSessions, endSession, sessionsQuery } from "@/lib/client/sessions";
import { browserName } from "./browser-name";

function reportFailureOf(error: unknown): void {
  toast(errorMessage(error), "danger");
}

export function SessionList() {
  const sessions = useQuery(sessionsQuery);
  const end = useMutation(endSession);
  const zone = useZone();
  const endOthers = useMutation(endOtherSessions);
  if (sessions.data === undefined) {
    return (
      <NotLoaded query={sessions} loading="Loading sessions…" failed="Couldn't load sessions" rows={2} />
    );
  }
  return (
    <>
      <Rows label="Sessions">
        {sessions.data.map((session) => (
          <Row
            key={session.id}
            title={
              <span title={session.userAgent ?? undefined}>
                {browserName(session.userAgent)}
                {session.current && <span className="ml-2 text-sm font-normal text-faint">this one</span>}
              </span>
            }
            subtitle={<span className="font-mono text-xs">{session.ip}</span>}
            meta={
              <>
                <span className="block">
                  Last seen <RelativeTime at={session.lastSeenAt} />
                </span>
                Ends <RelativeTime at={session.expiresAt} />
              </>
            }
            actions={
              !session.current && (
                <Button
                  size="sm"
                  pending={end.isPending && end.variables === session.id}
                  onClick={() => end.mutate(session.id, { onError: reportFailureOf })}
                >
                  Sign out
                  <span className="sr-only">
                    {" "}
                    {browserName(session.userAgent)}, {session.ip}, last seen{" "}
                    {exactTime(Date.parse(session.lastSeenAt), zone)}
                  </span>
                </Button>
              )
            }
          />
        ))}
      </Rows>
      {sessions.data.length > 1 && (
        <Button
          className="mt-4"
          pending={endOthers.isPending}
          onClick={() => endOthers.mutate(undefined, { onError: reportFailureOf })}
        >
          Sign out all others
        </Button>
      )}
    </>
  );
}
