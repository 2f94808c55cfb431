/** What the engine works with. Built once a process, handed down by argument. */
import type { Logger } from "pino";
import type { Keyring } from "@/lib/crypto/keyring";
import type { Db } from "@/lib/db";
import type { ProviderRegistry } from "@/lib/providers/registry";
import type { WakeQueue } from "@/lib/queue/queue";
import type { Timing } from "./core/schedule";

export type EngineSettings = {
  timing: Timing;
  minRotationIntervalSeconds: number;
  verifyBeforeExpose: boolean;
};

export type EngineServices = {
  db: Db;
  keyring: Keyring;
  providers: ProviderRegistry;
  queue: WakeQueue;
  settings: EngineSettings;
  log: Logger;
  /** Who holds a lease: one name a process. */
  workerId: string;
};
