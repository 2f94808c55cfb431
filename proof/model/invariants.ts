/**
 * What must hold after every committed unit and at every request to delete, whatever happened. The README lists the
 * same names with their meaning.
 */
import type { CredentialState } from "@/lib/rotation/core/model";
import { isNeed } from "@/lib/rotation/core/reasons";
import { CLOCK_TOLERANCE_SECONDS } from "@/lib/rotation/core/schedule";
import { WORKER } from "@/lib/rotation/engine/move";
import { crowd, isUndated, stateAfter } from "../harness/rules";
import type { CredentialRow, SecretRow } from "@/lib/rotation/store/store";
import type { Account, FakeProvider } from "./fake-provider";
import type { Rows, StoredEvent } from "./memory-store";

/** States in which an account may be deleted: nothing that serves, and nothing that a worker may yet save. */
const DELETABLE: readonly CredentialState[] = ["REVOKING", "REVOKED", "UNKNOWN", "DISCARDED"];
/** Columns that belong to operators: a worker that writes them has lost someone's change. */
const OPERATORS_OWN = [
  "name",
  "projectId",
  "rotationIntervalSeconds",
  "revocationDelaySeconds",
  "version",
] as const;

/** The shortest quarantine of an account whose key may be in use. */
const DAY_MS = 86_400_000;

const PAUSE_EVENTS = ["rotating_secret.paused", "rotating_secret.resumed", "rotating_secret.recovered"];

export class Invariants {
  readonly violations: string[] = [];
  /** Credential → before then its account must not be deleted, in milliseconds. */
  readonly #notBeforeMs = new Map<string, number>();
  /** Rotating secret → the process whose claim raised its fence last. */
  readonly #claimedBy = new Map<string, string>();

  constructor(
    private readonly provider: () => FakeProvider,
    private readonly nowMs: () => number,
    /** The database's clock may run ahead of everyone else's. */
    private readonly databaseNowMs: () => number,
  ) {}

  /** `by` is the process that committed; `operator`: it is a command of the console. */
  onCommit(before: Rows, after: Rows, by: string, operator: boolean): void {
    const news = after.events.slice(before.events.length);
    for (const secret of after.secrets.values()) {
      const old = before.secrets.get(secret.id);
      if (old === secret && news.length === 0) continue;
      if (old?.fence !== secret.fence) this.#claimedBy.set(secret.id, by);
      this.#checkSecret(old, secret, rowsOf(after, secret.id), operator);
      this.#checkSecretEvents(old, secret, news);
    }
    for (const credential of after.credentials.values()) {
      const old = before.credentials.get(credential.id);
      if (old === credential) continue;
      const secret = before.secrets.get(credential.rotatingSecretId) ?? null;
      const own = news.filter(({ credentialId }) => credentialId === credential.id);
      if (old === undefined) this.#checkIntent(secret, credential, operator);
      else this.#checkEnd(old, credential, operator);
      this.#checkHistory(old, credential, own);
      this.#checkMove(old, credential, secret, by, own, after);
    }
  }

  /** Before the provider deletes: `rows` are the committed ones. */
  onDelete(rows: Rows, serviceAccountId: string, account: Account | undefined): void {
    const row = [...rows.credentials.values()].find(
      (each) => each.serviceAccountId === serviceAccountId || each.serviceAccountName === account?.name,
    );
    if (row === undefined || account?.foreign === true) {
      this.#fail("I7", `DELETE of a foreign account ${serviceAccountId} ("${account?.name ?? "unknown"}")`);
      return;
    }
    if (row.state === "ACTIVE") this.#fail("I8", `DELETE of the exposed account ${serviceAccountId}`);
    else if (!DELETABLE.includes(row.state)) this.#fail("I6", `DELETE while the row is ${row.state}`);
    const notBefore = this.#notBeforeMs.get(row.id);
    if (notBefore !== undefined && this.nowMs() < notBefore - CLOCK_TOLERANCE_SECONDS * 1000)
      this.#fail("I3b", `DELETE of ${serviceAccountId} ${(notBefore - this.nowMs()) / 1000} s too early`);
  }

