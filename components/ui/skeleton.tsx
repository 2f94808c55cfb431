/** A placeholder for loading content. */
export function Skeleton({ className = "h-4 w-32" }: { className?: string }) {
  return <span aria-hidden className={`block animate-pulse rounded-sm bg-hover ${className}`} />;
}

/** Loading rows. Screen readers get the label. */
export function SkeletonRows({
  count = 4,
  label = "Loading…",
}: {
  count?: number | undefined;
  label?: string | undefined;
}) {
  return (
    <div role="status" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{label}</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex h-14 items-center justify-between gap-4">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-1/5" />
          <Skeleton className="h-4 w-8" />
        </div>
      ))}
    </div>
  );
}
