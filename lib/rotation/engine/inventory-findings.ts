/** What an inventory does about each finding. */
import type { ServiceAccount } from "@/lib/providers/provider";
import { OWING_STATES } from "../core/lifecycle";
import { accountName, isPlausibleEpoch } from "@/lib/providers/account-names";
import { listingLagSeconds, secondsAfter } from "../core/schedule";
import type { Engine, EngineServices } from "../services";
import type { CredentialRow, RootRow, SecretRow, Unit } from "../store/store";
import { type Call, callProvider } from "./call";
import { replaceRemoved } from "./key-findings";
import { moveCredential, revocationDueAt, recordEventOf } from "./move";
import { quarantineEnd } from "./quarantine";
import { rotateSoon } from "./request";

const ROWS_AT_ONCE = 1_000;

/** An account whose name has Phase's form. */
export type NamedAccount = ServiceAccount & { projectId: string; rotatingSecretId: string; epoch: number };

/** Compares one account with the rows and acts on differences. False: the account isn't Phase's. */
export async function compareAccount(engine: Engine, root: RootRow, account: NamedAccount): Promise<boolean> {
  return await engine.store.inUnit(async (unit) => {
    // Under a lock, so that two concurrent comparisons take nothing over twice.
    const secret = await unit.lockSecret(account.rotatingSecretId);
    const rows = await unit.credentialsOfAccount(account);
    const known = rows.find(({ serviceAccountId }) => serviceAccountId === account.id);
    const named = rows.find(({ serviceAccountName }) => serviceAccountName === account.name);
    const row = known ?? named;
    if (row !== undefined && row.rotatingSecretId !== secret?.id) return true;
    if (row !== undefined && isItsAccount(row, account)) {
      await revokeReappeared(engine, unit, row, account.id);
      return true;
    }
    if (secret === null || secret.organisationId !== root.organisationId) return false;
    if (named !== undefined) {
      await takeOver(engine, unit, root, secret, account, `${account.name} (${account.id})`);
      return true;
    }
    // Must match exactly: a name that contains Phase's IDs may be someone's copy. It is shown as unclaimed.
    if (account.name !== accountName(secret.nameTemplate, secret.id, account.epoch)) return false;
    if (!isPlausibleEpoch(account.epoch, unit.now)) return false;
    await takeOver(engine, unit, root, secret, account, account.name);
    if (account.epoch > secret.lastEpoch) {
      // The name must not be sent again, whatever the clock says.
      await unit.updateSecret(secret.id, { lastEpoch: BigInt(account.epoch) });
      await rotateSoon(unit, secret, "unknown_account");
    }
    return true;
  });
}

/** The row's own account: by its ID, or by its name if the row has no ID or its account is gone. */
function isItsAccount(row: CredentialRow, account: NamedAccount): boolean {
  if (row.projectId !== account.projectId) return false;
  return row.serviceAccountId === null || row.serviceAccountId === account.id || row.state === "REVOKED";
}

/** The account of a row that should have none: refused, given up, or revoked long ago. It must be revoked again. */
async function revokeReappeared(
  engine: Engine,
  unit: Unit,
  row: CredentialRow,
  serviceAccountId: string,
): Promise<void> {
  if (!believesGone(engine, unit, row)) return;
  const patch = { serviceAccountId, revokedAt: null, ...revocationDueAt(unit.now) };
  await moveCredential(unit, row, "credential.found_alive", patch, { detail: { serviceAccountId } });
}

function believesGone(engine: Engine, unit: Unit, row: CredentialRow): boolean {
  const lag = listingLagSeconds(engine.settings.timing);
  switch (row.state) {
    case "REVOKED":
      return row.revokedAt !== null && secondsAfter(row.revokedAt, lag) <= unit.now;
    case "FAILED":
      return secondsAfter(row.sentAt, lag) <= unit.now;
    case "DISCARDED":
      // With an account's ID, an operator gave it up on purpose.
      return row.serviceAccountId === null;
    case "SENDING":
    case "MINTED":
    case "ACTIVE":
    case "EXPIRING":
    case "REVOKING":
    case "UNKNOWN":
      return false;
  }
}

/**
 * Gives an account its own row: a backup older than the account was restored, or it is the second one under a
 * name that was sent once. Someone may use its key, so it is left alone for a quarantine and then deleted by
 * its ID. `serviceAccountName`: row names are unique, so a second account's includes its ID.
 */
async function takeOver(
  engine: Engine,
  unit: Unit,
  root: RootRow,
  secret: SecretRow,
  account: NamedAccount,
  serviceAccountName: string,
): Promise<void> {
  const revokeAt = quarantineEnd(engine, unit, secret);
  const mintedAt = new Date(account.epoch * 1000);
  const row = await unit.insertFoundCredential({
    rotatingSecretId: secret.id,
    thirdPartyCredentialId: root.id,
    serviceAccountName,
    serviceAccountId: account.id,
    projectId: account.projectId,
    fence: secret.fence,
    sentAt: mintedAt,
    mintedAt,
    replacedAt: unit.now,
    revokeAt,
    nextCheckAt: revokeAt,
  });
  const detail = { serviceAccountId: account.id, serviceAccountName, revokeAt: revokeAt.toISOString() };
  await recordEventOf(unit, row, "credential.stray_account_found", detail);
  await unit.wakeSettle(row.id, revokeAt);
}

/** Current credentials whose account a listing doesn't show. */
export async function exposedWithout(
  { db }: EngineServices,
  root: RootRow,
  projectId: string,
  listed: ReadonlySet<string>,
): Promise<CredentialRow[]> {
  const exposed = await db.mintedCredential.findMany({
    where: { thirdPartyCredentialId: root.id, projectId, state: "ACTIVE", keyRemovedAt: null },
  });
  return exposed.filter(({ serviceAccountId }) => serviceAccountId !== null && !listed.has(serviceAccountId));
}

/** A listing may lag, so the account is read directly before its key is replaced. */
export async function replaceIfGone(
  engine: Engine,
  root: RootRow,
  { id, rotatingSecretId, serviceAccountId, projectId }: CredentialRow,
): Promise<void> {
  if (serviceAccountId === null) return;
  const ask: Call<boolean> = (provider, rootKey) =>
    provider.hasServiceAccount(rootKey, { projectId, serviceAccountId });
  const there = await callProvider(engine, root, ask, "background");
  if (!there.ok || there.value) return;
  await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(rotatingSecretId);
    const row = await unit.credential(id);
    if (secret === null || row?.state !== "ACTIVE") return;
    await replaceRemoved(unit, secret, row, "account_removed");
  });
}

/** IDs of accounts that the rows already describe fully: they are in use or being revoked. Read in bulk. */
export async function accountsInOrder(
  { db }: EngineServices,
  projectId: string,
  accounts: readonly ServiceAccount[],
): Promise<Set<string>> {
  const inOrder = new Set<string>();
  for (let first = 0; first < accounts.length; first += ROWS_AT_ONCE) {
    const some = accounts.slice(first, first + ROWS_AT_ONCE).map(({ id }) => id);
    const rows = await db.mintedCredential.findMany({
      where: { projectId, serviceAccountId: { in: some }, state: { in: [...OWING_STATES] } },
      select: { serviceAccountId: true },
    });
    for (const { serviceAccountId } of rows) if (serviceAccountId !== null) inOrder.add(serviceAccountId);
  }
  return inOrder;
}
