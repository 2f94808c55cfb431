/** Tells people and programs what happened. The rows say what is due: nothing here depends on the job queue. */
import { checkKeyExpiry } from "@/lib/notifications/expiry";
import { deliverNext } from "@/lib/notifications/deliver";
import { dispatchNotifications } from "@/lib/notifications/dispatch";
import { purgeNotifications } from "@/lib/notifications/purge";
import type { NotificationServices } from "@/lib/notifications/notification-services";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 1_000;
const EXPIRY_EVERY_MS = 60_000;
const PURGE_EVERY_MS = 3_600_000;
/** At once, in this process. */
const SENDERS = 4;

export function startNotifier(services: NotificationServices, onError: (error: unknown) => void): Loop {
  let stopping = false;
  const untilNothing = (step: () => Promise<boolean>) => async () => {
    while (!stopping && (await step()));
  };
  const dispatch = untilNothing(async () => (await dispatchNotifications(services)) > 0);
  const deliver = untilNothing(() => deliverNext(services));
  const loops = [
    every(LOOK_EVERY_MS, dispatch, onError),
    ...Array.from({ length: SENDERS }, () => every(LOOK_EVERY_MS, deliver, onError)),
    every(EXPIRY_EVERY_MS, () => checkKeyExpiry(services), onError),
    every(PURGE_EVERY_MS, () => purgeNotifications(services.db), onError),
  ];
  return {
    async stop() {
      stopping = true;
      await Promise.all(loops.map((loop) => loop.stop()));
      services.mailer?.close();
    },
  };
}
