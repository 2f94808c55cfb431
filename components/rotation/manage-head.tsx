"use client";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { KeyAge } from "./key-age";
import { NextRotation } from "./next-rotation";
import { RotationBadges } from "./rotation-badges";
import { nextStep } from "./rotation-state";

/** Shown on every tab: health, key age, and what happens next. */
export function ManageHead({ secret }: { secret: RotatingSecret }) {
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted tabular-nums">
      <RotationBadges secret={secret} />
      <span>
        <KeyAge secretId={secret.id} />
      </span>
      <NextRotation secret={secret} />
    </div>
  );
}

export function RotateNow({ secret, onRotate }: { secret: RotatingSecret; onRotate: () => void }) {
  const { busy } = nextStep(secret, useNow());
  return (
    <Button variant={secret.state === "paused" ? "secondary" : "primary"} pending={busy} onClick={onRotate}>
      Rotate now
    </Button>
  );
}
