import { RelativeTime } from "@/components/ui/relative-time";
import type { EventFact } from "./event-words";

/** What else there is to know about an event, in one running line. */
export function EventFactList({ facts }: { facts: readonly EventFact[] }) {
  return (
    <dl className="flex flex-wrap gap-x-3 text-sm text-muted">
      {facts.map(({ name, value, kind }) => (
        <div key={name} className="flex min-w-0 items-baseline gap-1.5">
          <dt className="shrink-0 text-faint">{name}</dt>
          <dd className={kind === "id" ? "min-w-0 font-mono text-xs break-all" : "min-w-0 break-words"}>
            {kind === "time" ? <RelativeTime at={value} /> : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
