/** Notifies that this installation is sealed: once per reason, to each of its organisations. */
import { v7 as uuidv7 } from "uuid";
import type { NotificationType } from "@/lib/lists/notification-types";
import type { Db } from "@/lib/db";

/** The only notification that a sealed installation sends. The others may be the original's to send. */
export const SEALED_TYPE = "installation.sealed" satisfies NotificationType;

/** False if people were notified of this reason before. */
export async function writeSealNotification(db: Db, sealedBecause: string): Promise<boolean> {
  return await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM instance WHERE id = 1 FOR UPDATE`;
    const { count } = await tx.instance.updateMany({
      where: { id: 1, OR: [{ sealTold: null }, { sealTold: { not: sealedBecause } }] },
      data: { sealTold: sealedBecause },
    });
    if (count === 0) return false;
    const organisations = await tx.organisation.findMany({ select: { id: true } });
    await tx.notification.createMany({
      data: organisations.map(({ id: organisationId }) => ({
        id: uuidv7(),
        organisationId,
        type: SEALED_TYPE,
        actor: "system:worker",
        failureCode: "sealed",
        failureMessage: sealedBecause,
      })),
    });
    return true;
  });
}

/** From now on a seal is news again. */
export async function forgetSeal(db: Db): Promise<void> {
  await db.instance.updateMany({ where: { sealTold: { not: null } }, data: { sealTold: null } });
}
