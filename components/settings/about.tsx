import { durationInWords } from "@/components/rotation/duration";
import { StatusBadge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Facts } from "./facts";

export type Installation = {
  version: string;
  instanceId: string;
  /** The provider's URL. */
  openaiBaseUrl: string;
  minRotationIntervalSeconds: number;
  /** IDs of the keys in the ring, the encrypting one first. Never the keys. */
  encryptionKeyIds: string[];
  sealedBecause: string | null;
  /** A possible problem with how requests arrive. */
  forwardingWarning: string | null;
  /** Settings that let others read the traffic. */
  exposureWarnings: string[];
};

/** What this installation is, and whether it can decrypt stored values. */
export function About({ installation }: { installation: Installation }) {
  const [first = "none", ...others] = installation.encryptionKeyIds;
  return (
    <Facts
      facts={[
        { name: "Version", value: installation.version },
        {
          name: "Installation",
          value: (
            <span className="flex items-center gap-1">
              <span className="min-w-0 font-mono text-sm break-all">{installation.instanceId}</span>
              <CopyButton text={installation.instanceId} label="Copy installation ID" />
            </span>
          ),
        },
        {
          name: "Encryption",
          value:
            installation.sealedBecause === null ? (
              <StatusBadge tone="positive">Encrypted and readable</StatusBadge>
            ) : (
              <>
                <StatusBadge tone="danger">Sealed: rotations are stopped</StatusBadge>
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
                  ; <span className="font-mono text-sm">{others.join(", ")}</span> decrypts only
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
