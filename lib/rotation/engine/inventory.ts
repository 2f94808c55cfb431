/**
 * Compares an admin key's accounts at the provider with our rows: the net under all other nets, and what puts things
 * right after a restore from a backup. Accounts that no row knows are taken over and revoked after a quarantine;
 * a current key that someone removed at the provider is replaced at once. Everyone else's accounts stay untouched.
 */
import type { ProviderError } from "@/lib/providers/errors";
import type { ServiceAccount } from "@/lib/providers/provider";
import { providerOf } from "@/lib/providers/registry";
import { ownerOfName } from "../core/naming";
import { backoffSeconds, inventorySeconds, listingLagSeconds, secondsAfter } from "../core/schedule";
import type { UnclaimedAccount } from "@/lib/api/third-party-credentials";
import type { EngineServices } from "../services";
import type { RootRow } from "../store";
import { callProvider } from "./call";
import { replaceMissing, revokeReappeared, takeOver } from "./inventory-findings";

/** Ids of the admin keys whose inventory is due, each moved on so that nobody else takes it meanwhile. */
export async function claimDueInventories({ db, settings }: EngineServices): Promise<string[]> {
  const next = `${inventorySeconds(settings.timing)} seconds`;
  const lag = `${listingLagSeconds(settings.timing)} seconds`;
  // After a loss of history listings may still lack the newest accounts, which nobody here knows of.
  const claimed = await db.$queryRaw<{ id: string }[]>`
    UPDATE third_party_credential SET inventory_due_at = COALESCE(
      (SELECT history_lost_at + ${lag}::interval FROM instance WHERE history_lost_at > now() - ${lag}::interval),
      now() + ${next}::interval)
     WHERE inventory_due_at <= now() AND deleted_at IS NULL RETURNING id`;
  return claimed.map(({ id }) => id);
}

/** What a start does, where the database has lost nothing. What was looked at lately is left out. */
export async function makeInventoriesDue({ db, settings }: EngineServices): Promise<void> {
  const recent = `${listingLagSeconds(settings.timing)} seconds`;
  await db.$executeRaw`
    UPDATE third_party_credential SET inventory_due_at = now()
     WHERE deleted_at IS NULL AND (inventoried_at IS NULL OR inventoried_at < now() - ${recent}::interval)`;
}

/** One admin key's inventory. A provider that can't be asked puts it off. */
export async function takeInventory(engine: EngineServices, rootId: string): Promise<void> {
  const root = await engine.store.inUnit((unit) => unit.rootCredential(rootId));
  const unclaimed: UnclaimedAccount[] = [];
  for (const projectId of await projectsOf(engine, rootId)) {
    const listing = await callProvider(engine, root, async (rootKey) =>
      (await providerOf(engine.providers, root.provider)).listServiceAccounts(rootKey, projectId),
    );
    // A project that is gone, or another organization's: its debts say so themselves.
    if (!listing.ok && listing.failure.code === "project_not_found") continue;
    if (!listing.ok) return await putOff(engine, root, listing.failure);
    unclaimed.push(...(await compare(engine, root, projectId, listing.value)));
  }
  await engine.store.inUnit((unit) =>
    unit.updateRootCredential(rootId, { inventoriedAt: unit.now, unclaimedAccounts: unclaimed }),
  );
}

async function putOff(engine: EngineServices, root: RootRow, failure: ProviderError): Promise<void> {
  engine.log.warn({ thirdPartyCredentialId: root.id, code: failure.code }, "Inventory put off");
  await engine.store.inUnit((unit) => {
    const seconds = backoffSeconds(10, engine.chance(), engine.settings.timing);
    return unit.updateRootCredential(root.id, { inventoryDueAt: secondsAfter(unit.now, seconds) });
  });
}

async function projectsOf({ db }: EngineServices, thirdPartyCredentialId: string): Promise<string[]> {
  const [minted, current] = await Promise.all([
    db.mintedCredential.groupBy({ by: ["projectId"], where: { thirdPartyCredentialId } }),
    db.rotatingSecret.groupBy({ by: ["projectId"], where: { thirdPartyCredentialId } }),
  ]);
  return [...new Set([...minted, ...current].map(({ projectId }) => projectId))];
}

/** Acts on what differs in one project; returns the accounts of our form that belong to nobody here. */
async function compare(
  engine: EngineServices,
  root: RootRow,
  projectId: string,
  accounts: ServiceAccount[],
): Promise<UnclaimedAccount[]> {
  const unclaimed: UnclaimedAccount[] = [];
  const named = accounts.flatMap((account) => {
    const owner = ownerOfName(account.name);
    return owner === null ? [] : [{ ...account, ...owner }];
  });
  const names = named.map(({ name }) => name);
  const rows = await engine.db.mintedCredential.findMany({ where: { serviceAccountName: { in: names } } });
  for (const account of named) {
    const row = rows.find(({ serviceAccountName }) => serviceAccountName === account.name);
    if (row !== undefined) await revokeReappeared(engine, row, account.id);
    else if (!(await takeOver(engine, root, projectId, account))) {
      unclaimed.push({ projectId, serviceAccountId: account.id, serviceAccountName: account.name });
    }
  }
  await replaceMissing(engine, root, projectId, new Set(accounts.map(({ id }) => id)));
  return unclaimed;
}
