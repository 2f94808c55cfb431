-- AlterTable
ALTER TABLE "rotating_secret" ADD COLUMN     "rotate_reason" TEXT,
ALTER COLUMN "last_epoch" SET DATA TYPE BIGINT;

-- AlterTable
ALTER TABLE "minted_credential" ADD COLUMN     "reason" TEXT;
