import { Notice } from "@/components/ui/notice";

/** On every page, because while an installation is sealed, nothing on the page progresses. */
export function SealedBanner({ reason }: { reason: string }) {
  return (
    <div className="mb-4">
      <Notice tone="danger" title="Sealed: rotations and revocations are stopped">
        {reason}
      </Notice>
    </div>
  );
}
