-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "home" TEXT;

-- AlterTable
ALTER TABLE "third_party_credential" ADD COLUMN     "inventoried_at" TIMESTAMPTZ(6),
ADD COLUMN     "inventory_due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "paced_until" TIMESTAMPTZ(6),
ADD COLUMN     "unclaimed_accounts" JSONB NOT NULL DEFAULT '[]';
