import type { Schedule } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/context";
import { plannedRotations } from "../core/schedule";
import { getRotatingSecret } from "./get-rotating-secret";

/** The coming mints of a secret with what each revokes. While paused: what they would be. */
export async function previewSchedule(ctx: Ctx, input: { id: string; count: number }): Promise<Schedule> {
  const { nextRotationAt, rotationIntervalSeconds, revocationDelaySeconds } = await getRotatingSecret(
    ctx,
    input,
  );
  return showSchedule(new Date(nextRotationAt), rotationIntervalSeconds, revocationDelaySeconds, input.count);
}

export function showSchedule(
  firstMintAt: Date,
  intervalSeconds: number,
  delaySeconds: number,
  count: number,
): Schedule {
  return {
    schedule: plannedRotations(firstMintAt, intervalSeconds, delaySeconds, count).map(
      ({ mintAt, revokeAt }) => ({
        mintAt: mintAt.toISOString(),
        revokeAt: revokeAt.toISOString(),
      }),
    ),
  };
}
