/**
 * The engine's rows. A unit of work is one transaction: guarded updates, their events and their wake-ups stand or fall
 * together. Times come from the database clock, once a unit. Tests put an in-memory store behind the same contract.
 */
import type { Limits } from "@/lib/access/admin-key-limits";
import type {
  MintedCredential,
  Prisma,
  RotatingSecret,
  ThirdPartyCredential,
} from "@/lib/generated/prisma/client";
import type { AuditSubject } from "@/lib/audit-log/record-audit";
import type { By, Origin } from "@/lib/access/context";
import type { AuditAction, AuditDetail } from "@/lib/lists/audit-actions";
import type { EventDetail, EventType } from "@/lib/lists/events";
import type { CredentialState } from "../core/model";
import type { Allowance } from "../core/schedule";
import type { NewCredential, NewSecret } from "./new-rows";
import type { InventoryRows } from "./inventory";
import type { KeyRows } from "./keys";
import type { OutputRows } from "./outputs";
import type { Turn } from "./take-call";

export type SecretRow = RotatingSecret;
export type CredentialRow = MintedCredential;
export type RootRow = ThirdPartyCredential;

/** What the engine changes in a root credential. */
export type RootPatch = Partial<
  Pick<RootRow, "status" | "lastFailureMessage" | "inventoryFailures" | "inventoriedAt">
> & { unclaimedAccounts?: Prisma.InputJsonArray };

export type NewEvent<Type extends EventType = EventType> = {
  rotatingSecretId: string;
  type: Type;
  actor: string;
  detail: EventDetail<Type>;
  credentialId?: string | null | undefined;
  origin?: Origin | undefined;
};

type RowsByPurpose = KeyRows & InventoryRows & OutputRows;

export type Unit = RowsByPurpose & {
  /** The database's time at the beginning of the unit. */
  readonly now: Date;
  /** Locks the row until the unit ends. Every unit that changes a credential locks its secret first. */
  lockSecret(id: string): Promise<SecretRow | null>;
  insertRotatingSecret(row: NewSecret): Promise<SecretRow>;
  updateSecret(id: string, patch: Partial<SecretRow>): Promise<SecretRow>;
  rootCredential(id: string): Promise<RootRow>;
  /** Keeps a root credential from being deleted or limited until the unit ends: its limits. Null: it is deleted already. */
  holdRootCredential(id: string): Promise<Limits | null>;
  updateRootCredential(id: string, patch: RootPatch): Promise<void>;
  /** No call with this admin key before then, unless it has been replaced since `root` was read. Never shortens. */
  parkRoot(root: RootRow, until: Date): Promise<void>;
  /** What an answer says of the admin key that it was given to: nothing of one that has replaced it. */
  markRoot(root: RootRow, patch: Pick<RootPatch, "status" | "lastFailureMessage">): Promise<void>;
  credential(id: string): Promise<CredentialRow | null>;
  credentialsIn(rotatingSecretId: string, states: readonly CredentialState[]): Promise<CredentialRow[]>;
  /** Makes every debt of the secret due now, in one statement: there may be thousands. Returns their ids. */
  hurryDebts(rotatingSecretId: string, states: readonly ("REVOKING" | "UNKNOWN")[]): Promise<string[]>;
  /** Debts whose last try met a provider that was away, and which wait beyond `after` for their next: soonest first. */
  debtsInOutage(rootId: string, after: Date, most: number): Promise<CredentialRow[]>;
  /** Writes the intent: state SENDING. */
  insertCredential(row: NewCredential): Promise<CredentialRow>;
  /** Changes the row only while it is in `from`. False: someone else moved it first. */
  updateCredential(id: string, from: CredentialState, patch: Partial<CredentialRow>): Promise<boolean>;
  /** Answers the event's id. */
  recordEvent<Type extends EventType>(event: NewEvent<Type>): Promise<string>;
  recordAudit<Action extends AuditAction>(
    by: By,
    action: Action,
    subject: AuditSubject,
    detail: AuditDetail<Action>,
  ): Promise<void>;
  wakeMint(rotatingSecretId: string, at: Date): Promise<void>;
  wakeSettle(credentialId: string, at: Date): Promise<void>;
};

/** A rotating secret, by its own id or by that of one of its credentials. */
export type About = { secretId: string } | { credentialId: string };

export type Store = {
  /** `about`: the one rotating secret that all of it is about, where there is one; then it costs two statements. */
  inUnit: <Result>(work: (unit: Unit) => Promise<Result>, about?: About) => Promise<Result>;
  /**
   * Takes one call out of the admin key's allowance, in a transaction of its own: whoever else takes one waits for the
   * row. Refused where the key is parked, or where the call's turn comes later than in `mostMs`.
   */
  takeCall: (rootId: string, allowance: Allowance, mostMs: number) => Promise<Turn>;
};
