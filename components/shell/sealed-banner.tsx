import { Notice } from "@/components/ui/notice";

/** On every page: while an installation is sealed, nothing of what the page shows moves on. */
export function SealedBanner({ reason }: { reason: string }) {
  return (
    <div className="mb-4">
      <Notice tone="danger" title="Sealed: Phase rotates and revokes nothing">
        {reason}
      </Notice>
    </div>
  );
}
