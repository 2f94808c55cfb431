/**
 * Who this installation is, and whether it may act: the key ring must open the stored canary, and the database must be
 * the one that was set up, not a copy. Otherwise the product is sealed: it stays up, says why, and calls no provider.
 */
import { v7 as uuidv7 } from "uuid";
import type { Keyring } from "@/lib/crypto/keyring";
import { open, seal, SealError, type SealContext } from "@/lib/crypto/sealed";
import type { Db } from "@/lib/db";
import { DomainError } from "@/lib/errors";

const CANARY = "phase canary";

export function canaryPlace(instanceId: string): SealContext {
  return { table: "instance", column: "canary", rowId: instanceId, organisationId: "-" };
}

export type InstanceState = { instanceId: string; sealedBecause: string | null };

/** Creates the instance row at the very first start; later only checks it. Several processes may call it at once. */
export async function ensureInstance(db: Db, keyring: Keyring): Promise<InstanceState> {
  const found = (await db.instance.findUnique({ where: { id: 1 } })) ?? (await create(db, keyring));
  try {
    const text = await open(keyring, canaryPlace(found.instanceId), found.canary);
    return { instanceId: found.instanceId, sealedBecause: text === CANARY ? null : "The canary is damaged." };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    const reason = `PHASE_ENCRYPTION_KEYS does not open what is stored: ${error.message} Start with the key ring that was in use.`;
    return { instanceId: found.instanceId, sealedBecause: reason };
  }
}

async function create(db: Db, keyring: Keyring) {
  const instanceId = uuidv7();
  const canary = await seal(keyring, canaryPlace(instanceId), CANARY);
  await db.instance.createMany({ data: [{ id: 1, instanceId, canary }], skipDuplicates: true });
  return await db.instance.findUniqueOrThrow({ where: { id: 1 } });
}

/** Throws `sealed` where nothing may be encrypted and no provider called. */
export function assertUnsealed(services: { sealedBecause: string | null }): void {
  if (services.sealedBecause !== null) throw new DomainError("sealed", services.sealedBecause);
}
