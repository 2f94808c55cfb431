/**
 * The identity of this installation, and whether it may act. The key ring must decrypt the stored canary, and
 * the database must be where it was set up, not a copy. Otherwise the installation is sealed: it keeps
 * running, reports the reason, and calls no provider.
 */
import { v7 as uuidv7 } from "uuid";
import type { Keyring } from "@/lib/crypto/keyring";
import { canaryPlace } from "@/lib/crypto/places";
import { open, seal, SealError } from "@/lib/crypto/sealed";
import type { Db } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import type { Instance } from "@/lib/generated/prisma/client";
import { copyProblem, type Home, type HomeSettings, homeOf } from "./home";
import type { LookAtSeal } from "@/lib/providers/registry";

const CANARY = "phase canary";

export type InstanceState = { instanceId: string; sealedBecause: string | null };

/**
 * Creates the instance row at the first start. Later it only checks the row, and records a home that has
 * certainly changed (an ID set later, an upgraded cluster). Several processes may call it at the same time.
 */
export async function ensureInstance(
  db: Db,
  keyring: Keyring,
  settings: HomeSettings = {},
): Promise<InstanceState> {
  const [here, known] = await Promise.all([
    homeOf(db, settings),
    db.instance.findUnique({ where: { id: 1 } }),
  ]);
  const found = known ?? (await create(db, keyring, here));
  const { instanceId } = found;
  const sealedBecause = (await keyRingProblem(keyring, found)) ?? copyProblem(knownHome(found), here);
  if (sealedBecause === null) await settleIn(db, found, here);
  return { instanceId, sealedBecause };
}

/** Like `ensureInstance`, without changing anything. Null: nothing has been set up yet, or nothing is wrong. */
export async function findSeal(db: Db, keyring: Keyring, settings: HomeSettings): Promise<string | null> {
  const found = await db.instance.findUnique({ where: { id: 1 } });
  if (found === null) return null;
  return (await keyRingProblem(keyring, found)) ?? copyProblem(knownHome(found), await homeOf(db, settings));
}

/** Makes the database's current place its home. From then on the original counts as the copy. */
export async function adoptInstance(db: Db, settings: HomeSettings = {}): Promise<void> {
  const { place, givenId } = await homeOf(db, settings);
  await db.instance.updateMany({ where: { id: 1 }, data: { home: place, givenId } });
}

function knownHome({ home, givenId }: Instance): Parameters<typeof copyProblem>[0] {
  return { place: home, givenId };
}

async function settleIn(db: Db, { home, givenId }: Instance, here: Home): Promise<void> {
  if (home === here.place && givenId === here.givenId) return;
  // Only replaces the state that was judged, because someone may adopt the database elsewhere at the same
  // moment.
  await db.instance.updateMany({
    where: { id: 1, home, givenId },
    data: { home: here.place, givenId: here.givenId },
  });
}

async function keyRingProblem(keyring: Keyring, found: Instance): Promise<string | null> {
  try {
    const text = await open(keyring, canaryPlace(found.instanceId), found.canary);
    return text === CANARY
      ? null
      : "The stored value with which Phase checks the key ring is damaged. Restore a backup of the database.";
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return `PHASE_ENCRYPTION_KEYS can't decrypt stored values. ${error.message} Start with the key ring that was in use.`;
  }
}

async function create(db: Db, keyring: Keyring, { place, givenId }: Home): Promise<Instance> {
  const instanceId = uuidv7();
  const canary = await seal(keyring, canaryPlace(instanceId), CANARY);
  const data = [{ id: 1, instanceId, canary, home: place, givenId }];
  await db.instance.createMany({ data, skipDuplicates: true });
  return await db.instance.findUniqueOrThrow({ where: { id: 1 } });
}

/** Throws `sealed` if nothing may be encrypted and no provider called. */
export async function assertUnsealed({ lookAtSeal }: { lookAtSeal: LookAtSeal }): Promise<void> {
  const sealedBecause = await lookAtSeal();
  if (sealedBecause !== null) throw new DomainError("sealed", sealedBecause);
}
