import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** That the form holds what was typed before, and how to be rid of it. */
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
        Your draft is as you left it.
      </Notice>
    </div>
  );
}
