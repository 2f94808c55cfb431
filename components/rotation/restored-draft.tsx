import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Says that the form has earlier input, and offers to discard it. */
export function RestoredDraft({ onStartOver }: { onStartOver: () => void }) {
  return (
    <div role="status" className="mb-4">
      <Notice
        tone="info"
        action={
          <Button size="sm" onClick={onStartOver}>
            Start over
          </Button>
        }
      >
        Your draft is unchanged.
      </Notice>
    </div>
  );
}
