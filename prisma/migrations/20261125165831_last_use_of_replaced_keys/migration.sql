-- AlterTable
ALTER TABLE "minted_credential" ADD COLUMN     "last_used_at" TIMESTAMPTZ(6),
ADD COLUMN     "usage_checked_at" TIMESTAMPTZ(6);
