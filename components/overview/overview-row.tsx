"use client";
import { NextRotation } from "@/components/rotation/next-rotation";
import { ButtonLink } from "@/components/ui/button-link";
import { Row } from "@/components/ui/rows";
import { TextLink } from "@/components/ui/text-link";
import type { App } from "@/lib/api/apps";
import type { Overview, RotatingSecret } from "@/lib/api/rotating-secrets";
import { environmentPath } from "@/components/shell/environment-path";
import { failureRow } from "@/lib/lists/failure-codes";
import Link from "next/link";
import { HealthBadge } from "./health-badge";

type OverviewRowProps = {
  item: Overview["items"][number];
  apps: readonly App[];
  /** Since its last failure the admin key was accepted. */
  keyAccepted: boolean;
};

export function OverviewRow({
  item: { rotatingSecret: secret, appName, environmentName },
  apps,
  keyAccepted,
}: OverviewRowProps) {
  const path = environmentPath(apps, secret.environmentId, secret.id);
  return (
    <Row
      status={<HealthBadge secret={secret} />}
      title={
        <Link href={path} className="rounded-sm hover:underline">
          {secret.name}
        </Link>
      }
      subtitle={
        <>
          {appName} / {environmentName} / {secret.config.projectName}
          <Trouble secret={secret} path={path} keyAccepted={keyAccepted} />
        </>
      }
      actions={
        <ButtonLink href={path} size="sm">
          Manage <span className="sr-only">{secret.name}</span>
        </ButtonLink>
      }
      meta={
        <>
          <NextRotation secret={secret} />
          {secret.owed > 0 && (
            <span className="block text-warn-ink">
              {secret.owed} outstanding {secret.owed === 1 ? "revocation" : "revocations"}
            </span>
          )}
        </>
      }
    />
  );
}

type TroubleProps = { secret: RotatingSecret; path: string; keyAccepted: boolean };

/** The last failure in words, with the way out where a person must go it. */
function Trouble({ secret, path, keyAccepted }: TroubleProps) {
  if (secret.lastFailure === null || secret.health === "healthy") return null;
  const { title, wayOut } = failureRow(secret.lastFailure.code);
  return (
    <span className={secret.health === "failed" ? "block text-danger-ink" : "block text-warn-ink"}>
      {title}.{" "}
      {wayOut === "update_credential" && keyAccepted && (
        <TextLink href={path}>Resume with the new admin key</TextLink>
      )}
      {wayOut === "update_credential" && !keyAccepted && (
        <TextLink href={`/integrations?replace=${secret.thirdPartyCredentialId}`}>
          Replace the admin key
        </TextLink>
      )}
      {(wayOut === "pick_project" || wayOut === "edit") && <TextLink href={path}>How to fix this</TextLink>}
      {wayOut === "wait" && "Phase retries automatically."}
    </span>
  );
}
