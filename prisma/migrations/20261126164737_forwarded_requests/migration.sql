-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "forwarded_at" TIMESTAMPTZ(6);
