import type { Schedule } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/access/context";
import { restartsSchedule } from "../core/reasons";
import { dueAt, plannedRotations } from "../core/schedule";
import type { Cadence } from "@/lib/providers/key-lifetime";
import { findRotatingSecret } from "./find-rotating-secret";

/** The coming mints of a secret with what each revokes. While paused: what they would be. */
export async function previewSchedule(ctx: Ctx, input: { id: string; count: number }): Promise<Schedule> {
  const secret = await findRotatingSecret(ctx, input.id, "read");
  const first = secret.pauseReason === null ? dueAt(secret) : secret.nextRotationAt;
  const isAnew = secret.rotateRequestedAt !== null && restartsSchedule(secret.rotateReason);
  return showSchedule(first, secret, input.count, isAnew ? first : secret.nextRotationAt);
}

export function showSchedule(firstMintAt: Date, cadence: Cadence, count: number, planned?: Date): Schedule {
  return {
    schedule: plannedRotations(firstMintAt, cadence, count, planned).map(({ mintAt, revokeAt }) => ({
      mintAt: mintAt.toISOString(),
      revokeAt: revokeAt.toISOString(),
    })),
  };
}
