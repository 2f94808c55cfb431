"use client";
import { useQuery } from "@tanstack/react-query";
import { exactTime } from "@/components/ui/time-words";
import { useNow, useZone } from "@/components/ui/use-now";
import { mintedCredentialsQuery } from "@/lib/client/minted-credentials";
import { durationInWords } from "./duration";

/** How long the current key has been current. */
export function KeyAge({ secretId }: { secretId: string }) {
  const now = useNow();
  const zone = useZone();
  const credentials = useQuery(mintedCredentialsQuery(secretId)).data;
  if (credentials === undefined) return null;
  const active = credentials.find((credential) => credential.status === "active");
  const since = active?.exposedAt ?? active?.mintedAt ?? null;
  if (since === null) return <>No active credential</>;
  return (
    <time dateTime={since} title={`Since ${exactTime(Date.parse(since), zone)}`}>
      Key in use for {durationInWords((now - Date.parse(since)) / 1000)}
    </time>
  );
}
