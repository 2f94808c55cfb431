/**
 * Mints one credential for a rotating secret that is due: claim and intent (tx) → one request (no tx) → save (tx) →
 * verify (no tx) → expose (tx). A crash anywhere leaves a row that `settle.ts` finishes.
 */
import { v7 as uuidv7 } from "uuid";
import { adminKeyPlace, mintedKeyPlace } from "@/lib/crypto/places";
import { open, seal } from "@/lib/crypto/sealed";
import type { MintedCredential } from "@/lib/generated/prisma/client";
import { ProviderError } from "@/lib/providers/errors";
import type { Minted } from "@/lib/providers/provider";
import { accountName, nextEpoch } from "../core/naming";
import { leaseSeconds, lostAfterSeconds, secondsAfter } from "../core/schedule";
import type { EngineServices } from "../services";
import { claimSecret, holdsFence, inUnit, lockSecret, mintIsDue, moveCredential, type SecretRow } from "../store";
import { expose } from "./expose";
import { recordMintFailure } from "./mint-failure";

const ACTOR = "system:mint";

type Intent = { secret: SecretRow; credential: MintedCredential };

/** One wake-up: does what is due for this secret, or nothing. */
export async function mintWhenDue(services: EngineServices, rotatingSecretId: string): Promise<void> {
  const work = await inUnit(services.db, async (unit) => {
    const locked = await lockSecret(unit, rotatingSecretId);
    if (locked === null) return null;
    const { tx, now } = unit;
    const minted = await tx.mintedCredential.findFirst({ where: { rotatingSecretId, state: "MINTED" } });
    if (minted === null && !mintIsDue(locked, now)) return null;
    const rootCredential = await tx.thirdPartyCredential.findUniqueOrThrow({
      where: { id: locked.thirdPartyCredentialId },
    });
    if (minted === null && rootCredential.parkedUntil !== null && rootCredential.parkedUntil > now) {
      await tx.rotatingSecret.update({ where: { id: locked.id }, data: { retryAt: rootCredential.parkedUntil } });
      await services.queue.wakeMint(tx, locked.id, rootCredential.parkedUntil);
      return null;
    }
    const secret = await claimSecret(unit, locked, services.workerId, services.settings.timing);
    if (secret === null) return null;
    if (minted !== null) return { intent: { secret, credential: minted }, rootCredential: null };
    const stranded = await tx.mintedCredential.findFirst({ where: { rotatingSecretId, state: "SENDING" } });
    // Its worker lost the lease: the fence has moved on, so a late answer is refused and its account deleted.
    if (stranded !== null) await moveCredential(unit, stranded, "lost", ACTOR, { nextCheckAt: now });
    const intent = await writeIntent(services, { tx, now }, secret);
    return { intent, rootCredential };
  });
  if (work === null) return;
  if (work.rootCredential !== null) {
    const key = await open(
      services.keyring,
      adminKeyPlace(work.rootCredential.id, work.secretOrganisationId ?? work.rootCredential.organisationId),
      work.rootCredential.envelope,
    );
    if (!(await sendAndSave(services, work.intent, key))) return;
  }
  await verifyAndExpose(services, work.intent);
}
