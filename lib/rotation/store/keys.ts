/** The rows for checking current keys. Part of a unit of work: see store.ts. */
import type { Tx } from "@/lib/db";
import type { MintedCredential } from "@/lib/generated/prisma/client";

/**
 * A credential whose key programs may use: current, or replaced and in its delay. Its value is read only when
 * needed.
 */
export type KeyInUse = Omit<MintedCredential, "envelope">;

export type KeyRows = {
  keysInUse(rootId: string, projectId: string): Promise<KeyInUse[]>;
  /** When the keys of a project are checked next. Null: no current keys are left. */
  planLook(rootId: string, projectId: string, at: Date | null): Promise<void>;
  /** The admin key can't be used before then, so none of its checks is due sooner. */
  putOffLooks(rootId: string, at: Date): Promise<void>;
};

export function keyRows(tx: Tx): KeyRows {
  return {
    async keysInUse(thirdPartyCredentialId, projectId) {
      return await tx.mintedCredential.findMany({
        where: { thirdPartyCredentialId, projectId, state: { in: ["ACTIVE", "EXPIRING"] } },
        omit: { envelope: true },
        orderBy: { id: "asc" },
      });
    },
    async planLook(thirdPartyCredentialId, projectId, at) {
      const where = { thirdPartyCredentialId, projectId };
      if (at === null) await tx.keyWatch.deleteMany({ where });
      else await tx.keyWatch.updateMany({ where, data: { dueAt: at } });
    },
    async putOffLooks(thirdPartyCredentialId, at) {
      const where = { thirdPartyCredentialId, dueAt: { lt: at } };
      await tx.keyWatch.updateMany({ where, data: { dueAt: at } });
    },
  };
}
