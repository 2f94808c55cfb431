"use client";
import { useQuery } from "@tanstack/react-query";
import { StatusBadge } from "@/components/ui/badge";
import { NotLoaded } from "@/components/ui/not-loaded";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row, Rows } from "@/components/ui/rows";
import type { System } from "@/lib/api/system";
import { systemQuery } from "@/lib/client/system";
import { Facts } from "./facts";
import { Section } from "./section";
import { databaseFacts, encryptionKeyFacts, workFacts } from "./system-facts";

const TITLES: Record<System["problems"][number]["code"], string> = {
  sealed: "Sealed",
  no_worker: "No worker",
  versions_differ: "Different versions",
  lossy_database: "Unsafe database",
  clocks_differ: "Clocks differ",
  untrusted_proxy: "Reverse proxy",
  unencrypted_network: "Unencrypted network",
  admin_keys_uncompared: "Service accounts not compared",
};
const STOPS_ROTATIONS = ["sealed", "no_worker"];

/** The state of this installation: problems first, then the facts. */
export function SystemPage() {
  const system = useQuery(systemQuery);
  return (
    <>
      <PageHeader title="System" description="The state of this installation." />
      {system.data === undefined ? (
        <NotLoaded query={system} loading="Loading the state…" failed="Couldn't load the state" />
      ) : (
        <SystemFacts system={system.data} />
      )}
    </>
  );
}

function SystemFacts({ system }: { system: System }) {
  return (
    <>
      <Section title="Problems" lead="What needs your attention.">
        {system.problems.length === 0 ? (
          <StatusBadge tone="positive">None</StatusBadge>
        ) : (
          <div className="flex flex-col gap-2">
            {system.problems.map(({ code, message }) => (
              <Notice
                key={message}
                tone={STOPS_ROTATIONS.includes(code) ? "danger" : "warning"}
                title={TITLES[code]}
              >
                {message}
              </Notice>
            ))}
          </div>
        )}
      </Section>
      <Section title="Workers" lead="Workers rotate and revoke keys. Each reports every ten seconds.">
        <Workers workers={system.workers} />
      </Section>
      <Section title="Work" lead="What is due, in every environment.">
        <Facts facts={workFacts(system)} />
      </Section>
      <Section title="Database" lead="PostgreSQL, and what fills it.">
        <Facts facts={databaseFacts(system)} />
      </Section>
      <Section title="Encryption keys" lead="The first encrypts new values. The others only decrypt.">
        <Facts facts={encryptionKeyFacts(system)} />
      </Section>
    </>
  );
}

function Workers({ workers }: Pick<System, "workers">) {
  if (workers.length === 0) return <StatusBadge tone="danger">None has reported in the last day</StatusBadge>;
  return (
    <Rows label="Workers">
      {workers.map(({ id, version, startedAt, lastSeenAt, alive }) => (
        <Row
          key={id}
          status={
            <StatusBadge tone={alive ? "positive" : "danger"}>{alive ? "Running" : "Silent"}</StatusBadge>
          }
          title={<span className="font-mono text-sm">{id}</span>}
          subtitle={version === null ? "Unknown version" : `Version ${version}`}
          meta={
            <>
              Started <RelativeTime at={startedAt} />
              <span className="block">
                Last seen <RelativeTime at={lastSeenAt} />
              </span>
            </>
          }
        />
      ))}
    </Rows>
  );
}
