/**
 * Compares an admin key's accounts at the provider with Phase's rows: the last safety net, and the repair
 * after a restore. Accounts without a row are taken over and revoked after a quarantine. A current key that
 * was removed at the provider is replaced immediately. All other accounts are left alone.
 */
import type { UnclaimedAccount } from "@/lib/api/third-party-credentials";
import type { ServiceAccount } from "@/lib/providers/provider";
import { OUTAGE_CODES } from "../core/health";
import { printable } from "@/lib/formats/printable";
import { isOurForm, ownerOfName } from "@/lib/providers/account-names";
import {
  backoffSeconds,
  inventorySeconds,
  leaseSeconds,
  listingLagSeconds,
  secondsAfter,
  type Timing,
} from "../core/schedule";
import type { EngineServices } from "../services";
import type { RootRow, Unit } from "../store/store";
import { beforePage, type Call, type CallResult, callProvider } from "./call";
import {
  accountsInOrder,
  compareAccount,
  exposedWithout,
  type NamedAccount,
  replaceIfGone,
} from "./inventory-findings";

/** Someone else's text, which is stored and shown. */
const STORED_AT_MOST = 200;

/** The maximum number of unclaimed accounts shown per admin key. */
const MOST_UNCLAIMED = 500;

/**
 * IDs of the admin keys whose inventory is due, leased: nobody else takes them meanwhile, and after
 * a crash they are due again.
 */
export async function claimDueInventories({ db, settings }: EngineServices): Promise<string[]> {
  const lease = `${leaseSeconds(settings.timing)} seconds`;
  const claimed = await db.$queryRaw<{ id: string }[]>`
    UPDATE third_party_credential SET inventory_due_at = now() + ${lease}::interval
     WHERE inventory_due_at <= now() AND deleted_at IS NULL RETURNING id`;
  return claimed.map(({ id }) => id);
}

/** At a start, if the database has lost nothing. Leaves out what was compared recently. */
export async function makeInventoriesDue({ db, settings }: EngineServices): Promise<void> {
  const recent = `${listingLagSeconds(settings.timing)} seconds`;
  await db.$executeRaw`
    UPDATE third_party_credential SET inventory_due_at = now()
     WHERE deleted_at IS NULL AND (inventoried_at IS NULL OR inventoried_at < now() - ${recent}::interval)`;
}

/** The inventory of one admin key. Failures are left out and retried soon. The rest is done. */
export async function takeInventory(engine: EngineServices, rootId: string): Promise<void> {
  const root = await engine.store.inUnit((unit) => unit.rootCredential(rootId));
  const { timing } = engine.settings;
  let held = root.inventoryDueAt;
  const renewLease = () =>
    engine.store.inUnit(async (unit) => {
      const at = secondsAfter(unit.now, leaseSeconds(timing));
      if (await unit.planInventory(rootId, held, at)) held = at;
    });
  const unclaimed: UnclaimedAccount[] = [];
  let isComplete = true;
  for (const projectId of await projectsOf(engine, rootId)) {
    await renewLease();
    const result = await takeOne(engine, root, projectId);
    unclaimed.push(...result.unclaimed.slice(0, MOST_UNCLAIMED - unclaimed.length));
    if (result.isComplete) continue;
    isComplete = false;
    if (result.isAway) break;
  }
  const failures = isComplete ? 0 : root.inventoryFailures + 1;
  await engine.store.inUnit(async (unit) => {
    const retryAt = secondsAfter(unit.now, backoffSeconds(failures, engine.chance(), timing));
    const at = isComplete ? await nextInventoryAt(unit, timing) : retryAt;
    await unit.planInventory(rootId, held, at);
    const found = isComplete ? { inventoriedAt: unit.now, unclaimedAccounts: unclaimed } : {};
    await unit.updateRootCredential(rootId, { inventoryFailures: failures, ...found });
  });
}

/**
 * In a day. Sooner after a loss of history, because listings may have lacked the newest accounts, which no
 * row knows.
 */
async function nextInventoryAt(unit: Unit, timing: Timing): Promise<Date> {
  const lostAt = await unit.historyLostAt();
  const shownAt = lostAt === null ? unit.now : secondsAfter(lostAt, listingLagSeconds(timing));
  return shownAt > unit.now ? shownAt : secondsAfter(unit.now, inventorySeconds(timing));
}

type Compared = { isComplete: boolean; isAway: boolean; unclaimed: UnclaimedAccount[] };

async function takeOne(engine: EngineServices, root: RootRow, projectId: string): Promise<Compared> {
  const listing = await list(engine, root, projectId);
  if (listing.ok) return await compare(engine, root, projectId, listing.value);
  const { code } = listing.failure;
  // A project that is gone or another organisation's. Its settlements report that themselves.
  if (code === "project_not_found") return { isComplete: true, isAway: false, unclaimed: [] };
  engine.log.warn({ thirdPartyCredentialId: root.id, projectId, code }, "Inventory postponed");
  const isAway = OUTAGE_CODES.includes(code) || code === "provider_rate_limited";
  return { isComplete: false, isAway, unclaimed: [] };
}

async function list(
  engine: EngineServices,
  root: RootRow,
  projectId: string,
): Promise<CallResult<ServiceAccount[]>> {
  const list: Call<ServiceAccount[]> = (provider, rootKey, nextTurn) =>
    provider.listServiceAccounts(rootKey, projectId, beforePage(nextTurn));
  return await callProvider(engine, root, list, "background");
}

async function projectsOf({ db }: EngineServices, thirdPartyCredentialId: string): Promise<string[]> {
  const [minted, current] = await Promise.all([
    db.mintedCredential.groupBy({ by: ["projectId"], where: { thirdPartyCredentialId } }),
    db.rotatingSecret.groupBy({ by: ["projectId"], where: { thirdPartyCredentialId } }),
  ]);
  return [...new Set([...minted, ...current].map(({ projectId }) => projectId))];
}

/** Handles the differences in one project. Returns accounts of Phase's form that belong to no row. */
async function compare(
  engine: EngineServices,
  root: RootRow,
  projectId: string,
  accounts: ServiceAccount[],
): Promise<Compared> {
  const unclaimed: UnclaimedAccount[] = [];
  let isComplete = true;
  const alone = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      isComplete = false;
      engine.log.error({ err: error, projectId }, "A finding of the inventory wasn't handled");
    }
  };
  const inOrder = await accountsInOrder(engine, projectId, accounts.filter(isOurForm));
  for (const account of accounts) {
    const owner = ownerOfName(account.name);
    if (owner === null || inOrder.has(account.id)) continue;
    const named: NamedAccount = { ...account, ...owner, projectId };
    await alone(async () => {
      if (isOurForm(account) && (await compareAccount(engine, root, named))) return;
      unclaimed.push({
        projectId,
        serviceAccountId: printable(account.id, STORED_AT_MOST),
        serviceAccountName: printable(account.name, STORED_AT_MOST),
      });
    });
  }
  const listed = new Set(accounts.map(({ id }) => id));
  for (const row of await exposedWithout(engine, root, projectId, listed))
    await alone(() => replaceIfGone(engine, root, row));
  return { isComplete, isAway: false, unclaimed };
}
