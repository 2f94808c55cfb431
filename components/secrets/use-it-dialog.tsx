"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { expiryAt } from "@/components/tokens/scope-options";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Tabs } from "@/components/ui/tabs";
import type { SecretRow } from "@/lib/api/secrets";
import { appsQuery } from "@/lib/client/apps";
import { errorMessage } from "@/lib/client/fetcher";
import { useMay } from "@/lib/client/me";
import { createServiceToken } from "@/lib/client/service-tokens";
import { settingsText, SNIPPETS } from "./use-snippets";

type UseItDialogProps = { environmentId: string; rows: readonly SecretRow[]; onClose: () => void };

const TOKEN_DAYS = "90";
const EXAMPLE_KEY = "OPENAI_API_KEY";

/** A token for programs of this environment only, created in the dialog. */
function TokenPart({ environmentId, token, onToken }: TokenPartProps) {
  const apps = useQuery(appsQuery).data ?? [];
  const app = apps.find(({ environments }) => environments.some(({ id }) => id === environmentId));
  const environment = app?.environments.find(({ id }) => id === environmentId);
  const mayCreate = useMay("tokens:manage");
  const create = useMutation(createServiceToken);
  const createToken = () => {
    const now = Date.now();
    create.mutate(
      {
        name: `${app?.name ?? "App"} ${environment?.name ?? ""} ${new Date(now).toISOString().slice(0, 19)}`,
        scopes: ["secrets:read"],
        environmentIds: [environmentId],
        expiresAt: expiryAt(TOKEN_DAYS, now),
      },
      { onSuccess: (created) => onToken(created.token) },
    );
  };
  if (token !== null) {
    return (
      <Notice tone="info" title="Copy the token now">
        You can&rsquo;t see it again. The token reads this environment for {TOKEN_DAYS} days.
      </Notice>
    );
  }
  if (!mayCreate) {
    return <p className="text-muted">Ask an owner or an admin for a service token with secrets:read.</p>;
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button size="sm" pending={create.isPending} onClick={createToken}>
        Create token
      </Button>
      <span className="text-sm text-muted">Reads this environment only, for {TOKEN_DAYS} days.</span>
      {create.isError && <Notice tone="danger">{errorMessage(create.error)}</Notice>}
    </div>
  );
}
type TokenPartProps = { environmentId: string; token: string | null; onToken: (token: string) => void };

/** How programs get the values of this environment: a token, and an example for each common way. */
export function UseItDialog({ environmentId, rows, onClose }: UseItDialogProps) {
  const [token, setToken] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string>("cli");
  const secretKey = (rows.find(({ output }) => output === "api_key") ?? rows[0])?.key ?? EXAMPLE_KEY;
  const place = { host: location.origin, environmentId, secretKey };
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title="Use secrets in a program"
      description="The program reads the values with a service token."
    >
      <div className="flex flex-col gap-5">
        <section aria-label="Service token" className="flex flex-col gap-2">
          <TokenPart environmentId={environmentId} token={token} onToken={setToken} />
          <CodeBlock
            text={settingsText(place.host, token)}
            label="Environment variables of the program"
            copyLabel="Copy variables"
          />
        </section>
        <Tabs
          label="Ways to read the values"
          value={chosen}
          onValueChange={setChosen}
          tabs={SNIPPETS.map(({ id, label, hint, text }) => ({
            value: id,
            label,
            content: (
              <div className="flex flex-col gap-2">
                <p className="text-sm text-muted">{hint}</p>
                <CodeBlock text={text(place)} label={`Example for ${label}`} copyLabel={`Copy ${label}`} />
              </div>
            ),
          }))}
        />
      </div>
    </Dialog>
  );
}
