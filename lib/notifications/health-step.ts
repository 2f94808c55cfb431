/** When a change of health is news. Pure. */
import type { NotificationType } from "@/lib/lists/notification-types";
import { type Health, HEALTHS } from "@/lib/lists/states";

export type HealthStep = { told: Health; type: NotificationType | null };

/**
 * What to record and report when the health is `now` and people were last told `told`. Null if nothing is
 * new. Only `proven` health is good news: a resumed schedule hasn't succeeded yet, so it is recorded as
 * degraded without a notification until it does.
 */
export function healthStep(told: Health, now: Health, proven: boolean): HealthStep | null {
  if (HEALTHS.indexOf(now) > HEALTHS.indexOf(told)) {
    return { told: now, type: now === "failed" ? "rotating_secret.failed" : "rotating_secret.degraded" };
  }
  if (now === "healthy" && told !== "healthy" && proven) {
    return { told: "healthy", type: "rotating_secret.recovered" };
  }
  if (told === "failed" && now !== "failed") return { told: "degraded", type: null };
  return null;
}
