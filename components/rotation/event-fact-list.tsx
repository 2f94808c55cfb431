"use client";
import { useQuery } from "@tanstack/react-query";
import { environmentNames } from "@/components/apps/environments-of";
import { RelativeTime } from "@/components/ui/relative-time";
import { appsQuery } from "@/lib/client/apps";
import type { EventFact } from "./event-words";

/** The details of an event, in one line. */
export function EventFactList({ facts }: { facts: readonly EventFact[] }) {
  return (
    <dl className="flex flex-wrap gap-x-3 text-sm text-muted">
      {facts.map(({ name, value, kind }) => (
        <div key={name} className="flex min-w-0 items-baseline gap-1.5">
          <dt className="shrink-0 text-faint">{name}</dt>
          <dd className={kind === "id" ? "min-w-0 font-mono text-xs break-all" : "min-w-0 break-words"}>
            <FactValue value={value} kind={kind} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ value, kind }: Omit<EventFact, "name">) {
  if (kind === "time") return <RelativeTime at={value} />;
  return kind === "environment" ? <EnvironmentName id={value} /> : value;
}

/** A deleted one has no name any more. */
function EnvironmentName({ id }: { id: string }) {
  const name = environmentNames(useQuery(appsQuery).data ?? [], [id]);
  return name === "" ? <span className="font-mono text-xs break-all">{id}</span> : name;
}
