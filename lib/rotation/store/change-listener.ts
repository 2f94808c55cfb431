/** Listeners to each change of a unit of work, in its transaction. Passed in where the services are built. */
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

/** A listener of one unit. `close` ends it, and only then is the health final. */
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

/** The inputs of a rotating secret's health, and the failure behind it. */
export type HealthFacts = {
  told: Health;
  pauseReason: "manual" | "failure" | null;
  failureCount: number;
  failingRevocations: number;
  code: string | null;
  message: string | null;
};

/** What a listener reads and writes among its unit's rows. */
export type HeardRows = {
  /** Null: the secret is deleted, or doesn't exist yet. */
  healthFacts(rotatingSecretId: string): Promise<HealthFacts | null>;
  setToldHealth(rotatingSecretId: string, told: Health): Promise<void>;
  lastFailure(credentialId: string): Promise<{ rotatingSecretId: string; failure: Failure }>;
  insert(notification: NewNotification): Promise<void>;
};

export type Listeners = {
  listen(rows: HeardRows): ChangeListener;
  /** The rows of a unit that works in a transaction. */
  rowsOf(tx: Tx, now: Date): HeardRows;
  /**
   * The statement that inserts what a unit has collected by its end. `from`: returns a row if the unit's work
   * was written.
   */
  insertion(notifications: readonly NewNotification[], now: Date, from: Prisma.Sql): Prisma.Sql;
};
