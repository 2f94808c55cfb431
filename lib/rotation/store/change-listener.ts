/** Who hears of each change that a unit of work makes, in its transaction. Handed in where the services are put together. */
import type { Tx } from "@/lib/db";
import type { EventType } from "@/lib/lists/events";
import type { CredentialState } from "../core/model";

export type Told = {
  type: EventType;
  rotatingSecretId: string;
  actor: string;
  credentialId?: string | null;
  detail: Readonly<Record<string, unknown>>;
};

/** One transaction's. `close` ends it: only then does the health stand. */
export type ChangeListener = {
  event(event: Told): Promise<void>;
  secretLocked(id: string): void;
  secretChanged(patch: object): void;
  credentialChanged(id: string, from: CredentialState, patch: { failureCount?: number }): Promise<void>;
  close(): Promise<void>;
};

export type ListenToChanges = (tx: Tx, now: Date) => ChangeListener;
