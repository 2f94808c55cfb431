/**
 * Searches for the account that a request with an unknown outcome may have created, by its exact name, and
 * deletes it.
 */
import { CLEAN_LISTINGS_NEEDED, unknownCheckAt } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, Unit } from "../store/store";
import { beforePage, type CallResult, callProvider } from "./call";
import { checkAt, moveCredential, recordEventOf } from "./move";
import { postpone } from "./postpone";
import { quarantine } from "./quarantine";
import type { Settlement } from "./settlement";

/** The IDs found under the name. They are deleted now unless a key may be in use. */
type Found = string[];

/** The database may be older than the response to this request (`markLost`). */
function mayBeInUse({ revokeAt }: CredentialRow): boolean {
  return revokeAt !== null;
}

export async function watchForAccount(engine: Engine, settlement: Settlement): Promise<CallResult<Found>> {
  const { projectId, serviceAccountName } = settlement.credential;
  const result = await callProvider(
    engine,
    settlement.root,
    async (provider, rootKey, nextTurn): Promise<Found> => {
      const accounts = await provider.listServiceAccounts(rootKey, projectId, beforePage(nextTurn));
      // The whole name, never a part of it, because other accounts aren't Phase's.
      const ours = accounts.filter(({ name }) => name === serviceAccountName);
      for (const { id } of mayBeInUse(settlement.credential) ? [] : ours) {
        await nextTurn();
        await provider.revoke(rootKey, { projectId, serviceAccountId: id });
      }
      return ours.map(({ id }) => id);
    },
  );
  await engine.store.inUnit((unit) => record(engine, unit, settlement, result), {
    secretId: settlement.credential.rotatingSecretId,
  });
  return result;
}

async function record(
  engine: Engine,
  unit: Unit,
  settlement: Settlement,
  result: CallResult<Found>,
): Promise<void> {
  const secret = await unit.lockSecret(settlement.credential.rotatingSecretId);
  const credential = await unit.credential(settlement.credential.id);
  if (secret === null || credential?.state !== "UNKNOWN") return;
  if (!result.ok) {
    await postpone(engine, unit, credential, result.failure, settlement.root);
    return;
  }
  const [first] = result.value;
  if (first !== undefined && mayBeInUse(settlement.credential)) {
    await quarantine(engine, unit, secret, credential, first);
    return;
  }
  for (const serviceAccountId of result.value) {
    const { serviceAccountName } = credential;
    await recordEventOf(unit, credential, "credential.stray_account_deleted", {
      serviceAccountId,
      serviceAccountName,
    });
  }
  const checks = credential.checks + 1;
  // One empty listing proves nothing, because the request may still be on its way.
  const cleanListings = result.value.length === 0 ? credential.cleanListings + 1 : 0;
  const watched = credential.watchUntil === null || credential.watchUntil <= unit.now;
  if (watched && cleanListings >= CLEAN_LISTINGS_NEEDED) {
    const patch = { checks, cleanListings, revokeAt: null, nextCheckAt: null };
    await moveCredential(unit, credential, "credential.watch_ended", patch);
    return;
  }
  const nextCheckAt = unknownCheckAt(credential.sentAt, checks, unit.now, engine.settings.timing);
  await checkAt(unit, credential, nextCheckAt, { failureCount: 0, leaseUntil: null, checks, cleanListings });
}
