import type { Proxies } from "@/lib/proxies";
import type { EngineServices } from "@/lib/rotation/services";
import type { Mailer } from "./mailer";

export type NotificationSettings = {
  /** Webhooks may go to loopback, private and link-local addresses. */
  allowPrivateTargets: boolean;
  /** By which webhooks leave this machine; left out: without one. */
  proxies?: Proxies;
  /** Multiplies the waits between tries. */
  retryScale: number;
  /** Where the links in messages lead. */
  consoleUrl: URL;
};

/** What a process that tells people and programs needs besides the engine's services. */
export type NotificationTools = {
  notifications: NotificationSettings;
  /** Null: no e-mail server is set. */
  mailer: Mailer | null;
};

export type NotificationServices = NotificationTools &
  Pick<EngineServices, "db" | "store" | "keyring" | "providers" | "settings" | "log" | "clock" | "chance">;
