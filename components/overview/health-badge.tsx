import { healthWords } from "@/components/rotation/rotation-state";
import { StatusBadge } from "@/components/ui/badge";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";

/** A rotating secret's health, or that it is paused. */
export function HealthBadge({ secret }: { secret: Pick<RotatingSecret, "health" | "state"> }) {
  if (secret.state === "paused" && secret.health === "healthy") {
    return <StatusBadge tone="neutral">Paused</StatusBadge>;
  }
  const { label, tone } = healthWords(secret.health);
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
