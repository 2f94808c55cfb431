/** What the engine works with. Built once per process, and passed as an argument. */
import type { Logger } from "pino";
import type { Ctx } from "@/lib/access/context";
import type { Keyring } from "@/lib/crypto/keyring";
import type { Db } from "@/lib/db";
import type { LookAtSeal, ProviderRegistry } from "@/lib/providers/registry";
import type { ProcessMetrics } from "@/lib/metrics/process-metrics";
import type { WakeQueue } from "@/lib/queue/queue";
import type { EngineSlice } from "@/lib/settings/settings";
import type { Clock } from "./clock";
import type { Timing } from "./core/schedule";
import type { Store } from "./store/store";

export type EngineSettings = EngineSlice & { timing: Timing };

/** What minting and revoking need. */
export type Engine = {
  store: Store;
  keyring: Keyring;
  providers: ProviderRegistry;
  settings: EngineSettings;
  log: Logger;
  metrics: ProcessMetrics;
  clock: Clock;
  /** In [0, 1): spreads retries. */
  chance: () => number;
  /** The holder of a lease: one name per process. */
  workerId: string;
};

export type EngineServices = Engine & {
  db: Db;
  queue: WakeQueue;
  /**
   * Why this installation may not act (wrong key ring, copied database), read from the database each time.
   * Otherwise null.
   */
  lookAtSeal: LookAtSeal;
};

/** What a command on rotating secrets may use: the caller, and the engine. */
export type EngineCtx = Ctx & EngineServices;
