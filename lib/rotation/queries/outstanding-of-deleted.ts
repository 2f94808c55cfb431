import type { Overview } from "@/lib/api/rotating-secrets";
import { isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";
import { IS_WAITING } from "../store/pending";
import { CREDENTIAL_COLUMNS, showCredential } from "./show";

const MOST = 100;

/** Outstanding revocations of deleted rotating secrets. */
export async function outstandingOfDeleted({ db, actor }: Ctx): Promise<Overview["deletedDebts"]> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT waiting.id FROM (SELECT id, rotating_secret_id FROM minted_credential WHERE ${IS_WAITING}) AS waiting
      JOIN rotating_secret AS secret ON secret.id = waiting.rotating_secret_id
     WHERE secret.deleted_at IS NOT NULL AND secret.organisation_id = ${actor.organisationId}::uuid
       AND ${isSeenRotatingSecret(actor, Prisma.sql`secret`)} ORDER BY waiting.id LIMIT ${MOST}`;
  const outstanding = await db.mintedCredential.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    select: { ...CREDENTIAL_COLUMNS, rotatingSecret: { select: { id: true, name: true } } },
    orderBy: { id: "asc" },
  });
  return outstanding.map(({ rotatingSecret, ...credential }) => ({
    rotatingSecretId: rotatingSecret.id,
    rotatingSecretName: rotatingSecret.name,
    projectId: credential.projectId,
    credential: showCredential(credential),
  }));
}
