"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { memo, Suspense } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { NearViewport } from "@/components/ui/near-viewport";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { changeAddress } from "@/components/ui/use-url-param";
import { useZone } from "@/components/ui/use-now";
import { appsQuery } from "@/lib/client/apps";
import { auditQuery } from "@/lib/client/audit";
import { auditChoice, auditQueryOf } from "./audit-choice";
import { AuditFilter } from "./audit-filter";
import { AUDIT_GRID, AuditRow } from "./audit-row";

const HEADS = [
  { label: "Time" },
  { label: "Action" },
  { label: "Actor" },
  { label: "IP address", className: "max-xl:hidden" },
  { label: "More", className: "sr-only" },
] as const;

export function AuditPage() {
  const choice = auditChoice(useSearchParams());
  const filter = auditQueryOf(choice, useZone());
  const isNarrowed = Object.keys(choice).length > 0;
  return (
    <>
      <PageHeader
        title="Audit log"
        description="What members and service tokens did, when and from where. Phase never changes an entry."
        actions={<Exports filter={filter} />}
      />
      <AuditFilter choice={choice} onChoose={changeAddress} />
      <EntriesSection search={new URLSearchParams(filter).toString()} isNarrowed={isNarrowed} />
    </>
  );
}

type Filter = Readonly<Record<string, string>>;

/** Only entries that match the filter. */
function Exports({ filter }: { filter: Filter }) {
  const formats = [
    { format: "csv", label: "CSV" },
    { format: "jsonl", label: "JSON Lines" },
  ] as const;
  return (
    <span className="flex gap-2 print:hidden">
      {formats.map(({ format, label }) => (
        <a
          key={format}
          href={`/api/v1/audit/export?${new URLSearchParams({ ...filter, format })}`}
          download
          className={buttonClass("secondary", "md")}
        >
          <Download aria-hidden />
          <span className="sr-only">Export as </span>
          {label}
        </a>
      ))}
    </span>
  );
}

type EntriesProps = { /** The filter in the form of a URL. */ search: string; isNarrowed: boolean };

/** Waits for the entries' texts. If the page rendered it again, it would discard what the server rendered. */
const EntriesSection = memo(function EntriesSection(props: EntriesProps) {
  return (
    <Suspense fallback={<SkeletonRows count={8} label="Loading audit log…" />}>
      <Entries {...props} />
    </Suspense>
  );
});

function Entries({ search, isNarrowed }: EntriesProps) {
  const filter = Object.fromEntries(new URLSearchParams(search));
  const apps = useQuery(appsQuery).data ?? [];
  const audit = useInfiniteQuery({ ...auditQuery(filter), placeholderData: keepPreviousData });
  const { data, hasNextPage } = audit;
  const isEmpty =
    data !== undefined && !hasNextPage && data.pages.every(({ entries }) => entries.length === 0);
  return (
    <>
      <NotLoaded query={audit} loading="Loading audit log…" failed="Couldn't load the audit log" rows={8} />
      {isEmpty && (
        <EmptyState
          title={isNarrowed ? "No entries match" : "No entries yet"}
          icon={<ScrollText aria-hidden />}
        >
          {isNarrowed
            ? "No entry matches this filter."
            : "Every sign-in, every value read and every change appear here."}
        </EmptyState>
      )}
      {data !== undefined && !isEmpty && (
        <div role="table" aria-label="Audit log">
          <div role="rowgroup" className="border-b border-line max-md:sr-only">
            <div role="row" className={`${AUDIT_GRID} h-8 items-center text-xs font-medium text-faint`}>
              {HEADS.map(({ label, ...rest }) => (
                <div key={label} role="columnheader" {...rest}>
                  {label}
                </div>
              ))}
            </div>
          </div>
          {data.pages.map((page, index) => (
            <NearViewport key={index}>
              {page.entries.map((entry) => (
                <AuditRow key={entry.id} entry={entry} apps={apps} />
              ))}
            </NearViewport>
          ))}
        </div>
      )}
      <LoadMore list={audit} />
    </>
  );
}
