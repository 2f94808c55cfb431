import { keySurvives } from "@/components/rotation/rotation-state";
import { Button } from "@/components/ui/button";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { failureRow } from "@/lib/lists/failure-codes";

type GroupFailureProps = {
  secret: RotatingSecret;
  failure: NonNullable<RotatingSecret["lastFailure"]>;
  onManage: (secretId: string) => void;
};

/** Why a rotating secret fails, what that means for programs, and a link to the fix. */
export function GroupFailure({ secret, failure, onManage }: GroupFailureProps) {
  const { title, wayOut } = failureRow(failure.code);
  return (
    <div role="row">
      <div
        role="cell"
        aria-colspan={6}
        className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2 pl-5.5 text-sm"
      >
        <span className={secret.health === "failed" ? "text-danger-ink" : "text-warn-ink"}>{title}.</span>
        <span className="text-muted">
          {keySurvives(secret) ? "The current key still works." : "Programs can't use the current key."}
        </span>
        {wayOut === "wait" ? (
          <span className="text-muted">Phase retries automatically.</span>
        ) : (
          <Button size="sm" variant="ghost" onClick={() => onManage(secret.id)}>
            How to fix this<span className="sr-only">: {secret.name}</span>
          </Button>
        )}
      </div>
    </div>
  );
}
