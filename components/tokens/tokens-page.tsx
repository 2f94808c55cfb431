"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Rows } from "@/components/ui/rows";
import { TextLink } from "@/components/ui/text-link";
import { useAskedParam } from "@/components/ui/use-url-param";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { appsQuery } from "@/lib/client/apps";
import { meQuery, useMay } from "@/lib/client/me";
import { serviceTokensQuery } from "@/lib/client/service-tokens";
import { TokenRow } from "./token-row";

const NewTokenDialog = lazy(() => import("./new-token-dialog"));
const EditTokenDialog = lazy(() => import("./edit-token-dialog"));
const KeepTokenDialog = lazy(() => import("./keep-token-dialog"));
const RevokeTokenDialog = lazy(() => import("./revoke-token-dialog"));

/** Members who may see service tokens may also create and revoke them. */
export function TokensPage() {
  const tokens = useQuery(serviceTokensQuery);
  const mayManage = useMay("tokens:manage");
  const apps = useQuery(appsQuery).data ?? [];
  const [creating, setCreating] = useAskedParam("new");
  const me = useQuery(meQuery).data;
  const [editing, setEditing] = useState<ServiceToken | null>(null);
  const [keeping, setKeeping] = useState<ServiceToken | null>(null);
  const [revoking, setRevoking] = useState<ServiceToken | null>(null);
  const empty = tokens.data?.length === 0;
  const newButton = (
    <Button variant="primary" onClick={() => setCreating("token")}>
      <Plus aria-hidden />
      New service token
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Service tokens"
        description={
          <>
            How programs read secrets and manage rotation. What they can do:{" "}
            <TextLink href="/api-docs">API reference</TextLink>.
          </>
        }
        actions={tokens.data === undefined || empty ? null : newButton}
      />
      <NotLoaded query={tokens} loading="Loading service tokens…" failed="Couldn't load service tokens" />
      {empty && (
        <EmptyState title="No service tokens yet" icon={<KeyRound aria-hidden />} action={newButton}>
          Give each program its own token, limited to what it needs. You can then revoke one without affecting
          the others.
        </EmptyState>
      )}
      {tokens.data !== undefined && !empty && (
        <Rows label="Service tokens">
          {tokens.data.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              apps={apps}
              onEdit={() => setEditing(token)}
              onRevoke={() => setRevoking(token)}
              // An owner's own token ends with the owner, so the remaining owners decide.
              onKeep={
                me?.role === "owner" && token.answersTo !== null && token.answersTo !== me.user?.id
                  ? () => setKeeping(token)
                  : undefined
              }
            />
          ))}
        </Rows>
      )}
      <Suspense>
        {creating !== null && mayManage && <NewTokenDialog onClose={() => setCreating(null)} />}
        {editing !== null && <EditTokenDialog token={editing} onClose={() => setEditing(null)} />}
        {keeping !== null && <KeepTokenDialog token={keeping} onClose={() => setKeeping(null)} />}
        {revoking !== null && (
          <RevokeTokenDialog token={revoking} all={tokens.data ?? []} onClose={() => setRevoking(null)} />
        )}
      </Suspense>
    </>
  );
}
