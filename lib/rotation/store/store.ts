/**
 * The engine's rows. A unit of work is one transaction: guarded updates, their events and their wake-ups are
 * written together or not at all. The database's clock gives the time, once per unit. Tests put an in-memory
 * store behind the same contract.
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

/** The engine's changes to an admin key. */
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
  /** The database's time at the start of the unit. */
  readonly now: Date;
  /** Locks the row until the unit ends. Every unit that changes a credential locks its secret first. */
  lockSecret(id: string): Promise<SecretRow | null>;
  insertRotatingSecret(row: NewSecret): Promise<SecretRow>;
  updateSecret(id: string, patch: Partial<SecretRow>): Promise<SecretRow>;
  rootCredential(id: string): Promise<RootRow>;
  /**
   * Keeps an admin key from being deleted or limited until the unit ends. Returns its limits. Null: already
   * deleted.
   */
  holdRootCredential(id: string): Promise<Limits | null>;
  updateRootCredential(id: string, patch: RootPatch): Promise<void>;
  /**
   * No call with this admin key before then, unless it has been replaced since `root` was read. Never
   * shortens the pause.
   */
  parkRoot(root: RootRow, until: Date): Promise<void>;
  /** What a response says about the admin key it was given to. Ignored if the key has been replaced. */
  markRoot(root: RootRow, patch: Pick<RootPatch, "status" | "lastFailureMessage">): Promise<void>;
  credential(id: string): Promise<CredentialRow | null>;
  credentialsIn(rotatingSecretId: string, states: readonly CredentialState[]): Promise<CredentialRow[]>;
  /**
   * Makes every settlement of the secret due now, in one statement, because there may be thousands. Returns
   * their IDs.
   */
  hurrySettlements(rotatingSecretId: string, states: readonly ("REVOKING" | "UNKNOWN")[]): Promise<string[]>;
  /** Settlements whose last attempt found the provider away, and whose next one is after `after`: soonest first. */
  settlementsInOutage(rootId: string, after: Date, most: number): Promise<CredentialRow[]>;
  /** Writes the intent: state SENDING. */
  insertCredential(row: NewCredential): Promise<CredentialRow>;
  /** Changes the row only while it is in `from`. False: someone else moved it first. */
  updateCredential(id: string, from: CredentialState, patch: Partial<CredentialRow>): Promise<boolean>;
  /** Returns the event's ID. */
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

/** A rotating secret, by its own ID or by that of one of its credentials. */
export type About = { secretId: string } | { credentialId: string };

export type Store = {
  /** `about`: the only rotating secret concerned, if there is one. Then the unit costs two statements. */
  inUnit: <Result>(work: (unit: Unit) => Promise<Result>, about?: About) => Promise<Result>;
  /**
   * Takes one call out of the admin key's allowance, in a separate transaction, because others who take one
   * wait for the row. Refused if the key is parked, or if the call's turn is later than in `mostMs`.
   */
  takeCall: (rootId: string, allowance: Allowance, mostMs: number) => Promise<Turn>;
};
