"use client";
import { EventFactList } from "@/components/rotation/event-fact-list";
import { auditFacts, eventActor } from "@/components/rotation/event-words";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowShell } from "@/components/ui/rows";
import type { AuditEntry } from "@/lib/api/audit";
import { auditTitle } from "@/lib/lists/audit-actions";

/** One audit entry: what, on what, who, when, from where; then the details. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const actor = eventActor(entry.actor);
  const subject = entry.subjectName ?? entry.subjectId;
  const facts = auditFacts(entry.action, entry.detail);
  return (
    <RowShell className="grid gap-x-4 sm:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_9rem]">
      <div className="min-w-0">
        <span className="font-medium">{auditTitle(entry.action)}</span>
        {subject !== null && <span className="ml-2 break-words text-muted">{subject}</span>}
      </div>
      <div className="min-w-0 truncate text-muted" title={entry.userAgent ?? undefined}>
        <span className="text-faint">{actor.kind}</span> {actor.name}
        {entry.ip !== null && <span className="ml-2 font-mono text-xs text-faint">{entry.ip}</span>}
      </div>
      <div className="text-sm text-muted sm:text-right">
        <RelativeTime at={entry.at} />
      </div>
      {facts.length > 0 && (
        <div className="col-span-full">
          <EventFactList facts={facts} />
        </div>
      )}
    </RowShell>
  );
}
