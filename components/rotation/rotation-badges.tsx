import { StatusBadge } from "@/components/ui/badge";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { healthWords } from "./rotation-state";

/** The health, and whether the schedule is paused. */
export function RotationBadges({ secret }: { secret: Pick<RotatingSecret, "health" | "state"> }) {
  const { label, tone } = healthWords(secret.health);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {secret.state === "paused" && <StatusBadge tone="neutral">Paused</StatusBadge>}
    </span>
  );
}
