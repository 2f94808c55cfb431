"use client";
import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { keyAcceptedSince } from "@/components/rotation/rotation-state";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Rows } from "@/components/ui/rows";
import type { Overview } from "@/lib/api/rotating-secrets";
import { appsQuery } from "@/lib/client/apps";
import { overviewQuery } from "@/lib/client/rotating-secrets";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import { ActivityChart } from "./activity-chart";
import { DeletedDebts } from "./deleted-debts";
import { OverviewRow } from "./overview-row";

function summary({ failed, degraded, healthy }: Overview["counts"], shown: number): string {
  const troubled = [failed > 0 && `${failed} failed`, degraded > 0 && `${degraded} degraded`].filter(Boolean);
  const all = failed + degraded + healthy;
  const total = `${all} rotating ${all === 1 ? "secret" : "secrets"}`;
  const told = troubled.length === 0 ? `${total}, all well.` : `${total}: ${troubled.join(", ")}.`;
  return shown < all ? `${told} The ${shown} most urgent are shown.` : told;
}

/** The organisation's rotating secrets, worst first. */
export function OverviewPage() {
  const overview = useQuery(overviewQuery);
  const apps = useQuery(appsQuery).data ?? [];
  const credentials = useQuery(thirdPartyCredentialsQuery).data ?? [];
  const { data } = overview;
  return (
    <>
      <PageHeader
        title="Overview"
        description={
          data === undefined || data.items.length === 0 ? undefined : summary(data.counts, data.items.length)
        }
      />
      <NotLoaded
        query={overview}
        loading="Loading the rotating secrets…"
        failed="The overview could not be loaded"
      />
      {data?.items.length === 0 && <Beginning />}
      {data !== undefined && data.items.length > 0 && <ActivityChart days={data.activity} />}
      {data !== undefined && data.items.length > 0 && (
        <Rows label="Rotating secrets">
          {data.items.map((item) => (
            <OverviewRow
              key={item.rotatingSecret.id}
              item={item}
              apps={apps}
              keyAccepted={keyAcceptedSince(item.rotatingSecret, credentials)}
            />
          ))}
        </Rows>
      )}
      {data !== undefined && <DeletedDebts debts={data.deletedDebts} />}
    </>
  );
}

/** What to do first: the next of the two steps. */
function Beginning() {
  const credentials = useQuery(thirdPartyCredentialsQuery).data;
  const hasCredential = credentials !== undefined && credentials.length > 0;
  return (
    <EmptyState
      title="No rotating secrets yet"
      icon={<RefreshCw aria-hidden />}
      action={
        hasCredential ? (
          <ButtonLink variant="primary" href="/apps">
            Choose an environment
          </ButtonLink>
        ) : (
          <ButtonLink variant="primary" href="/integrations">
            Go to Integrations
          </ButtonLink>
        )
      }
    >
      {hasCredential
        ? "Open an environment and choose New Secret, then Rotating Secret. Its health, next rotation and problems appear here."
        : "First add an OpenAI admin key under Integrations. Then open an environment and choose New Secret, then Rotating Secret."}
    </EmptyState>
  );
}
