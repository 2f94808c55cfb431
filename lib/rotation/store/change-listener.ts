/** Who hears of each change that a unit of work makes, in its transaction. Handed in where the services are put together. */
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "@/lib/db";
import type { EventType } from "@/lib/lists/events";
import type { NotificationType } from "@/lib/lists/notification-types";
import type { Health } from "@/lib/lists/states";
import type { CredentialState } from "../core/model";

export type Told = {
  type: EventType;
  rotatingSecretId: string;
  actor: string;
  credentialId?: string | null;
  detail: Readonly<Record<string, unknown>>;
};

/** One unit's. `close` ends it: only then does the health stand. */
export type ChangeListener = {
  event(event: Told): Promise<void>;
  secretLocked(id: string): void;
  secretChanged(patch: object): void;
  credentialChanged(id: string, from: CredentialState, patch: { failureCount?: number }): Promise<void>;
  close(): Promise<void>;
};

export type Failure = { code: string; message: string };

export type NewNotification = {
  type: NotificationType;
  rotatingSecretId: string;
  actor: string;
  credentialId?: string | null;
  failure: Failure | null;
};

/** What the health of a rotating secret follows from, and the failure that stands for it. */
export type HealthFacts = {
  told: Health;
  pauseReason: "manual" | "failure" | null;
  failureCount: number;
  debtsFailing: number;
  code: string | null;
  message: string | null;
};

/** What a listener reads and writes of its unit's rows. */
export type HeardRows = {
  /** Null: the secret is deleted, or not there yet. */
  healthFacts(rotatingSecretId: string): Promise<HealthFacts | null>;
  setToldHealth(rotatingSecretId: string, told: Health): Promise<void>;
  lastFailure(credentialId: string): Promise<{ rotatingSecretId: string; failure: Failure }>;
  insert(notification: NewNotification): Promise<void>;
};

export type Listeners = {
  listen(rows: HeardRows): ChangeListener;
  /** The rows of a unit that works in a transaction. */
  rowsOf(tx: Tx, now: Date): HeardRows;
  /** The statement that inserts what a unit has kept until its end. `from`: gives a row where the unit's work holds. */
  insertion(notifications: readonly NewNotification[], now: Date, from: Prisma.Sql): Prisma.Sql;
};
