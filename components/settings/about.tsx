import { durationInWords } from "@/components/rotation/duration";
import { StatusBadge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Facts } from "./facts";

export type Installation = {
  version: string;
  instanceId: string;
  /** The provider's address. */
  openaiBaseUrl: string;
  minRotationIntervalSeconds: number;
  /** Names of the keys in the ring, the one that encrypts first. Never the keys. */
  encryptionKeyIds: string[];
  sealedBecause: string | null;
  /** What may be wrong with the way that requests come. */
  forwardingWarning: string | null;
  /** What lets others read along. */
  exposureWarnings: string[];
};

/** What this installation is, and whether it can open what it has stored. */
export function About({ installation }: { installation: Installation }) {
  const [first = "none", ...others] = installation.encryptionKeyIds;
  return (
    <Facts
      facts={[
        { name: "Version", value: installation.version },
        {
          name: "Instance",
          value: (
            <span className="flex items-center gap-1">
              <span className="min-w-0 font-mono text-sm break-all">{installation.instanceId}</span>
              <CopyButton text={installation.instanceId} label="Copy instance id" />
            </span>
          ),
        },
        {
          name: "Encryption",
          value:
            installation.sealedBecause === null ? (
              <StatusBadge tone="positive">Values are sealed and can be opened</StatusBadge>
            ) : (
              <>
                <StatusBadge tone="danger">Sealed: no rotation runs</StatusBadge>
                <p className="mt-1 text-danger-ink">{installation.sealedBecause}</p>
              </>
            ),
        },
        {
          name: "Encryption keys",
          value: (
            <>
              <span className="font-mono text-sm">{first}</span> encrypts
              {others.length > 0 && (
                <>
                  ; <span className="font-mono text-sm">{others.join(", ")}</span> can still decrypt
                </>
              )}
            </>
          ),
        },
        ...(installation.forwardingWarning === null
          ? []
          : [
              {
                name: "Reverse proxy",
                value: <Notice tone="warning">{installation.forwardingWarning}</Notice>,
              },
            ]),
        ...installation.exposureWarnings.map((warning) => ({
          name: "Network",
          value: <Notice tone="warning">{warning}</Notice>,
        })),
        { name: "OpenAI", value: <span className="font-mono text-sm">{installation.openaiBaseUrl}</span> },
        { name: "Shortest interval", value: durationInWords(installation.minRotationIntervalSeconds) },
      ]}
    />
  );
}
