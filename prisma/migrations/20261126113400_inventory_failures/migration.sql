-- AlterTable
ALTER TABLE "third_party_credential" ADD COLUMN     "inventory_failures" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "minted_credential_service_account_id_idx" ON "minted_credential"("service_account_id");
