"use client";
import { ErrorState } from "./error-state";
import { SkeletonRows } from "./skeleton";

type NotLoadedProps = {
  query: { isPending: boolean; isFetching: boolean; data: unknown; error: unknown; refetch: () => unknown };
  /** For screen readers, such as "Loading apps…". */
  loading?: string;
  /** Such as "Couldn't load apps". */
  failed: string;
  /** How many rows are likely to come. */
  rows?: number;
};

/**
 * Takes the place of a query's result: a skeleton, or an error. Renders nothing once there is a result,
 * however old.
 */
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
