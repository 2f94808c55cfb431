"use client";
import { useQuery } from "@tanstack/react-query";
import { Plug, Plus } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Rows } from "@/components/ui/rows";
import { useAskedParam } from "@/components/ui/use-url-param";
import { useMay } from "@/lib/client/me";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import { CredentialRow } from "./credential-row";
import { useCredentialDialog } from "./use-credential-dialog";

const AddCredentialDialog = lazy(() => import("./add-credential-dialog"));
const CredentialDialogs = lazy(() => import("./credential-dialogs"));

/** Integrations → Third-party credentials. */
export function CredentialsPage() {
  const credentials = useQuery(thirdPartyCredentialsQuery);
  const mayManage = useMay("credentials:manage");
  const [adding, setAdding] = useAskedParam("add");
  const dialog = useCredentialDialog(credentials.data ?? []);
  const addButton = mayManage ? (
    <Button variant="primary" onClick={() => setAdding("openai")}>
      <Plus aria-hidden />
      Add credential
    </Button>
  ) : null;
  const empty = credentials.data?.length === 0;

  return (
    <>
      <PageHeader
        title="Integrations"
        description="Services that Phase calls for you."
        actions={empty ? null : addButton}
      />
      <div className="mb-4 border-b border-line">
        <h2 className="-mb-px inline-flex h-9 items-center border-b-2 border-accent font-medium">
          <Link href="/integrations" aria-current="page">
            Third-party credentials
          </Link>
        </h2>
      </div>
      <NotLoaded query={credentials} loading="Loading credentials…" failed="Couldn't load credentials" />
      {empty && (
        <EmptyState title="No credentials yet" icon={<Plug aria-hidden />} action={addButton}>
          Add an OpenAI admin key so that Phase can create and delete service accounts. It is stored encrypted
          and sent only to OpenAI.
        </EmptyState>
      )}
      {credentials.data !== undefined && !empty && (
        <Rows label="Third-party credentials">
          {credentials.data.map((credential) => (
            <CredentialRow
              key={credential.id}
              credential={credential}
              onAction={(action) => dialog.open(action, credential.id)}
            />
          ))}
        </Rows>
      )}
      <Suspense>
        {adding !== null && mayManage && <AddCredentialDialog onClose={() => setAdding(null)} />}
        {dialog.credential !== undefined && (mayManage || dialog.action === "unclaimed") && (
          <CredentialDialogs action={dialog.action} credential={dialog.credential} onClose={dialog.close} />
        )}
      </Suspense>
    </>
  );
}
