-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "history_lost_at" TIMESTAMPTZ(6),
ADD COLUMN     "looks" BIGINT NOT NULL DEFAULT 0;
