/** What operators marked a resource with, by name. Nothing without labels. */
export function Labels({ labels }: { labels: Readonly<Record<string, string>> }) {
  const pairs = Object.entries(labels).toSorted();
  if (pairs.length === 0) return null;
  return (
    <span className="block font-mono text-xs break-words">
      {pairs.map(([name, value]) => `${name}=${value}`).join(" · ")}
    </span>
  );
}
