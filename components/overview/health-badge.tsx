import { StatusBadge, type Tone } from "@/components/ui/badge";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { Health } from "@/lib/rotation/core/model";

const LOOKS: Record<Health, { word: string; tone: Tone }> = {
  healthy: { word: "Healthy", tone: "positive" },
  degraded: { word: "Degraded", tone: "warning" },
  failed: { word: "Failed", tone: "danger" },
};

/** How a rotating secret is: its health, or that somebody paused it. */
export function HealthBadge({ secret }: { secret: Pick<RotatingSecret, "health" | "state"> }) {
  if (secret.state === "paused" && secret.health === "healthy") {
    return <StatusBadge tone="neutral">Paused</StatusBadge>;
  }
  const { word, tone } = LOOKS[secret.health];
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}
