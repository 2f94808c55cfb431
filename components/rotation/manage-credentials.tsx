"use client";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { Rows } from "@/components/ui/rows";
import { exactTime } from "@/components/ui/time-words";
import { useNow } from "@/components/ui/use-now";
import type { MintedCredential, RotatingSecret } from "@/lib/api/rotating-secrets";
import { useMay } from "@/lib/client/me";
import { mintedCredentialsQuery } from "@/lib/client/minted-credentials";
import { CredentialRow } from "./credential-row";
import { Readers } from "./readers";
import { credentialTimeline } from "./timeline";
import { TimelinePicture } from "./timeline-picture";
import { TimelineTable } from "./timeline-table";

function whenWords(at: number, now: number): string {
  return at > now ? `${exactTime(at)} (planned)` : exactTime(at);
}

function Lifelines({
  credentials,
  secret,
}: {
  credentials: readonly MintedCredential[];
  secret: RotatingSecret;
}) {
  const timeline = credentialTimeline(credentials, secret, useNow());
  if (timeline.bars.length === 0) return null;
  return (
    <figure className="mb-4 flex flex-col gap-2">
      <TimelinePicture
        timeline={timeline}
        title="The credentials on a time axis; the table below has the same data"
      />
      <figcaption className="text-xs text-faint">
        Full colour: current key. Pale: previous key, still working. Dashed: planned.
      </figcaption>
      <TimelineTable
        heads={["Service account", "Current from", "Replaced", "Works until"]}
        rows={timeline.bars.map((bar) => ({
          id: bar.id,
          cells: [
            <span key={bar.id} className="font-mono text-xs whitespace-nowrap">
              {bar.label}
            </span>,
            ...[bar.from, bar.replacedAt, bar.until].map((at) => whenWords(at, timeline.now)),
          ],
        }))}
      />
    </figure>
  );
}

/** Every credential ever minted, as a chart and as a list, newest first. */
export function ManageCredentials({ secret }: { secret: RotatingSecret }) {
  const mayManage = useMay("rotation:manage", secret.environmentId);
  const credentials = useQuery(mintedCredentialsQuery(secret.id));
  if (credentials.data === undefined) {
    return (
      <NotLoaded
        query={credentials}
        loading="Loading credentials…"
        failed="Couldn't load credentials"
        rows={3}
      />
    );
  }
  if (credentials.data.length === 0) {
    return (
      <EmptyState title="No credentials yet">
        Every service account that Phase mints appears here with its OpenAI IDs, even after it is revoked.
      </EmptyState>
    );
  }
  return (
    <>
      <Lifelines credentials={credentials.data} secret={secret} />
      <Readers secret={secret} />
      <Rows label="Credentials">
        {credentials.data.map((credential) => (
          <CredentialRow key={credential.id} credential={credential} secret={secret} mayManage={mayManage} />
        ))}
      </Rows>
    </>
  );
}
