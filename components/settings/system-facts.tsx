/** What the page **System** shows of each part of the installation. */
import { durationInWords } from "@/components/rotation/duration";
import { RelativeTime } from "@/components/ui/relative-time";
import type { System } from "@/lib/api/system";
import { bytesInWords } from "./bytes";
import type { Fact } from "./facts";

const dueFor = (seconds: number) => (seconds < 1 ? "Nothing is due" : `Due for ${durationInWords(seconds)}`);

export function workFacts({ work, adminKeys }: System): Fact[] {
  return [
    { name: "Oldest rotation", value: dueFor(work.oldestRotationSeconds) },
    { name: "Oldest revocation", value: dueFor(work.oldestRevocationSeconds) },
    { name: "Overdue rotations", value: work.rotationsOverdue },
    { name: "Overdue revocations", value: work.revocationsOverdue },
    { name: "Unknown outcomes", value: work.unknownOutcomes },
    { name: "Admin keys", value: `${adminKeys.valid} valid, ${adminKeys.invalid} refused` },
    ...(adminKeys.valid + adminKeys.invalid === 0
      ? []
      : [
          {
            name: "Accounts compared",
            value: <RelativeTime at={adminKeys.comparedSince} never="Not all of them yet" />,
          },
        ]),
  ];
}

export function databaseFacts({ database, version, instanceId }: System): Fact[] {
  const { growth, connections } = database;
  return [
    { name: "PostgreSQL", value: database.version },
    { name: "Size", value: bytesInWords(database.bytes) },
    ...(growth === null
      ? []
      : [
          {
            name: "Growth",
            value: `${growth.bytes < 0 ? "−" : "+"}${bytesInWords(Math.abs(growth.bytes))} since ${growth.since}`,
          },
        ]),
    {
      name: "Largest parts",
      value: database.parts.map(({ name, bytes }) => `${name} ${bytesInWords(bytes)}`).join(", "),
    },
    { name: "Connections", value: `${connections.used} of at most ${connections.most}` },
    { name: "Phase", value: version },
    { name: "Installation", value: <span className="font-mono text-sm break-all">{instanceId}</span> },
  ];
}

export function encryptionKeyFacts({ encryptionKeys }: System): Fact[] {
  return encryptionKeys.map(({ id, firstSeenAt }) => ({
    name: <span className="font-mono text-sm">{id}</span>,
    value:
      firstSeenAt === null ? (
        "Not yet seen by a worker"
      ) : (
        <>
          First used <RelativeTime at={firstSeenAt} />
        </>
      ),
  }));
}
