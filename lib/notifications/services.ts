import type { EngineServices } from "@/lib/rotation/services";
import type { Mailer } from "./mailer";

export type NotificationSettings = {
  /** Webhooks may go to loopback, private and link-local addresses. */
  allowPrivateTargets: boolean;
  /** Multiplies the waits between tries. */
  retryScale: number;
  /** Where the links in messages lead. */
  consoleUrl: URL;
};

/** What telling people and programs needs. Built once a worker process. */
export type NotificationServices = Pick<
  EngineServices,
  "db" | "keyring" | "providers" | "log" | "chance" | "sealedBecause"
> & {
  notifications: NotificationSettings;
  /** Null: no e-mail server is set. */
  mailer: Mailer | null;
};
