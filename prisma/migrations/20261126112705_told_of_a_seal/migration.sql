-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "seal_told" TEXT;
