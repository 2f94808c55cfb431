/** The rows for comparing accounts at the provider with Phase's. Part of a unit of work: see store.ts. */
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "@/lib/db";
import type { MintedCredential } from "@/lib/generated/prisma/client";
import type { NewCredential } from "./new-rows";

/** A provider's account that no row knew. */
export type FoundCredential = Omit<NewCredential, "reason"> &
  Pick<MintedCredential, "serviceAccountId" | "mintedAt" | "replacedAt" | "revokeAt">;

export type InventoryRows = {
  /** Rows with the account's name or its ID. */
  credentialsOfAccount(account: { id: string; name: string }): Promise<MintedCredential[]>;
  /** Takes over an existing account: state EXPIRING. */
  insertFoundCredential(row: FoundCredential): Promise<MintedCredential>;
  /**
   * When the admin key's accounts are compared next. False: the plan for `from` has changed, because someone
   * made it due meanwhile. That change stays.
   */
  planInventory(rootId: string, from: Date, at: Date): Promise<boolean>;
  /** When the database was last found to have lost data. */
  historyLostAt(): Promise<Date | null>;
};

export function inventoryRows(tx: Tx): InventoryRows {
  return {
    async credentialsOfAccount({ id, name }) {
      return await tx.mintedCredential.findMany({
        where: { OR: [{ serviceAccountName: name }, { serviceAccountId: id }] },
        orderBy: { id: "asc" },
      });
    },
    async insertFoundCredential(row) {
      return await tx.mintedCredential.create({ data: { ...row, id: uuidv7(), state: "EXPIRING" } });
    },
    async planInventory(id, from, at) {
      const count = await tx.$executeRaw`
        UPDATE third_party_credential SET inventory_due_at = ${at}
         WHERE id = ${id}::uuid AND date_trunc('milliseconds', inventory_due_at) = ${from}`;
      return count === 1;
    },
    async historyLostAt() {
      return (await tx.instance.findUnique({ where: { id: 1 } }))?.historyLostAt ?? null;
    },
  };
}
