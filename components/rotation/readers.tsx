import { useQuery } from "@tanstack/react-query";
import { counted } from "@/components/ui/counted";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { readersQuery } from "@/lib/client/minted-credentials";

/** Which programs have the current key, so that nobody revokes one that is needed. */
export function Readers({ secret }: { secret: RotatingSecret }) {
  const readers = useQuery(readersQuery(secret.id)).data ?? [];
  if (readers.length === 0) return null;
  const behind = readers.filter(({ holds }) => holds !== "current");
  return (
    <section aria-label="Readers" className="mb-4">
      {behind.length === 0 ? (
        <p className="text-sm text-muted">
          {readers.length === 1
            ? `${readers[0]?.serviceToken.name ?? ""} has read the current key.`
            : `All ${readers.length} service tokens that read this rotating secret have the current key.`}
        </p>
      ) : (
        <Notice
          tone="warning"
          title={`${behind.length} of ${counted(readers.length, "service token", "service tokens")} ${behind.length === 1 ? "hasn't" : "haven't"} read the current key`}
        >
          <ul>
            {behind.map(({ serviceToken, readAt, holds }) => (
              <li key={serviceToken.id}>
                {serviceToken.name} last read a key <RelativeTime at={readAt} />.{" "}
                {holds === "previous" ? "That key still works." : "That key no longer works."}
              </li>
            ))}
          </ul>
          Restart the programs that use them, or extend the previous credential.
        </Notice>
      )}
    </section>
  );
}
