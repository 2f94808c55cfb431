/** Notifies people and programs of events. The rows say what is due, so nothing here depends on the job queue. */
import { checkKeyExpiry } from "@/lib/notifications/expiry";
import { deliverNext } from "@/lib/notifications/deliver";
import { dispatchNotifications } from "@/lib/notifications/dispatch";
import { purgeNotifications } from "@/lib/notifications/purge";
import type { NotificationServices } from "@/lib/notifications/notification-services";
import { every, type Loop, whenWoken } from "./loop";

const LOOK_EVERY_MS = 30_000;
const EXPIRY_EVERY_MS = 60_000;
const PURGE_EVERY_MS = 3_600_000;
/** At the same time, in this process. */
const SENDERS = 4;

/** `wake`: a notification is waiting. It also checks on its own, now and then. */
export function startNotifier(
  services: NotificationServices,
  onError: (error: unknown) => void,
): Loop & { wake(): void } {
  let stopping = false;
  const untilNothing = (step: () => Promise<boolean>) => async () => {
    while (!stopping && (await step()));
  };
  const dispatcher = whenWoken(
    untilNothing(async () => {
      const dispatched = await dispatchNotifications(services);
      if (dispatched > 0) wakeSender();
      return dispatched > 0;
    }),
    onError,
  );
  const deliver = async () => {
    const hasDelivered = await deliverNext(services);
    // There may be more than one slot can handle.
    if (hasDelivered) wakeSender();
    return hasDelivered;
  };
  const senders = Array.from({ length: SENDERS }, () => whenWoken(untilNothing(deliver), onError));
  const wakeSender = () => senders.find((sender) => sender.isIdle())?.wake();
  const wake = () => {
    dispatcher.wake();
    wakeSender();
  };
  wake();
  const loops = [
    dispatcher,
    ...senders,
    every(LOOK_EVERY_MS, async () => wake(), onError),
    every(EXPIRY_EVERY_MS, () => checkKeyExpiry(services), onError),
    every(
      PURGE_EVERY_MS,
      () => purgeNotifications(services.db, services.notifications.notificationRetentionDays),
      onError,
    ),
  ];
  return {
    wake,
    async stop() {
      stopping = true;
      await Promise.all(loops.map((loop) => loop.stop()));
      services.mailer?.close();
    },
  };
}
