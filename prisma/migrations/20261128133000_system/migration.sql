-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "keys_seen" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "worker_heartbeat" ADD COLUMN     "version" TEXT;

-- CreateTable
CREATE TABLE "database_size" (
    "day" DATE NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "database_size_pkey" PRIMARY KEY ("day")
);
