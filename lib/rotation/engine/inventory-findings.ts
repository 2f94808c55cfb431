/** What an inventory does about each thing it finds. */
import type { ServiceAccount } from "@/lib/providers/provider";
import { providerOf } from "@/lib/providers/registry";
import { accountName, isPlausibleEpoch } from "../core/naming";
import { listingLagSeconds, secondsAfter } from "../core/schedule";
import type { EngineServices } from "../services";
import type { CredentialRow, RootRow, Unit } from "../store";
import { callProvider } from "./call";
import { replaceRemoved } from "./key-findings";
import { moveCredential, owedAt, WORKER } from "./move";
import { quarantineEnd } from "./quarantine";
import { rotateSoon } from "./request";

/** The account of a row that believes it has none: refused, given up, or revoked long enough ago. It is owed again. */
export async function revokeReappeared(
  engine: EngineServices,
  found: CredentialRow,
  serviceAccountId: string,
): Promise<void> {
  await engine.store.inUnit(async (unit) => {
    await unit.lockSecret(found.rotatingSecretId);
    const row = await unit.credential(found.id);
    if (row === null || !believesGone(engine, unit, row)) return;
    const patch = { serviceAccountId, revokedAt: null, ...owedAt(unit.now) };
    await moveCredential(unit, row, "found_alive", patch, { detail: { serviceAccountId } });
    await unit.wakeSettle(row.id, unit.now);
  });
}

function believesGone(engine: EngineServices, unit: Unit, row: CredentialRow): boolean {
  const lag = listingLagSeconds(engine.settings.timing);
  switch (row.state) {
    case "REVOKED":
      return row.revokedAt !== null && secondsAfter(row.revokedAt, lag) <= unit.now;
    case "FAILED":
      return secondsAfter(row.sentAt, lag) <= unit.now;
    case "DISCARDED":
      // With an account's id it is a debt that an operator forgot on purpose.
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
 * Gives an account without a row one, if its name is what a rotating secret of this organisation would send: a backup
 * older than the account was restored. Someone may still hold its key, so it is left alone for a quarantine,
 * and a secret that knows of nothing newer rotates first. False: it is none of ours.
 */
export async function takeOver(
  engine: EngineServices,
  root: RootRow,
  projectId: string,
  account: ServiceAccount & { rotatingSecretId: string; epoch: number },
): Promise<boolean> {
  return await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(account.rotatingSecretId);
    if (secret === null || secret.organisationId !== root.organisationId) return false;
    // To the letter: a name with our ids inside may be somebody's copy. It is shown as unclaimed.
    if (account.name !== accountName(secret.nameTemplate, secret.id, account.epoch)) return false;
    if (!isPlausibleEpoch(account.epoch, unit.now)) return false;
    const revokeAt = quarantineEnd(engine, unit, secret);
    const mintedAt = new Date(account.epoch * 1000);
    const row = await unit.insertFoundCredential({
      rotatingSecretId: secret.id,
      thirdPartyCredentialId: root.id,
      serviceAccountName: account.name,
      serviceAccountId: account.id,
      projectId,
      fence: secret.fence,
      sentAt: mintedAt,
      mintedAt,
      replacedAt: unit.now,
      revokeAt,
      nextCheckAt: revokeAt,
    });
    await unit.recordEvent({
      rotatingSecretId: secret.id,
      credentialId: row.id,
      type: "credential.stray_account_found",
      actor: WORKER,
      detail: {
        serviceAccountId: account.id,
        serviceAccountName: account.name,
        revokeAt: revokeAt.toISOString(),
      },
    });
    await unit.wakeSettle(row.id, revokeAt);
    if (account.epoch > secret.lastEpoch) {
      // Its name must not be sent again, whatever the clock says.
      await unit.updateSecret(secret.id, { lastEpoch: BigInt(account.epoch) });
      await rotateSoon(unit, secret, "unknown_account");
    }
    return true;
  });
}

/** The current key's account is gone at the provider: asked for twice, then replaced at once. */
export async function replaceMissing(
  engine: EngineServices,
  root: RootRow,
  projectId: string,
  listed: ReadonlySet<string>,
): Promise<void> {
  const exposed = await engine.db.mintedCredential.findMany({
    where: { thirdPartyCredentialId: root.id, projectId, state: "ACTIVE" },
  });
  for (const { id, serviceAccountId, rotatingSecretId } of exposed) {
    if (serviceAccountId === null || listed.has(serviceAccountId)) continue;
    const account = { projectId, serviceAccountId };
    const there = await callProvider(engine, root, async (rootKey) =>
      (await providerOf(engine.providers, root.provider)).hasServiceAccount(rootKey, account),
    );
    if (!there.ok || there.value) continue;
    await engine.store.inUnit(async (unit) => {
      const secret = await unit.lockSecret(rotatingSecretId);
      const row = await unit.credential(id);
      if (secret === null || row?.state !== "ACTIVE") return;
      await replaceRemoved(unit, secret, row, "account_removed");
    });
  }
}
