import type { Env } from "@/lib/settings/env";
import type { EngineServices } from "@/lib/rotation/services";
import type { Mailer } from "./mailer";

/** The settings that messages need, under their names in the record: a process hands on what it has read. */
export type NotificationSettings = Pick<Env, "webhookAllowPrivate" | "retryScale" | "nextAuthUrl"> &
  Partial<Pick<Env, "proxies">>;

/** What a process that tells people and programs needs besides the engine's services. */
export type NotificationTools = {
  notifications: NotificationSettings;
  /** Null: no e-mail server is set. */
  mailer: Mailer | null;
};

export type NotificationServices = NotificationTools &
  Pick<
    EngineServices,
    "db" | "store" | "keyring" | "providers" | "settings" | "log" | "metrics" | "clock" | "chance"
  >;
