"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Rows } from "@/components/ui/rows";
import { auditQuery } from "@/lib/client/audit";
import { AuditRow } from "./audit-row";

export function AuditPage() {
  const audit = useInfiniteQuery(auditQuery);
  const entries = audit.data?.pages.flatMap((page) => page.entries);
  return (
    <>
      <PageHeader
        title="Audit log"
        description="What members and service tokens did, when and from where. Entries can't be changed."
        actions={
          <>
            <a href="/api/v1/audit/export" download className={buttonClass("secondary", "md")}>
              Export
            </a>
            <Button pending={audit.isRefetching} onClick={() => void audit.refetch()}>
              Refresh
            </Button>
          </>
        }
      />
      <NotLoaded
        query={audit}
        loading="Loading the audit log…"
        failed="The audit log could not be loaded"
        rows={8}
      />
      {entries?.length === 0 && (
        <EmptyState title="Nothing has happened yet" icon={<ScrollText aria-hidden />}>
          Every sign-in, every value read and every change appear here.
        </EmptyState>
      )}
      {entries !== undefined && entries.length > 0 && (
        <Rows label="Audit log">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </Rows>
      )}
      {audit.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button pending={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
