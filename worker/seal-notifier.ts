/** The only work of a sealed installation: it notifies people and programs that it is sealed. */
import { writeSealNotification, SEALED_TYPE } from "@/lib/notifications/seal-notification";
import { deliverNext } from "@/lib/notifications/deliver";
import { dispatchNotifications } from "@/lib/notifications/dispatch";
import type { NotificationServices } from "@/lib/notifications/notification-services";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 1_000;
/**
 * A seal that disappears within a minute is a restart in progress: with a new ID, some processes start before
 * others.
 */
const TOLD_AFTER_MS = 60_000;

export function startSealNotifier(
  services: NotificationServices,
  sealedBecause: string,
  onError: (error: unknown) => void,
  toldAfterMs = TOLD_AFTER_MS,
): Loop {
  const sealedAtMs = performance.now();
  const loop = every(
    Math.min(LOOK_EVERY_MS, toldAfterMs),
    async () => {
      if (performance.now() - sealedAtMs < toldAfterMs) return;
      await writeSealNotification(services.db, sealedBecause);
      await dispatchNotifications(services, SEALED_TYPE);
      while (await deliverNext(services, SEALED_TYPE));
    },
    onError,
  );
  return {
    async stop() {
      await loop.stop();
      services.mailer?.close();
    },
  };
}
