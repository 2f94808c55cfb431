-- AlterTable
ALTER TABLE "service_token" ADD COLUMN     "keys" TEXT[] DEFAULT ARRAY[]::TEXT[];
