"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { lazy, useId, useState } from "react";
import { eventActor } from "@/components/rotation/event-actor";
import { classNames } from "@/components/ui/class-names";
import { relativeTime, shortTime } from "@/components/ui/time-words";
import { useNow, useZone } from "@/components/ui/use-now";
import type { App } from "@/lib/api/apps";
import type { AuditEntry } from "@/lib/api/audit";
import { auditTitle } from "@/lib/lists/audit-actions";
import { subjectPath } from "./subject-path";

/** Time, action, subject, actor, source, more. */
export const AUDIT_GRID =
  "grid gap-x-4 md:grid-cols-[9.5rem_minmax(0,5fr)_minmax(0,4fr)_2rem] xl:grid-cols-[9.5rem_minmax(0,6fr)_minmax(0,4fr)_8rem_2rem]";
const MINUTE_MS = 60_000;

// The texts of all facts are larger than the list, so the page waits for both, with its skeleton.
const AuditFacts = lazy(async () => ({ default: (await import("./audit-facts")).AuditFacts }));

type AuditRowProps = { entry: AuditEntry; apps: readonly App[] };

/** One audit entry in a line or two. Further details open below. */
export function AuditRow({ entry, apps }: AuditRowProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const actor = eventActor(entry.actor);
  const title = auditTitle(entry.action);
  return (
    <div
      role="row"
      className={`${AUDIT_GRID} border-b border-line py-1.5 max-md:grid-cols-[minmax(0,1fr)_2rem]`}
    >
      <div role="cell" className="text-sm text-muted tabular-nums max-md:order-3 max-md:col-span-2">
        <Time at={entry.at} />
      </div>
      <div role="cell" className="min-w-0 max-md:order-1">
        <span className="font-medium">{title}</span> <Subject entry={entry} apps={apps} />
        <AuditFacts entry={entry} />
      </div>
      <div
        role="cell"
        className="min-w-0 truncate text-sm leading-[1.375rem] text-muted max-md:order-4 max-md:col-span-2"
      >
        <span className="text-faint">{actor.kind}</span> {actor.name}
      </div>
      <div role="cell" className="truncate font-mono text-xs leading-[1.375rem] text-faint max-xl:hidden">
        {entry.ip}
      </div>
      <div role="cell" className="text-right max-md:order-2 print:hidden">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="inline-flex size-7 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink"
        >
          <ChevronRight aria-hidden className={classNames("size-4", isOpen && "rotate-90")} />
          <span className="sr-only">
            More about {title} {entry.subjectName}
          </span>
        </button>
      </div>
      <div
        id={id}
        role="cell"
        hidden={!isOpen}
        className="order-last col-span-full mt-1 rounded-md bg-sunken px-3 py-2"
      >
        <More entry={entry} />
      </div>
    </div>
  );
}

function Time({ at }: { at: string }) {
  const now = useNow(MINUTE_MS);
  const zone = useZone();
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={relativeTime(moment, now, zone)}>
      {shortTime(moment, zone)}
    </time>
  );
}

function Subject({ entry, apps }: AuditRowProps) {
  const name = entry.subjectName ?? entry.subjectId;
  if (name === null) return null;
  const path = subjectPath(entry, apps);
  if (path === null) return <span className="break-words text-muted">{name}</span>;
  return (
    <Link
      href={path}
      className="rounded-sm break-words text-ink underline decoration-line underline-offset-2 hover:decoration-current"
    >
      {name}
    </Link>
  );
}

/** The names that programs use for it. */
function More({ entry }: { entry: AuditEntry }) {
  const known = [
    ["From", entry.ip],
    ["Program", entry.userAgent],
    ["Action", entry.action],
    ["Entry ID", entry.id],
    ["Actor ID", entry.actorId],
    ["Subject ID", entry.subjectId],
    ["Detail", Object.keys(entry.detail).length === 0 ? null : JSON.stringify(entry.detail)],
  ] as const;
  return (
    <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 text-sm">
      {known.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="contents">
              <dt className="text-faint">{name}</dt>
              <dd className="font-mono text-xs leading-[1.375rem] break-all">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
