/**
 * The rows of the engine: guarded updates only. An UPDATE names the states it may start from, and a caller that gets
 * false has lost against someone else. Times come from the database clock, once a transaction.
 */
import { v7 as uuidv7 } from "uuid";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Db, Tx } from "@/lib/db";
import { type CredentialEvent, statesBefore, transition } from "./core/lifecycle";
import { dueAt, leaseSeconds, secondsAfter, type Timing } from "./core/schedule";

/** A transaction and its time. */
export type Unit = { tx: Tx; now: Date };

export async function databaseNow(db: Tx | Db): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  if (row === undefined) throw new Error("The database did not tell the time.");
  return row.now;
}

export async function inUnit<Result>(db: Db, work: (unit: Unit) => Promise<Result>): Promise<Result> {
  return await db.$transaction(async (tx) => await work({ tx, now: await databaseNow(tx) }));
}

export async function lockSecret(unit: Unit, id: string) {
  await unit.tx.$queryRaw`SELECT id FROM rotating_secret WHERE id = ${id}::uuid FOR UPDATE`;
  return await unit.tx.rotatingSecret.findUnique({ where: { id } });
}

export type SecretRow = NonNullable<Awaited<ReturnType<typeof lockSecret>>>;

/** Whether the schedule, a retry or an operator wants a mint now. */
export function mintIsDue(secret: SecretRow, now: Date): boolean {
  if (secret.deletedAt !== null || secret.environmentId === null) return false;
  if (secret.pauseReason !== null && secret.rotateRequestedAt === null) return false;
  return dueAt(secret) <= now;
}

/** Takes the lease and raises the fence. Null where another worker holds it. */
export async function claimSecret(
  unit: Unit,
  secret: SecretRow,
  workerId: string,
  timing: Timing,
): Promise<SecretRow | null> {
  if (secret.leaseUntil !== null && secret.leaseUntil > unit.now) return null;
  return await unit.tx.rotatingSecret.update({
    where: { id: secret.id },
    data: {
      leaseUntil: secondsAfter(unit.now, leaseSeconds(timing)),
      leaseOwner: workerId,
      fence: { increment: 1 },
    },
  });
}

export async function holdsFence(unit: Unit, rotatingSecretId: string, fence: number): Promise<SecretRow | null> {
  const secret = await lockSecret(unit, rotatingSecretId);
  return secret !== null && secret.fence === fence ? secret : null;
}

export async function findCredential(unit: Unit, where: Prisma.MintedCredentialWhereInput) {
  return await unit.tx.mintedCredential.findFirst({ where });
}

/**
 * Moves a credential along the lifecycle, with its event row. False where it is no longer in a state that allows it.
 * `fence`, where given, must be the row's own.
 */
export async function moveCredential(
  unit: Unit,
  credential: { id: string; state: Parameters<typeof transition>[0]; rotatingSecretId: string },
  event: CredentialEvent,
  actor: string,
  data: Prisma.MintedCredentialUncheckedUpdateManyInput = {},
  detail: Prisma.InputJsonObject = {},
): Promise<boolean> {
  const state = transition(credential.state, event);
  const { count } = await unit.tx.mintedCredential.updateMany({
    where: { id: credential.id, state: { equals: credential.state, in: statesBefore(event) } },
    data: { ...data, state },
  });
  if (count === 0) return false;
  await recordEvent(unit, credential.rotatingSecretId, `credential.${event}`, actor, detail, credential.id);
  return true;
}

export async function recordEvent(
  unit: Unit,
  rotatingSecretId: string,
  type: string,
  actor: string,
  detail: Prisma.InputJsonObject = {},
  credentialId: string | null = null,
  origin: { ip: string | null; userAgent: string | null } = { ip: null, userAgent: null },
): Promise<void> {
  await unit.tx.event.create({
    data: { id: uuidv7(), rotatingSecretId, at: unit.now, type, actor, detail, credentialId, ...origin },
  });
}
