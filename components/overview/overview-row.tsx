"use client";
import Link from "next/link";
import { memo } from "react";
import { NextRotation } from "@/components/rotation/next-rotation";
import { environmentPath } from "@/components/shell/environment-path";
import { ageInWords, exactTime } from "@/components/ui/time-words";
import { RelativeTime } from "@/components/ui/relative-time";
import { useNow, useZone } from "@/components/ui/use-now";
import type { App } from "@/lib/api/apps";
import type { OverviewRow as Item } from "@/lib/api/overview";
import { failureRow } from "@/lib/lists/failure-codes";
import { HealthBadge } from "./health-badge";

/** The columns of the table. A narrow page has two lines per row, with the essentials. */
export const OVERVIEW_GRID =
  "grid gap-x-4 md:grid-cols-[6.5rem_minmax(0,3fr)_minmax(0,3fr)_5rem_9.5rem] lg:grid-cols-[6.5rem_minmax(0,3fr)_minmax(0,3fr)_minmax(0,2fr)_5rem_9.5rem_4.5rem] xl:grid-cols-[6.5rem_minmax(0,3fr)_minmax(0,3fr)_minmax(0,2fr)_5rem_7rem_9.5rem_4.5rem]";
const MINUTE_MS = 60_000;

type OverviewRowProps = { item: Item; apps: readonly App[] };

/** One rotating secret in one line. The whole line links to Manage. */
export const OverviewRow = memo(function OverviewRow({ item, apps }: OverviewRowProps) {
  const { rotatingSecret: secret, appName, environmentName, keySince } = item;
  const trouble = secret.health === "healthy" || secret.lastFailure === null ? null : secret.lastFailure;
  return (
    <div
      role="row"
      className={`${OVERVIEW_GRID} relative items-center border-b border-line py-1.5 text-sm hover:bg-hover max-md:grid-cols-[minmax(0,1fr)_auto] md:h-9 md:py-0`}
    >
      <div role="cell" className="max-md:order-2">
        <HealthBadge secret={secret} />
        {trouble !== null && <span className="sr-only">: {failureRow(trouble.code).title}</span>}
      </div>
      <div role="cell" className="min-w-0 truncate font-medium max-md:order-1 max-md:text-base">
        <Link
          href={environmentPath(apps, secret.environmentId, secret.id)}
          title={trouble === null ? undefined : failureRow(trouble.code).title}
          className="rounded-sm after:absolute after:inset-0 hover:underline"
        >
          {secret.name}
        </Link>
      </div>
      <div role="cell" className="min-w-0 truncate text-muted max-md:order-3">
        {appName} / {environmentName}
      </div>
      <div role="cell" className="min-w-0 truncate text-muted max-lg:hidden">
        {secret.config.projectName}
      </div>
      <div role="cell" className="text-muted tabular-nums max-md:hidden">
        <KeyAge since={keySince} />
      </div>
      <div role="cell" className="truncate text-muted max-xl:hidden">
        <RelativeTime at={keySince} never="—" />
      </div>
      <div role="cell" className="truncate text-muted tabular-nums max-md:order-4">
        <NextRotation secret={secret} />
      </div>
      <div role="cell" className="text-right tabular-nums max-lg:hidden">
        {secret.owed > 0 ? (
          <span className="font-medium text-warn-ink">
            {secret.owed}
            <span className="sr-only"> outstanding</span>
          </span>
        ) : (
          <span className="text-faint">0</span>
        )}
      </div>
    </div>
  );
});

function KeyAge({ since }: { since: string | null }) {
  const now = useNow(MINUTE_MS);
  const zone = useZone();
  if (since === null) return <span className="text-faint">No key</span>;
  const at = Date.parse(since);
  return <span title={`Current since ${exactTime(at, zone)}`}>{ageInWords(now - at)}</span>;
}
