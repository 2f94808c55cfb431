"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { environmentPath } from "@/components/shell/environment-path";
import { StatusBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row, Rows } from "@/components/ui/rows";
import type { App } from "@/lib/api/apps";
import type { Need } from "@/lib/api/overview";
import { appsQuery } from "@/lib/client/apps";
import { meQuery } from "@/lib/client/me";
import { needsQuery } from "@/lib/client/overview";
import { type NeedWords, needWords } from "./need-words";

/** What needs a person, worst first. Renders nothing if nothing does. */
export function NeedsYou() {
  const needs = useQuery(needsQuery).data?.needs ?? [];
  const apps = useQuery(appsQuery).data ?? [];
  const actions = useQuery(meQuery).data?.actions ?? [];
  if (needs.length === 0) return null;
  return (
    <section aria-labelledby="needs-you" className="mb-6">
      <h2 id="needs-you" className="mb-2 text-lg font-semibold">
        Needs you
      </h2>
      <Rows label="Needs you">
        {needs.map((need) => (
          <NeedRow key={idOf(need)} words={needWords(need, { actions, apps })} apps={apps} />
        ))}
      </Rows>
    </section>
  );
}

function idOf(need: Need): string {
  if ("thirdPartyCredentialId" in need)
    return `${need.kind} ${need.thirdPartyCredentialId} ${"code" in need ? need.code : ""}`;
  if (need.kind === "schedule_stopped")
    return `${need.kind} ${need.code} ${need.projectName} ${need.secrets[0]?.id ?? ""}`;
  if (need.kind === "previous_key_used") return `${need.kind} ${need.secret.id}`;
  if (need.kind === "webhook_failing") return `${need.kind} ${need.webhookId}`;
  return need.kind === "token_expires" ? `${need.kind} ${need.tokenId}` : need.kind;
}

function NeedRow({ words, apps }: { words: NeedWords; apps: readonly App[] }) {
  const { tone, status, title, meaning, secrets, count, time, action } = words;
  return (
    <Row
      status={<StatusBadge tone={tone}>{status}</StatusBadge>}
      title={<span className="whitespace-normal">{title}</span>}
      subtitle={
        <>
          {meaning}
          {secrets.length > 0 && (
            <span className="block">
              {secrets.map(({ id, name, environmentId, appName, environmentName }, index) => (
                <span key={id}>
                  {index > 0 && ", "}
                  <Link
                    href={environmentPath(apps, environmentId, id)}
                    className="rounded-sm text-ink underline decoration-line underline-offset-2 hover:decoration-current"
                  >
                    {name}
                  </Link>{" "}
                  <span className="text-faint">
                    ({appName} / {environmentName})
                  </span>
                </span>
              ))}
              {count > secrets.length && ` and ${count - secrets.length} more`}
            </span>
          )}
        </>
      }
      meta={
        time !== null && (
          <>
            {time.words} <RelativeTime at={time.at} />
          </>
        )
      }
      actions={
        action !== null && (
          <ButtonLink href={action.href} size="sm">
            {action.label}
            <span className="sr-only">: {title}</span>
          </ButtonLink>
        )
      }
    />
  );
}
