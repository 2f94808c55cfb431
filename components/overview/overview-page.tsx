"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { lazy, memo, Suspense } from "react";
import { counted } from "@/components/ui/counted";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { changeAddress } from "@/components/ui/use-url-param";
import type { Needs } from "@/lib/api/overview";
import { needsQuery } from "@/lib/client/overview";
import { OutstandingOfDeleted } from "./outstanding-of-deleted";
import { overviewChoice } from "./overview-choice";
import { OverviewFilter } from "./overview-filter";
import { OverviewTable } from "./overview-table";

// Rendered by the server and without buttons, so that nobody notices when their code arrives. Each requests
// its own data: what the page around them passes down or renders again would discard what the server rendered.
const NeedsYou = lazy(async () => ({ default: (await import("./needs-you")).NeedsYou }));
const Beginning = lazy(async () => ({ default: (await import("./beginning")).Beginning }));
const ActivityChart = lazy(async () => ({ default: (await import("./activity-chart")).ActivityChart }));

const NeedsSection = memo(function NeedsSection() {
  return (
    <Suspense>
      <NeedsYou />
    </Suspense>
  );
});

const ActivitySection = memo(function ActivitySection() {
  return (
    <Suspense>
      <ActivityChart />
    </Suspense>
  );
});

const totalOf = ({ healthy, degraded, failed }: Needs["counts"]) => healthy + degraded + failed;

function summary(counts: Needs["counts"]): string {
  const told = (["failed", "degraded", "paused"] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`);
  const total = counted(totalOf(counts), "rotating secret", "rotating secrets");
  return told.length === 0 ? `${total}, all healthy.` : `${total}: ${told.join(", ")}.`;
}

/** What needs a person, above all rotating secrets of the organisation. */
export function OverviewPage() {
  const query = useQuery(needsQuery);
  const { data } = query;
  const isEmpty = data !== undefined && totalOf(data.counts) === 0;
  return (
    <>
      <PageHeader
        title="Overview"
        description={data === undefined || isEmpty ? undefined : summary(data.counts)}
      />
      <NotLoaded query={query} loading="Loading the overview…" failed="Couldn't load the overview" />
      <NeedsSection />
      {data !== undefined && <OutstandingOfDeleted revocations={data.deletedDebts} />}
      <Suspense>{isEmpty && <Beginning />}</Suspense>
      {data !== undefined && !isEmpty && (
        <>
          <ActivitySection />
          <EverySecret counts={data.counts} />
        </>
      )}
    </>
  );
}

function EverySecret({ counts }: { counts: Needs["counts"] }) {
  const choice = overviewChoice(useSearchParams());
  return (
    <section aria-label="All rotating secrets">
      <OverviewFilter
        choice={choice}
        counts={counts}
        onChoose={(name, value) => changeAddress({ [name]: value === "" ? null : value })}
      />
      <OverviewTable
        choice={choice}
        onSort={({ sort, order }) => changeAddress({ sort, order: order === "asc" ? null : order })}
        onClear={() =>
          changeAddress({ search: null, state: null, environmentId: null, thirdPartyCredentialId: null })
        }
      />
    </section>
  );
}
