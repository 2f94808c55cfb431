import type { Env } from "@/lib/settings/env";
import type { EngineServices } from "@/lib/rotation/services";
import type { Mailer } from "./mailer";

/** The settings that messages need, under their names in the record, so that a process passes on what it has read. */
export type NotificationSettings = Pick<
  Env,
  "webhookAllowPrivate" | "retryScale" | "nextAuthUrl" | "notificationRetentionDays"
> &
  Partial<Pick<Env, "proxies">>;

/** What a process that sends notifications needs besides the engine's services. */
export type NotificationTools = {
  notifications: NotificationSettings;
  /** Null: no email server is configured. */
  mailer: Mailer | null;
};

export type NotificationServices = NotificationTools &
  Pick<
    EngineServices,
    "db" | "store" | "keyring" | "providers" | "settings" | "log" | "metrics" | "clock" | "chance"
  >;
