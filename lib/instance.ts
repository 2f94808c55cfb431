/**
 * Who this installation is, and whether it may act: the key ring must open the stored canary, and the database must be
 * where it was set up, not a copy. Otherwise the product is sealed: it stays up, says why, and calls no provider.
 */
import { v7 as uuidv7 } from "uuid";
import type { Keyring } from "@/lib/crypto/keyring";
import { open, seal, SealError, type SealContext } from "@/lib/crypto/sealed";
import type { Db } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import type { LookAtSeal } from "@/lib/providers/registry";
import type { Instance } from "@/lib/generated/prisma/client";

const CANARY = "phase canary";
const COPY =
  "This database was set up elsewhere and looks like a copy. A copy must not delete the original's service accounts. If this is the installation to go on with, stop the other one and run: npm run phase -- adopt-instance";

export function canaryPlace(instanceId: string): SealContext {
  return { table: "instance", column: "canary", rowId: instanceId, organisationId: "-" };
}

export type InstanceState = { instanceId: string; sealedBecause: string | null };

/**
 * Creates the instance row at the very first start; later only checks it. Several processes may call it at once.
 * `setting` is PHASE_INSTANCE_ID.
 */
export async function ensureInstance(
  db: Db,
  keyring: Keyring,
  setting: string | undefined,
): Promise<InstanceState> {
  const home = await homeOf(db, setting);
  await db.instance.updateMany({ where: { id: 1, home: null }, data: { home } });
  const found = (await db.instance.findUnique({ where: { id: 1 } })) ?? (await create(db, keyring, home));
  const { instanceId } = found;
  return { instanceId, sealedBecause: (await keyRingProblem(keyring, found)) ?? copyProblem(found, home) };
}

/** Makes the place where the database is now its home: from here on the original counts as the copy. */
export async function adoptInstance(db: Db, setting: string | undefined): Promise<void> {
  const home = await homeOf(db, setting);
  await db.instance.updateMany({ where: { id: 1 }, data: { home } });
}

function copyProblem({ home: known }: Instance, home: string): string | null {
  return known === home ? null : COPY;
}

async function keyRingProblem(keyring: Keyring, found: Instance): Promise<string | null> {
  try {
    const text = await open(keyring, canaryPlace(found.instanceId), found.canary);
    return text === CANARY ? null : "The canary is damaged.";
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return `PHASE_ENCRYPTION_KEYS does not open what is stored: ${error.message} Start with the key ring that was in use.`;
  }
}

/**
 * What differs in a copy: the setting, or else the database itself. A dump read back elsewhere has another system
 * identifier or oid; fail-over to a replica keeps both.
 */
async function homeOf(db: Db, setting: string | undefined): Promise<string> {
  if (setting !== undefined) return `set:${setting}`;
  const [row] = await db.$queryRaw<{ home: string }[]>`
    SELECT 'database:' || (SELECT system_identifier FROM pg_control_system()) || ':' || oid AS home
      FROM pg_database WHERE datname = current_database()`;
  if (row === undefined) throw new Error("The database did not tell where it is.");
  return row.home;
}

async function create(db: Db, keyring: Keyring, home: string): Promise<Instance> {
  const instanceId = uuidv7();
  const canary = await seal(keyring, canaryPlace(instanceId), CANARY);
  await db.instance.createMany({ data: [{ id: 1, instanceId, canary, home }], skipDuplicates: true });
  return await db.instance.findUniqueOrThrow({ where: { id: 1 } });
}

/** Throws `sealed` where nothing may be encrypted and no provider called. */
export async function assertUnsealed({ lookAtSeal }: { lookAtSeal: LookAtSeal }): Promise<void> {
  const sealedBecause = await lookAtSeal();
  if (sealedBecause !== null) throw new DomainError("sealed", sealedBecause);
}
