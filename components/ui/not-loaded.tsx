"use client";
import { ErrorState } from "./error-state";
import { SkeletonRows } from "./skeleton";

type NotLoadedProps = {
  query: { isPending: boolean; isFetching: boolean; data: unknown; error: unknown; refetch: () => unknown };
  /** For screen readers, such as "Loading the apps…". */
  loading?: string;
  /** Such as "The apps could not be loaded". */
  failed: string;
  /** How many rows are likely to come. */
  rows?: number;
};

/** What stands where a query's answer will: its outline, or why there is none. Nothing once there is one, however old. */
export function NotLoaded({ query, loading, failed, rows }: NotLoadedProps) {
  if (query.data !== undefined) return null;
  if (query.isPending) return <SkeletonRows count={rows} label={loading} />;
  return (
    <ErrorState
      title={failed}
      error={query.error}
      onRetry={() => void query.refetch()}
      pending={query.isFetching}
    />
  );
}
