"use client";
import { environmentNames } from "@/components/apps/environments-of";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Labels } from "@/components/ui/labels";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/rows";
import { useNow } from "@/components/ui/use-now";
import type { App } from "@/lib/api/apps";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { makerOf } from "./maker";

type TokenRowProps = {
  token: ServiceToken;
  apps: readonly App[];
  onEdit: () => void;
  onRevoke: () => void;
  onKeep?: (() => void) | undefined;
};

const MINUTE_MS = 60_000;

function reach(token: ServiceToken, apps: readonly App[]): string {
  const { environmentIds, keys } = token;
  const where = environmentIds.length === 0 ? "All environments" : environmentNames(apps, environmentIds);
  return keys.length === 0 ? where : `${where} · only ${keys.join(", ")}`;
}

export function TokenRow({ token, apps, onEdit, onRevoke, onKeep }: TokenRowProps) {
  const now = useNow(MINUTE_MS);
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
  return (
    <Row
      status={
        <StatusBadge tone={expired ? "neutral" : "positive"}>{expired ? "Expired" : "Active"}</StatusBadge>
      }
      title={
        <>
          {token.name}{" "}
          <span className="ml-1 font-mono text-xs font-normal text-faint">{token.tokenHint}</span>
        </>
      }
      subtitle={
        <>
          <span className="font-mono text-xs">{token.scopes.join(" ")}</span>
          <span className="block">{reach(token, apps)}</span>
          <Labels labels={token.labels} />
          <span className="block">
            Created by {makerOf(token)}
            {token.keptAt !== null && ", kept by an owner"}
          </span>
        </>
      }
      meta={
        <>
          <span className="block">
            Last used <RelativeTime at={token.lastUsedAt} />
            {token.lastUsedFrom !== null && ` from ${token.lastUsedFrom}`}
          </span>
          {token.expiresAt === null ? (
            <StatusBadge tone="warning">Never expires</StatusBadge>
          ) : (
            <>
              {expired ? "Expired" : "Expires"} <RelativeTime at={token.expiresAt} />
            </>
          )}
        </>
      }
      actions={
        <>
          {onKeep !== undefined && (
            <Button size="sm" onClick={onKeep} aria-label={`Keep ${token.name}`}>
              Keep
            </Button>
          )}
          <Button size="sm" onClick={onEdit} aria-label={`Edit ${token.name}`}>
            Edit
          </Button>
          <Button size="sm" onClick={onRevoke} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        </>
      }
    />
  );
}
