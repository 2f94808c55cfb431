import type { Db } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { CredentialState } from "../core/model";
import { IS_PENDING } from "../store/pending";

const SHOWN_WITH = {
  outputs: { select: { output: true, key: true } },
  environment: { select: { name: true, appId: true, app: { select: { name: true } } } },
} satisfies Prisma.RotatingSecretInclude;

type Pending = { rotatingSecretId: string; state: CredentialState; failureCount: number };

/** What `showRotatingSecret` reads. */
export type ShownRow = Prisma.RotatingSecretGetPayload<{ include: typeof SHOWN_WITH }> & {
  /** Credentials with pending work. */
  credentials: Pick<Pending, "state" | "failureCount">[];
};

/** In the order of `ids`. Deleted ones are left out. */
export async function shownRows(db: Db, ids: readonly string[]): Promise<ShownRow[]> {
  const [rows, pending] = await Promise.all([
    db.rotatingSecret.findMany({ where: { id: { in: [...ids] } }, include: SHOWN_WITH }),
    db.$queryRaw<Pending[]>`
      SELECT rotating_secret_id AS "rotatingSecretId", state::text AS state, failure_count AS "failureCount"
        FROM minted_credential WHERE rotating_secret_id = ANY(${ids}::uuid[]) AND ${IS_PENDING}`,
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const pendingOf = Map.groupBy(pending, ({ rotatingSecretId }) => rotatingSecretId);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ ...row, credentials: pendingOf.get(id) ?? [] }];
  });
}