  #fail(invariant: string, what: string): void {
    this.violations.push(`${invariant}: ${what}`);
  }

  #checkSecret(
    old: SecretRow | undefined,
    secret: SecretRow,
    rows: CredentialRow[],
    operator: boolean,
  ): void {
    const crowded = crowd(rows.map(({ state }) => state));
    if (crowded !== null) this.#fail("I5", crowded);
    const active = rows.filter(({ state }) => state === "ACTIVE");
    if (secret.deletedAt === null && active.length !== 1)
      this.#fail("I1", `a secret with ${active.length} exposed credentials`);
    for (const { serviceAccountId, exposedAt } of active) {
      const account = this.provider().accounts.find(({ id }) => id === serviceAccountId);
      const created =
        account !== undefined && exposedAt !== null && account.createdAtMs <= exposedAt.getTime();
      if (!created || account.deletedBy === "engine")
        this.#fail("I1", `the exposed account ${serviceAccountId} is not alive`);
    }
    for (const { keyExpiresAt, keyRemovedAt, exposedAt } of active) {
      // However soon it ends, its successor is not minted in its first minute.
      const latest = keyExpiresAt === null ? Infinity : Math.max(+keyExpiresAt, Number(exposedAt) + 60_000);
      if (secret.nextRotationAt.getTime() > latest)
        this.#fail("I1b", "the exposed key ends before its successor is planned");
      const isAsked = secret.pauseReason !== null || secret.rotateRequestedAt !== null;
      if (keyRemovedAt !== null && !(isNeed(secret.rotateReason) && isAsked))
        this.#fail("I1c", "the exposed key was removed, and nothing asks for its successor");
    }
    if (old === undefined || operator) return;
    if (old.pauseReason === "manual" && secret.pauseReason !== "manual")
      this.#fail("I13", "a worker ended an operator's pause");
    if (old.deletedAt !== null && secret.deletedAt === null) this.#fail("I13", "a worker undid a deletion");
    for (const column of OPERATORS_OWN)
      if (old[column] !== secret[column]) this.#fail("I13", `a worker changed ${column}`);
  }

  #checkSecretEvents(old: SecretRow | undefined, secret: SecretRow, news: readonly StoredEvent[]): void {
    if (old === undefined) return;
    const own = news.filter((event) => event.rotatingSecretId === secret.id).map(({ type }) => type);
    const paused = old.pauseReason !== secret.pauseReason && secret.deletedAt === null;
    if (paused && !own.some((type) => PAUSE_EVENTS.includes(type)))
      this.#fail(
        "I10",
        `${old.pauseReason ?? "running"} -> ${secret.pauseReason ?? "running"} without an event`,
      );
    const buried = old.deletedAt === null && secret.deletedAt !== null;
    if (buried && !own.includes("rotating_secret.deleted")) this.#fail("I10", "a deletion without an event");
  }

  /** No request leaves for a secret that is paused or deleted, but for one that an operator asked for since. */
  #checkIntent(secret: SecretRow | null, intent: CredentialRow, operator: boolean): void {
    if (operator) return;
    if (secret === null || secret.deletedAt !== null) this.#fail("I13", "a mint for a deleted secret");
    else if (secret.pauseReason !== null && secret.rotateRequestedAt === null)
      this.#fail("I13", `a mint of a secret paused by ${secret.pauseReason}`);
    if (intent.state !== "SENDING") this.#fail("I2", `an intent that begins as ${intent.state}`);
  }

  /** The end of a running delay is moved by operators alone, and away. */
  #checkEnd(old: CredentialRow, credential: CredentialRow, operator: boolean): void {
    if (old.state !== "EXPIRING" || credential.state !== "EXPIRING") return;
    const movedMs = Number(credential.revokeAt) - Number(old.revokeAt);
    if (movedMs === 0) return;
    if (!operator || movedMs < 0) this.#fail("I3b", `the end of a delay was moved by ${movedMs / 1000} s`);
    const notBefore = this.#notBeforeMs.get(credential.id);
    if (notBefore !== undefined) this.#notBeforeMs.set(credential.id, notBefore + movedMs);
  }

  /** The events of this unit, played over the old state, must end in the new one. */
  #checkHistory(old: CredentialRow | undefined, credential: CredentialRow, events: StoredEvent[]): void {
    let state: CredentialState | null | undefined = old?.state;
    for (const { type } of events) state = stateAfter(state ?? undefined, type);
    if (state !== credential.state)
      this.#fail("I10", `the events say ${state ?? "nothing"}, the row ${credential.state}`);
  }

  #checkMove(
    old: CredentialRow | undefined,
    credential: CredentialRow,
    secret: SecretRow | null,
    by: string,
    events: StoredEvent[],
    after: Rows,
  ): void {
    const { state } = credential;
    if (isUndated(credential)) this.#fail("I15", `${state} is parked`);
    if (old === undefined || old.state === state || secret === null) return;
    if (state === "MINTED" && credential.fence !== secret.fence)
      this.#fail("I6", `saved with fence ${credential.fence}, the secret has ${secret.fence}`);
    const claimedBy = this.#claimedBy.get(secret.id) ?? "nobody";
    if (state === "ACTIVE" && claimedBy !== by)
      this.#fail("I6", `${by} exposed under the claim of ${claimedBy}`);
    if (events.some(({ type }) => type === "credential.replaced")) {
      const delay = secret.breakGlassRequestedAt === null ? secret.revocationDelaySeconds : 0;
      this.#notBeforeMs.set(credential.id, this.nowMs() + delay * 1000);
    }
    if (events.some(({ type }) => type === "credential.quarantined"))
      this.#notBeforeMs.set(credential.id, this.nowMs() + DAY_MS);
    if (state === "ACTIVE" && secret.breakGlassRequestedAt !== null) this.#checkBreakGlass(credential, after);
    const withdrawn = events.find(({ type }) => type === "credential.withdrawn");
    if (withdrawn === undefined) return;
    // What was saved but could not be exposed in time was never anyone's key.
    const neverExposed = old.state === "MINTED";
    const meant =
      withdrawn.actor !== WORKER ||
      secret.breakGlassRequestedAt !== null ||
      secret.deletedAt !== null ||
      neverExposed;
    if (meant) this.#notBeforeMs.delete(credential.id);
    else this.#fail("I3b", "a worker withdrew a credential that nobody asked to");
  }

  /** Break-glass: with the switch, the revocation of every other key that may work is due immediately. */
  #checkBreakGlass(exposed: CredentialRow, after: Rows): void {
    for (const { id, state, nextCheckAt } of rowsOf(after, exposed.rotatingSecretId)) {
      if (id === exposed.id) continue;
      if (state === "EXPIRING" && nextCheckAt !== null && nextCheckAt.getTime() > this.databaseNowMs())
        this.#fail("I3b", "break-glass left a credential to its delay");
    }
  }
}

function rowsOf(rows: Rows, rotatingSecretId: string): CredentialRow[] {
  return [...rows.credentials.values()].filter((row) => row.rotatingSecretId === rotatingSecretId);
}
