-- AlterTable
ALTER TABLE "rotating_secret" ADD COLUMN     "key_lifetime_seconds" INTEGER;
